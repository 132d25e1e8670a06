import type { Deed } from '../../core/action.ts';
import type { Card } from '../../core/card.ts';
import type { Incident } from '../../core/incident-store.ts';
import type { Mute } from '../../core/mute.ts';
import type { Tx } from '../../core/store.ts';
import type { GiveRootDeps } from '../give-root.ts';
import { lockedIncident } from '../locked.ts';
import { incidentsOf } from '../mute-end.ts';
import { agreedLine, scopeWords } from '../mute-words.ts';
import { lockedMute } from '../mutes.ts';
import { stopCalling } from '../paging/calls.ts';
import { incidentActions } from '../root-buttons.ts';
import { createShowDeed } from '../show-deed.ts';
import { nothingDone, whoTo } from './told.ts';

/** The incident whose button the mute came from. */
export const incidentOfMute = async (tx: Tx, value: string): Promise<Incident | undefined> => {
  const mute = await tx.mutes.get(value);
  return mute?.incidentId === undefined ? undefined : tx.incidents.get(mute.incidentId);
};

/** The mute with its incident, both as they stay until the transaction ends. */
export const lockedBoth = async (tx: Tx, value: string) => {
  const found = await incidentOfMute(tx, value);
  const incident = found && (await lockedIncident(tx, found.id));
  const mute = await lockedMute(tx, value);
  return incident === undefined || mute === undefined ? undefined : { incident, mute };
};

/** Why there is nothing to agree to; undefined: there is. */
const obstacle = (mute: Mute, user: string, now: number): Card | undefined => {
  if (mute.endedAt !== undefined || mute.until <= now)
    return nothingDone('This mute is over: there is nothing to agree to.');
  if (!mute.needsSecond) return nothingDone('This mute holds already.');
  if (mute.secondBy !== undefined)
    return nothingDone(whoTo(mute.secondBy, user), ' agreed already.');
  return mute.by === user
    ? nothingDone('You asked for this mute yourself: another admin has to agree.')
    : undefined;
};

const doneCard = (mute: Mute): Card => ({
  badge: { emoji: 'no_bell', word: 'MUTED' },
  headline: [
    'You agreed: ',
    ...scopeWords(mute),
    ' is muted until ',
    { time: mute.until, style: 'date-time' },
    '.',
  ],
  parts: [],
});

/** A second admin agrees to what silences several accounts; only then it holds. */
export const createMuteSecond = (deps: GiveRootDeps): Deed => {
  const showDeed = createShowDeed(deps);

  const agree = async (tx: Tx, incident: Incident, mute: Mute, user: string): Promise<Card> => {
    const at = deps.clock.now();
    const agreed = { ...mute, secondBy: user };
    await tx.mutes.put(agreed);
    const act = { incidentId: incident.id, kind: 'muted', by: user, at } as const;
    await tx.acts.add({ ...act, detail: mute.reason });
    await stopCalling(tx, incident);
    await showDeed(tx, incident, { line: agreedLine(agreed, user, at) });
    for (const { id } of await incidentsOf(tx, agreed))
      if (id !== incident.id) await showDeed(tx, { id }, { line: undefined });
    return doneCard(agreed);
  };

  return {
    id: incidentActions.agree,
    right: 'mute',
    isForAdmins: true,
    incidentOf: incidentOfMute,
    run: async (tx, { by, value }) => {
      const found = await lockedBoth(tx, value);
      if (found === undefined) return nothingDone('This mute is not kept any more.');
      const { user } = by.id;
      const { incident, mute } = found;
      return obstacle(mute, user, deps.clock.now()) ?? agree(tx, incident, mute, user);
    },
  };
};
