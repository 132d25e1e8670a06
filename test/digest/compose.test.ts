import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/core/errors.ts';
import { textOf } from '../../src/core/text.ts';
import type { Composed } from '../../src/digest/compose.ts';
import {
  at,
  composeOf,
  finding,
  part,
  placeOf,
  prod,
  sectionOf,
  snapshot,
  wishOf,
} from './make.ts';

const denied = new AppError('iam:GetUser in 111122223333: not allowed.', {
  kind: 'access',
  code: 'aws_denied',
  hint: 'Allow it.',
});

const saidOf = ({ sections }: Composed): readonly string[] =>
  sections.flatMap(({ section, told }) =>
    told.map(({ account, snapshot: kept }) => {
      const unread = kept.unread.map(({ why }) => textOf(why)).join();
      return `${section.id} ${account?.name ?? 'bot'}: ${kept.open.length} ${unread}`.trim();
    }),
  );

describe('a digest', () => {
  it('reads every wished section of every account, and the bot last', async () => {
    const one = sectionOf(async () => part([finding('carol')]));
    const two = sectionOf(async () => part([]), {
      id: 'watching',
      bot: async () => part([finding('queue')]),
    });
    const other = sectionOf(async () => part([finding('never')]), { id: 'activity' });

    const composed = await composeOf(one, two, other)(wishOf());

    expect(saidOf(composed)).toEqual([
      'iam prod: 1',
      'iam dev: 1',
      'watching prod: 0',
      'watching dev: 0',
      'watching bot: 1',
    ]);
  });

  it('leaves the bot out where nobody may know of it', async () => {
    const section = sectionOf(async () => part([]), { bot: async () => part([finding('queue')]) });

    expect(saidOf(await composeOf(section)(wishOf({ isBotToo: false })))).toEqual([
      'iam prod: 0',
      'iam dev: 0',
    ]);
  });

  it('says why a section failed, and goes on with the others', async () => {
    const bad = sectionOf(async ({ account }) => {
      if (account.name === 'prod') throw denied;
      return part([finding('carol')]);
    });
    const broken = sectionOf(() => Promise.reject(new TypeError('x is undefined')), {
      id: 'watching',
    });

    const composed = await composeOf(bad, broken)(wishOf());

    expect(saidOf(composed)).toEqual([
      'iam prod: 0 not allowed. Allow it.',
      'iam dev: 1',
      'watching prod: 0 It failed by an error of ours; the log says more.',
      'watching dev: 0 It failed by an error of ours; the log says more.',
    ]);
    expect(composed.sections[0]?.told[0]?.part).toBeUndefined();
  });

  it('says it of a section that cannot even begin', async () => {
    const section = sectionOf(async () => part([]), {
      begin: () => {
        throw denied;
      },
    });

    expect(saidOf(await composeOf(section)(wishOf()))).toEqual([
      'iam prod: 0 not allowed. Allow it.',
      'iam dev: 0 not allowed. Allow it.',
    ]);
  });

  it('tells what there is when the time is over, though a reader hangs', async () => {
    const aborter = new AbortController();
    const section = sectionOf(({ account }) =>
      account.name === 'prod' ? Promise.resolve(part([finding('carol')])) : new Promise(() => {}),
    );
    const previous = snapshot({ open: [{ ...finding('dave'), since: at }] });

    const composing = composeOf(section)(
      wishOf({ signal: aborter.signal, previous: async () => previous }),
    );
    setImmediate(() => aborter.abort(new Error('late')));

    expect(saidOf(await composing)).toEqual([
      'iam prod: 1',
      'iam dev: 1 There was no time left to read it.',
    ]);
  });

  it('reads a few accounts at a time, all of them, and says how far it is', async () => {
    let [under, most] = [0, 0];
    const section = sectionOf(async () => {
      under += 1;
      most = Math.max(most, under);
      await new Promise(setImmediate);
      under -= 1;
      return part([]);
    });
    const places = Array.from({ length: 40 }, (_, index) =>
      placeOf(String(100_000_000_000 + index), `a${index}`),
    );
    const done: number[] = [];

    const composed = await composeOf(section)(
      wishOf({ places, onDone: (count) => void done.push(count) }),
    );

    expect(most).toBe(6);
    expect(composed.sections[0]?.told.map(({ account }) => account?.name)).toEqual(
      places.map(({ account }) => account.name),
    );
    expect(done.at(-1)).toBe(40);
  });

  it('compares each account with what was kept of it', async () => {
    const section = sectionOf(async () => part([finding('carol')]));
    const kept = snapshot({ open: [{ ...finding('carol'), since: 5 }] });

    const composed = await composeOf(section)(
      wishOf({
        previous: async (_, subject) => (subject === prod.account.id ? kept : snapshot()),
      }),
    );

    const told = composed.sections[0]?.told ?? [];
    expect(told.map(({ snapshot: { fresh, open } }) => [fresh, open[0]?.since])).toEqual([
      [[], 5],
      [['carol'], at],
    ]);
  });
});
