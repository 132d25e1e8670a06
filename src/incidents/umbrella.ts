import type { Alert } from '../core/alert.ts';
import { alertKey } from '../core/alert-key.ts';
import type { Evidence, EvidenceEvent } from '../core/evidence.ts';
import type { AccountId } from '../core/ids.ts';
import type { Incident } from '../core/incident-store.ts';
import { untrusted } from '../core/text.ts';
import { detectionById } from '../detections/by-id.ts';
import { sentenceOf } from './evidence/sentence.ts';

const unknown = 'watched';

const groupOf = (event: EvidenceEvent, found: Evidence): string =>
  event.detections[0] ?? found.detection ?? unknown;

/** Of the newest; the first is the newest. */
const alertOf = (
  incident: Incident,
  { account, detection }: { readonly account: AccountId; readonly detection: string },
  events: readonly [EvidenceEvent, ...EvidenceEvent[]],
): Alert => {
  const [newest] = events;
  const known = detectionById(detection);
  const { region, topic } = incident.latest;
  const where = newest.trail.region ?? region;
  return {
    key: alertKey(['umbrella', incident.key, detection, account]),
    source: 'cloudtrail-event',
    state: 'EVENT',
    phase: 'event',
    at: newest.trail.when ?? incident.lastAt,
    account,
    ...(where !== undefined && { region: where }),
    ...(topic !== undefined && { topic }),
    name: untrusted(known?.title ?? incident.latest.name.untrusted),
    verb: '',
    cause: sentenceOf(newest),
    ...(known !== undefined && { severity: known.severity }),
    facts:
      known === undefined
        ? []
        : [
            { label: 'Meaning', value: [known.meaning] },
            { label: 'Next', value: [known.next] },
          ],
    details: [
      {
        kind: 'note',
        text: ['Found under ', incident.latest.name, ', an alarm that watches several accounts.'],
      },
    ],
    ...(known !== undefined && { detection }),
    events,
  };
};

/**
 * What an alarm over an organisation's trail found in other accounts than its own, as one alert for
 * each account and detection: whose account it is has to see it.
 */
export const alertsUnder = (incident: Incident, found: Evidence): readonly Alert[] => {
  const own = incident.latest.account;
  if (own === undefined) return [];
  const groups = new Map<string, [EvidenceEvent, ...EvidenceEvent[]]>();
  for (const event of found.events) {
    const { account } = event.trail;
    if (account === undefined || account === own) continue;
    const key = `${account} ${groupOf(event, found)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [event]);
    else group.push(event);
  }
  return [...groups.values()].flatMap((events) => {
    const [newest] = events;
    const { account } = newest.trail;
    if (account === undefined) return [];
    return [alertOf(incident, { account, detection: groupOf(newest, found) }, events)];
  });
};
