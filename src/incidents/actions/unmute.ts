import type { Deed } from '../../core/action.ts';
import type { Card } from '../../core/card.ts';
import type { Incident } from '../../core/incident-store.ts';
import type { Mute } from '../../core/mute.ts';
import type { Tx } from '../../core/store.ts';
import type { GiveRootDeps } from '../give-root.ts';
import { endedLine, scopeWords } from '../mute-words.ts';
import { muteEndId, muteEndWork } from '../mutes.ts';
import { incidentActions } from '../root-buttons.ts';
import { createShowDeed } from '../show-deed.ts';
import { incidentOfMute, lockedBoth } from './mute-second.ts';
import { nothingDone, whoTo } from './told.ts';

/** Who ended it, as far as that is known. */
const endedBy = async (tx: Tx, { id }: Incident): Promise<string | undefined> =>
  (await tx.acts.of(id)).findLast(({ kind }) => kind === 'mute-ended')?.by;

const doneCard = (mute: Mute): Card => ({
  badge: { emoji: 'bell', word: 'UNMUTED' },
  headline: ['You ended the mute of ', ...scopeWords(mute), '.'],
  parts: [{ kind: 'note', text: ['What still fires is shown now.'] }],
});

/** Ends a mute before its time; its value is the mute's id. */
export const createUnmute = (deps: GiveRootDeps): Deed => {
  const showDeed = createShowDeed(deps);

  const end = async (tx: Tx, incident: Incident, mute: Mute, user: string): Promise<Card> => {
    const at = deps.clock.now();
    await tx.mutes.put({ ...mute, endedAt: at });
    await tx.due.put({ id: muteEndId(mute.id), kind: muteEndWork, at, payload: mute.id });
    const act = { incidentId: incident.id, kind: 'mute-ended', by: user, at } as const;
    await tx.acts.add({ ...act, detail: undefined });
    await showDeed(tx, incident, { line: endedLine(user, at, mute.held) });
    return doneCard(mute);
  };

  return {
    id: incidentActions.unmute,
    right: 'mute',
    incidentOf: incidentOfMute,
    run: async (tx, { by, value }) => {
      const found = await lockedBoth(tx, value);
      if (found === undefined) return nothingDone('This mute is not kept any more.');
      const { incident, mute } = found;
      const { user } = by.id;
      if (mute.endedAt === undefined && mute.until > deps.clock.now())
        return end(tx, incident, mute, user);
      const who = mute.endedAt === undefined ? undefined : await endedBy(tx, incident);
      return who === undefined
        ? nothingDone('This mute is over already.')
        : nothingDone(whoTo(who, user), ' ended this mute already.');
    },
  };
};
