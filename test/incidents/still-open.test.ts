import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alert } from '../../src/core/alert.ts';
import { untrusted } from '../../src/core/text.ts';
import { closeIncident } from '../../src/incidents/close.ts';
import { lockedIncident } from '../../src/incidents/locked.ts';
import { type AlertOptions, alertOf } from './alerts.ts';
import { createScene } from './scene.ts';

const second = 1_000;
const minutes = 60_000;

/** An alarm that its message itself tells to be one of the catalogue. */
const knownOf = (state: string, at: number, options: AlertOptions = {}): Alert => ({
  ...alertOf(state, at, options),
  detection: 'iam-policy-change',
});

type Scene = Awaited<ReturnType<typeof createScene>>;

const close = ({ store, clock }: Scene): Promise<void> =>
  store.transaction(async (tx) => {
    const [incident] = await tx.incidents.between(0, clock.now(), 1);
    const locked = incident && (await lockedIncident(tx, incident.id));
    const closure = { by: 'U1', at: clock.now(), reason: untrusted('it was a drill') };
    if (locked !== undefined) await closeIncident(tx, locked, closure);
  });

describe('an incident that the catalogue knows', () => {
  it('comes to the same whatever the order of its transitions', async () => {
    const states = ['ALARM', 'OK', 'ALARM', 'OK'];

    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
        fc.nat(2_000),
        async (order, pauseMs) => {
          const scene = await createScene();
          const { clock, send } = scene;
          const at = clock.now();

          for (const index of order) {
            await send(knownOf(states[index] ?? '', at + index * second));
            await clock.pass(pauseMs);
          }
          await clock.pass(5 * minutes);

          expect(await scene.incidents()).toMatchObject([
            { phase: 'firing', state: 'OK', firings: 2, okSince: at + 3 * second },
          ]);
          expect(scene.rootTexts()).toEqual([expect.stringContaining('still open')]);
          expect(scene.rootText()).toMatch(/^HIGH/);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('stays closed when its alarm is OK afterwards, and when an older firing comes late', async () => {
    const scene = await createScene();
    const { clock, send } = scene;
    const at = clock.now();
    await send(knownOf('ALARM', at));
    await clock.pass(5 * minutes);
    await close(scene);

    await clock.pass(minutes);
    await send(knownOf('OK', clock.now()));
    await send(knownOf('ALARM', at + minutes));
    await clock.pass(minutes);

    expect(await scene.incidents()).toMatchObject([{ phase: 'resolved', closed: { by: 'U1' } }]);
    expect(scene.rootText()).toMatch(/^RESOLVED/);
    expect(scene.rootText()).toContain('it was a drill');
    expect(scene.rootText()).not.toContain('still open');
  });

  it('is open again when it fires after it was closed, and has to be acknowledged anew', async () => {
    const scene = await createScene();
    const { clock, send, store } = scene;
    await send(knownOf('ALARM', clock.now()));
    const [incident] = await scene.incidents();
    await store.transaction((tx) =>
      tx.incidents.put({ ...incident!, acknowledged: { by: 'U1', at: clock.now() } }),
    );
    await clock.pass(minutes);
    await close(scene);
    await clock.pass(minutes);

    await send(knownOf('ALARM', clock.now()));
    await clock.pass(minutes);

    expect(await scene.incidents()).toMatchObject([
      { phase: 'firing', closed: undefined, acknowledged: undefined, firings: 2 },
    ]);
    expect(scene.replies().map(({ broadcast }) => broadcast)).toEqual([true]);
    expect(scene.replyTexts()[0]).toContain('to be acknowledged anew');
  });

  it('keeps its owner when its alarm goes on and off while it is open', async () => {
    const scene = await createScene();
    const { clock, send, store } = scene;
    await send(knownOf('ALARM', clock.now()));
    const [incident] = await scene.incidents();
    await store.transaction((tx) =>
      tx.incidents.put({ ...incident!, acknowledged: { by: 'U1', at: clock.now() } }),
    );

    for (const state of ['OK', 'ALARM', 'OK']) {
      await clock.pass(5 * minutes);
      await send(knownOf(state, clock.now()));
    }

    expect(await scene.incidents()).toMatchObject([{ acknowledged: { by: 'U1' }, firings: 2 }]);
  });
});

describe('an alarm that nobody knows', () => {
  it('resolves itself, also after somebody closed it', async () => {
    const scene = await createScene();
    const { clock, send } = scene;
    await send(alertOf('ALARM', clock.now()));
    await clock.pass(minutes);
    await close(scene);
    await send(alertOf('ALARM', clock.now() + second));
    await clock.pass(minutes);
    const again = await scene.incidents();

    await send(alertOf('OK', clock.now()));
    await clock.pass(minutes);

    expect(again).toMatchObject([{ phase: 'firing', closed: undefined }]);
    expect(await scene.incidents()).toMatchObject([{ phase: 'resolved', okSince: undefined }]);
  });
});
