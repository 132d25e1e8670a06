import { describe, expect, it } from 'vitest';
import type { Act } from '../../../src/core/act.ts';
import { alertKey } from '../../../src/core/alert-key.ts';
import type { Mute } from '../../../src/core/mute.ts';
import { untrusted } from '../../../src/core/text.ts';
import { evidenceOfMessage } from '../../../src/incidents/evidence/merge.ts';
import { makeIncident, start } from '../make.ts';
import type { Contract } from './store-contract.ts';

const makeMute = (id: string, change: Partial<Mute> = {}): Mute => ({
  id,
  scope: { kind: 'alarm', key: alertKey(['alarm', 'x']), name: untrusted('x') },
  by: 'U1',
  at: start,
  until: start + 1_000,
  reason: untrusted('planned work'),
  incidentId: 'incident-1',
  needsSecond: false,
  secondBy: undefined,
  endedAt: undefined,
  held: 0,
  ...change,
});

const evidenceContractOf = ({ run }: Contract): void => {
  describe('evidence', () => {
    it('is one an incident, and replaced', async () => {
      const first = evidenceOfMessage('incident-1', [], start);
      await run((tx) => tx.evidence.put(first));
      await run((tx) => tx.evidence.put({ ...first, count: 3 }));

      expect(await run((tx) => tx.evidence.get('incident-1'))).toMatchObject({ count: 3 });
      expect(await run((tx) => tx.evidence.get('incident-2'))).toBeUndefined();
    });

    it('lets an event stand in one incident, the first to claim it', async () => {
      expect(await run((tx) => tx.evidence.claim('event-1', 'incident-1', start))).toBe(
        'incident-1',
      );
      expect(await run((tx) => tx.evidence.claim('event-1', 'incident-2', start))).toBe(
        'incident-1',
      );
      expect(await run((tx) => tx.evidence.claim('event-2', 'incident-2', start + 5))).toBe(
        'incident-2',
      );
      expect(await run((tx) => tx.evidence.holder('event-1'))).toBe('incident-1');
      expect(await run((tx) => tx.evidence.holder('event-3'))).toBeUndefined();
    });

    it('forgets old claims', async () => {
      await run(async (tx) => {
        await tx.evidence.claim('old', 'incident-1', start - 1);
        await tx.evidence.claim('new', 'incident-1', start);
      });

      expect(await run((tx) => tx.evidence.prune(start))).toBe(1);
      expect(await run((tx) => tx.evidence.holder('old'))).toBeUndefined();
      expect(await run((tx) => tx.evidence.holder('new'))).toBe('incident-1');
    });
  });
};

const muteContract = ({ run }: Contract): void => {
  describe('mutes', () => {
    it('are active until their time is over or they are ended, the newest first', async () => {
      const [a, b, c] = [
        makeMute('a'),
        makeMute('b', { at: start + 1, needsSecond: true }),
        makeMute('c', { endedAt: start + 2 }),
      ];
      await run(async (tx) => {
        for (const mute of [a, b, c]) await tx.mutes.put(mute);
      });

      expect(await run((tx) => tx.mutes.active(start + 999))).toEqual([b, a]);
      expect(await run((tx) => tx.mutes.active(start + 1_000))).toEqual([]);
      expect(await run((tx) => tx.mutes.get('c'))).toEqual(c);
      expect(await run((tx) => tx.mutes.get('d'))).toBeUndefined();
      expect(await run((tx) => tx.mutes.between(start, start))).toEqual([a, c]);
    });

    it('count what they hold back, and are ended', async () => {
      await run((tx) => tx.mutes.put(makeMute('a')));
      const ended = makeMute('a', { held: 7, secondBy: 'U2', endedAt: start + 3 });
      await run((tx) => tx.mutes.put(ended));

      expect(await run((tx) => tx.mutes.get('a'))).toEqual(ended);
      expect(await run((tx) => tx.mutes.active(start))).toEqual([]);
    });
  });
};

const actContract = ({ run }: Contract): void => {
  describe('acts', () => {
    it('are told of an incident in their order', async () => {
      const acts: readonly Act[] = [
        { incidentId: 'i', kind: 'paged', by: undefined, at: start, detail: undefined },
        { incidentId: 'i', kind: 'acknowledged', by: 'U1', at: start, detail: undefined },
        { incidentId: 'i', kind: 'resolved', by: 'U1', at: start, detail: untrusted('<!here>') },
      ];
      await run(async (tx) => {
        for (const act of acts) await tx.acts.add(act);
        await tx.acts.add({ ...acts[0]!, incidentId: 'another' });
      });

      expect(await run((tx) => tx.acts.of('i'))).toEqual(acts);
    });
  });
};

const pagesContract = ({ run }: Contract): void => {
  describe('incidents of a time', () => {
    it('come page by page, none twice, none left out', async () => {
      const all = Array.from({ length: 7 }, (_, n) =>
        makeIncident({ id: `i${n}`, createdAt: start + Math.floor(n / 3) }),
      );
      await run(async (tx) => {
        for (const incident of all.toReversed()) await tx.incidents.put(incident);
      });

      const page = (after?: string) =>
        run((tx) => tx.incidents.between(start, start + 1, 4, after)).then((found) =>
          found.map(({ id }) => id),
        );

      expect(await page()).toEqual(['i0', 'i1', 'i2', 'i3']);
      expect(await page('i3')).toEqual(['i4', 'i5']);
      expect(await page('i5')).toEqual([]);
    });

    it('keep what they turned out to be and how they ended', async () => {
      const closed = { by: undefined, at: start, reason: untrusted('nobody did') };
      const incident = makeIncident({ detection: 'root-use', okSince: start, closed });
      await run((tx) => tx.incidents.put(incident));

      expect(await run((tx) => tx.incidents.get(incident.id))).toEqual(incident);
      const reopened = { ...incident, okSince: undefined, closed: undefined };
      await run((tx) => tx.incidents.put(reopened));
      expect(await run((tx) => tx.incidents.get(incident.id))).toEqual(reopened);
    });
  });
};

/** What tripped an incident, who silenced it, and what was done. */
export const evidenceContract = (contract: Contract): void => {
  evidenceContractOf(contract);
  muteContract(contract);
  actContract(contract);
  pagesContract(contract);
};
