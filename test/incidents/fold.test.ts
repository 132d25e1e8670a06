import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alert } from '../../src/core/alert.ts';
import { advance, compareAlerts, fold } from '../../src/incidents/fold.ts';
import { alertOf } from './alerts.ts';

const states = ['ALARM', 'OK', 'INSUFFICIENT_DATA'] as const;

const permutations = <T>(items: readonly T[]): readonly (readonly T[])[] =>
  items.length <= 1
    ? [items]
    : items.flatMap((item, index) =>
        permutations(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]),
      );

const histories = (length: number): readonly (readonly Alert[])[] =>
  length === 0
    ? [[]]
    : histories(length - 1).flatMap((history) =>
        states.map((state) => [...history, alertOf(state, history.length * 1_000)]),
      );

const alerts = fc.array(
  fc
    .tuple(fc.constantFrom(...states, 'EVENT'), fc.integer({ min: 0, max: 12 }))
    .map(([state, at]) => alertOf(state, at)),
  { minLength: 1, maxLength: 20 },
);

describe('folding transitions', () => {
  it('ends the same for every order and every repetition of up to four states', () => {
    const different: (readonly Alert[])[] = [];
    let checked = 0;
    for (const history of [1, 2, 3, 4].flatMap(histories)) {
      const expected = fold(history);
      for (const order of permutations(history))
        for (const times of [1, 2, 3]) {
          const repeated = Array.from({ length: times }, () => order).flat();
          checked += 1;
          if (JSON.stringify(fold(repeated)) !== JSON.stringify(expected)) different.push(repeated);
        }
    }
    expect(different).toEqual([]);
    expect(checked).toBe((3 * 1 + 9 * 2 + 27 * 6 + 81 * 24) * 3);
  });

  it('is the same whether all are folded at once or one after the other in their order', () => {
    fc.assert(
      fc.property(alerts, (given) => {
        const sorted = given
          .toSorted(compareAlerts)
          .filter(
            (alert, index, all) =>
              index === 0 ||
              all[index - 1]?.at !== alert.at ||
              all[index - 1]?.state !== alert.state,
          );

        const oneByOne = sorted.reduce<ReturnType<typeof fold>>(advance, undefined);

        expect(fold(given)).toEqual(oneByOne);
      }),
    );
  });

  it('does not depend on the order of arrival, with states of the same ms among them', () => {
    fc.assert(
      fc.property(
        alerts.chain((given) =>
          fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length })),
        ),
        ([given, shuffled]) => {
          expect(fold(shuffled)).toEqual(fold(given));
        },
      ),
    );
  });

  it('keeps an incident firing when data is missing, and says so in its state', () => {
    const folded = fold([alertOf('ALARM', 1), alertOf('INSUFFICIENT_DATA', 2)]);

    expect(folded).toMatchObject({ phase: 'firing', state: 'INSUFFICIENT_DATA', firings: 1 });
  });

  it('does not take missing data after an OK for an OK', () => {
    const folded = fold([alertOf('ALARM', 1), alertOf('OK', 2), alertOf('INSUFFICIENT_DATA', 3)]);

    expect(folded).toMatchObject({ phase: 'unknown', state: 'INSUFFICIENT_DATA' });
  });

  it('shows what fires when two states carry the same time', () => {
    expect(fold([alertOf('ALARM', 5), alertOf('OK', 5)])).toMatchObject({ phase: 'firing' });
  });

  it('has no end for an event', () => {
    expect(fold([alertOf('EVENT', 1), alertOf('EVENT', 2)])).toMatchObject({
      phase: 'event',
      firings: 2,
    });
  });
});
