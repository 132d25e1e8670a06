import type { Button } from '../core/card.ts';
import type { Evidence } from '../core/evidence.ts';
import type { Incident } from '../core/incident-store.ts';
import { acknowledgeButtons } from './acknowledgement.ts';
import { isOpen } from './closing.ts';
import type { Muting } from './mutes.ts';
import { hasWhodidWords } from './whodid-words.ts';

/** The `action_id`s of an incident's buttons besides Acknowledge. */
export const incidentActions = {
  mute: 'mute',
  agree: 'mute-second',
  unmute: 'unmute',
  resolve: 'resolve',
  whodid: 'incident-whodid',
  details: 'incident-details',
} as const;

const button = (name: keyof typeof incidentActions, label: string, value: string): Button => ({
  kind: 'action',
  action: incidentActions[name],
  label,
  value,
});

const muteButtons = (incident: Incident, muting: Muting | undefined): readonly Button[] => {
  if (muting?.isWaiting) return [button('agree', 'Agree to mute', muting.mute.id)];
  if (muting !== undefined) return [button('unmute', 'Unmute', muting.mute.id)];
  return isOpen(incident) ? [button('mute', 'Mute', incident.id)] : [];
};

/** What can be done to an incident from its own message, at most five; what does not apply is not there. */
export const rootButtons = (
  incident: Incident,
  { muting, evidence }: { readonly muting: Muting | undefined; readonly evidence?: Evidence },
): readonly Button[] => [
  ...acknowledgeButtons(incident),
  ...muteButtons(incident, muting),
  ...(isOpen(incident) ? [button('resolve', 'Resolve', incident.id)] : []),
  ...(hasWhodidWords(incident, evidence) ? [button('whodid', 'Who did it?', incident.id)] : []),
  button('details', 'Details', incident.id),
];
