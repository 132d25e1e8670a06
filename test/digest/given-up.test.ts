import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { day, hour } from '../../src/core/clock.ts';
import { silentLog } from '../../src/core/log.ts';
import type { DigestSettings } from '../../src/core/settings.ts';
import { createTellGivenUp } from '../../src/digest/given-up.ts';
import { digestWork, putDigestWork } from '../../src/digest/work.ts';
import { createErrands } from '../../src/incidents/errands.ts';
import { createRig } from '../incidents/rig.ts';
import { weekly } from './make.ts';

/** A digest that fails for as long as it is tried; what channels say after a day. */
const failing = async (
  digests: readonly DigestSettings[],
  { channel, payload }: { readonly channel?: string; readonly payload?: string } = {},
) => {
  const rig = await createRig();
  const { clock, store, say, slack } = rig;
  const job = { digest: 'weekly', dueAt: clock.now(), ...(channel && { channel }) };
  await store.transaction(async (tx) => {
    if (payload === undefined) await putDigestWork(tx, job, clock.now());
    else await tx.due.put({ id: 'digest ?', kind: digestWork, at: clock.now(), payload });
  });
  const errands = createErrands({
    store,
    kinds: {
      [digestWork]: () => Promise.reject(new Error('disk full, key AKIAIOSFODNN7EXAMPLE')),
    },
    givenUp: { [digestWork]: createTellGivenUp({ digests: () => digests, say }) },
    pollMs: hour,
    clock,
    log: silentLog,
    newId: randomUUID,
  });
  await clock.pass(day - hour);
  const before = slack.messages.length;
  await clock.pass(2 * hour);
  await errands.stop();
  const texts = (name: string): readonly string[] =>
    slack.roots(name).map((message) => slack.text(message));
  return { before, texts };
};

it('is told in its channel, with the reason, as soon as it is not tried any more', async () => {
  const { before, texts } = await failing([weekly]);

  expect(before).toBe(0);
  expect(texts('sec')).toHaveLength(1);
  expect(texts('sec')[0]).toContain('The digest weekly could not be sent');
  expect(texts('sec')[0]).toContain('disk full');
  expect(texts('sec')[0]).not.toContain('AKIAIOSFODNN7EXAMPLE');
  expect(texts('sec')[0]).toContain('/security-digest');
});

it('is told where somebody wanted it, if somebody did', async () => {
  const { texts } = await failing([weekly], { channel: 'war-room' });

  expect(texts('war-room')).toHaveLength(1);
  expect(texts('sec')).toEqual([]);
});

it('is told in the fallback channel, if the settings have lost it meanwhile', async () => {
  const { texts } = await failing([]);

  expect(texts('fallback')).toHaveLength(1);
});

it('is told without its name, if its work cannot be read, and is not tried for ever', async () => {
  const { texts } = await failing([weekly], { payload: '{' });

  expect(texts('fallback')).toEqual([expect.stringContaining('A digest could not be sent')]);
});
