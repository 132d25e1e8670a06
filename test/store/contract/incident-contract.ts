import { describe, expect, it } from 'vitest';
import type { Severity } from '../../../src/core/severity.ts';
import {
  alertKey,
  makeAlert,
  makeIncident,
  makePlacement,
  makeTransition,
  start,
} from '../make.ts';
import type { Contract } from './store-contract.ts';

export const incidentContract = ({ run }: Contract): void => {
  describe('incidents', () => {
    it('gives back what was put, and what replaced it', async () => {
      const incident = makeIncident();

      await run((tx) => tx.incidents.put(incident));
      expect(await run((tx) => tx.incidents.get(incident.id))).toEqual(incident);

      const latest = makeAlert({ state: 'OK', phase: 'resolved', at: start + 1 });
      const changed = {
        ...incident,
        latest,
        phase: latest.phase,
        state: 'OK',
        firstAt: start - 1,
        lastAt: start + 1,
        firings: 2,
        revision: 2,
        acknowledged: { by: 'U0ALICE', at: start + 2 },
      };
      await run((tx) => tx.incidents.put(changed));

      expect(await run((tx) => tx.incidents.get(incident.id))).toEqual(changed);
      expect(await run((tx) => tx.incidents.get('unknown'))).toBeUndefined();
    });

    it('forgets who acknowledged it when that lapses', async () => {
      const incident = makeIncident({ acknowledged: { by: 'U0ALICE', at: start } });
      await run((tx) => tx.incidents.put(incident));

      await run((tx) => tx.incidents.put({ ...incident, acknowledged: undefined }));

      expect((await run((tx) => tx.incidents.get(incident.id)))?.acknowledged).toBeUndefined();
    });

    it('lists those of a key, the newest first', async () => {
      const [old, young, middle] = [1, 3, 2].map((lastAt) => makeIncident({ lastAt }));
      const latest = makeAlert({ key: alertKey('another') });
      const other = makeIncident({ latest });
      await run(async (tx) => {
        for (const incident of [old!, young!, middle!, other]) await tx.incidents.put(incident);
      });

      expect(await run((tx) => tx.incidents.byKey(old!.key, 2))).toEqual([young, middle]);
      expect(await run((tx) => tx.incidents.byKey(alertKey('none'), 2))).toEqual([]);
    });

    it('lists the open ones, the newest first', async () => {
      const of = (phase: 'firing' | 'unknown' | 'resolved' | 'event', lastAt: number) =>
        makeIncident({ phase, lastAt });
      const [firing, unknown, resolved, event] = [
        of('firing', 1),
        of('unknown', 2),
        of('resolved', 3),
        of('event', 4),
      ];
      await run(async (tx) => {
        for (const incident of [firing, unknown, resolved, event]) await tx.incidents.put(incident);
      });

      expect(await run((tx) => tx.incidents.open(10))).toEqual([unknown, firing]);
      expect(await run((tx) => tx.incidents.open(1))).toEqual([unknown]);
    });

    it('folds a key in one transaction at a time', async () => {
      const key = alertKey('contended');
      const fold = () =>
        run(async (tx) => {
          const [found] = await tx.incidents.byKey(key, 1);
          const latest = makeAlert({ key });
          const base = found ?? makeIncident({ latest, firings: 0 });
          await tx.incidents.put({ ...base, firings: base.firings + 1 });
        });

      await Promise.all(Array.from({ length: 12 }, fold));

      const incidents = await run((tx) => tx.incidents.byKey(key, 5));
      expect(incidents.map((incident) => incident.firings)).toEqual([12]);
    });
  });

  describe('transitions', () => {
    it('count once by key, state and source time, whatever brings them', async () => {
      const first = makeTransition();
      const again = makeTransition({ incidentId: 'other', via: 'found-late', inboxId: undefined });

      const added = await Promise.all([
        run((tx) => tx.incidents.addTransition(first)),
        run((tx) => tx.incidents.addTransition(again)),
      ]);

      expect(added.filter(Boolean)).toHaveLength(1);
      for (const change of [{ state: 'OK' }, { at: start + 1 }, { key: alertKey('other') }])
        expect(
          await run((tx) =>
            tx.incidents.addTransition(makeTransition({ alert: makeAlert(change) })),
          ),
        ).toBe(true);
    });

    it('are listed by the clock of their source', async () => {
      const late = makeTransition({ alert: makeAlert({ at: start + 2 }) });
      const early = makeTransition({
        alert: makeAlert({ at: start + 1 }),
        inboxId: undefined,
        via: 'found-late',
        receivedAt: start + 9,
      });
      await run((tx) => tx.incidents.addTransition(late));
      await run((tx) => tx.incidents.addTransition(early));
      await run((tx) => tx.incidents.addTransition(makeTransition({ incidentId: 'other' })));

      expect(await run((tx) => tx.incidents.transitions('incident-1'))).toEqual([early, late]);
    });

    it('are found near a time', async () => {
      const { key } = makeAlert();
      await run((tx) => tx.incidents.addTransition(makeTransition()));

      const near = (state: string, at: number) =>
        run((tx) => tx.incidents.hasTransitionNear(key, state, at, 1_000));

      expect(await near('ALARM', start + 1_000)).toBe(true);
      expect(await near('ALARM', start - 1_000)).toBe(true);
      expect(await near('ALARM', start + 1_001)).toBe(false);
      expect(await near('OK', start)).toBe(false);
    });
  });

  describe('placements', () => {
    it('stand once for an incident and a channel', async () => {
      const first = makePlacement({ channel: 'a' });
      const changed = makePlacement({
        channel: 'a',
        postId: 'post-1',
        stormId: 'storm-1',
        severity: { level: 'critical', reason: 'source' },
      });
      const other = makePlacement({ channel: 'b' });
      await run(async (tx) => {
        for (const placement of [first, other, changed]) await tx.incidents.putPlacement(placement);
      });

      expect(await run((tx) => tx.incidents.placements('incident-1'))).toEqual([changed, other]);
      expect(await run((tx) => tx.incidents.placements('unknown'))).toEqual([]);
    });

    it("are a storm's members: worst first, then firing, then newest", async () => {
      const acknowledged = { by: 'U0ALICE', at: start };
      const join = async (level: Severity, phase: 'firing' | 'resolved', lastAt: number) => {
        const incident = makeIncident({ phase, lastAt, acknowledged });
        await run(async (tx) => {
          await tx.incidents.put(incident);
          await tx.incidents.putPlacement(
            makePlacement({
              incidentId: incident.id,
              stormId: 'storm-1',
              severity: { level, reason: 'route' },
              postId: `${level}-post`,
            }),
          );
        });
        return incident;
      };
      const low = await join('low', 'firing', 9);
      const resolved = await join('high', 'resolved', 8);
      const older = await join('high', 'firing', 1);
      const newer = await join('high', 'firing', 2);
      const critical = await join('critical', 'resolved', 0);

      const members = await run((tx) => tx.incidents.stormMembers('storm-1'));

      const expected = [critical, newer, older, resolved, low];
      expect(members.map((member) => member.incidentId)).toEqual(expected.map(({ id }) => id));
      expect(members[1]).toEqual({
        incidentId: newer.id,
        phase: 'firing',
        state: newer.state,
        firings: 1,
        lastAt: 2,
        latest: newer.latest,
        severity: 'high',
        postId: 'high-post',
        acknowledged,
      });
    });
  });
};
