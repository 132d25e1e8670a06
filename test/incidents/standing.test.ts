import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alert } from '../../src/core/alert.ts';
import type { Closure, Incident } from '../../src/core/incident-store.ts';
import { untrusted } from '../../src/core/text.ts';
import { compareAlerts } from '../../src/incidents/fold.ts';
import { type Standing, standingAfter, standingBy } from '../../src/incidents/standing.ts';
import { alertOf } from './alerts.ts';

const start = Date.UTC(2026, 2, 1, 10);
const minutes = 60_000;

const detection = 'security-group-change';
const open = { detection, closed: undefined };

const history = (...states: readonly (readonly [state: string, minute: number])[]) =>
  states.map(([state, minute]) => alertOf(state, start + minute * minutes));

const closedAt = (minute: number): Closure => ({
  by: 'U1',
  at: start + minute * minutes,
  reason: untrusted('a drill'),
});

describe('what the catalogue knows', () => {
  it('stays open when its alarm is OK, and says since when that is so', () => {
    const alerts = history(['ALARM', 0], ['OK', 5], ['OK', 7]);

    expect(standingBy(alerts, open)).toMatchObject({
      phase: 'firing',
      state: 'OK',
      okSince: start + 5 * minutes,
    });
  });

  it('is not OK any more when it fires again, nor when its state is not known', () => {
    const again = history(['ALARM', 0], ['OK', 5], ['ALARM', 9]);
    const unknown = history(['ALARM', 0], ['OK', 5], ['INSUFFICIENT_DATA', 9]);

    expect(standingBy(again, open)).toMatchObject({ phase: 'firing', okSince: undefined });
    expect(standingBy(unknown, open)).toMatchObject({ phase: 'firing', okSince: undefined });
  });

  it('is nothing to keep open where it never fired', () => {
    expect(standingBy(history(['OK', 0]), open)).toMatchObject({ phase: 'resolved' });
    expect(standingBy(history(['INSUFFICIENT_DATA', 0]), open)).toMatchObject({ phase: 'unknown' });
  });
});

describe('what nobody has named', () => {
  it('resolves itself as ever', () => {
    const ruling = { detection: undefined, closed: undefined };

    expect(standingBy(history(['ALARM', 0], ['OK', 5]), ruling)).toMatchObject({
      phase: 'resolved',
      okSince: undefined,
    });
  });
});

describe('what somebody closed', () => {
  it.each([
    ['while it fired', [['ALARM', 0]]],
    [
      'and its alarm was OK afterwards',
      [
        ['ALARM', 0],
        ['OK', 9],
      ],
    ],
    ['and an event', [['EVENT', 0]]],
  ] as const)('is over %s', (_, states) => {
    const closed = closedAt(5);

    expect(standingBy(history(...states), { detection, closed })).toMatchObject({
      phase: 'resolved',
      okSince: undefined,
      closed,
    });
  });

  it('is open again once it fires after that', () => {
    const ruling = { detection, closed: closedAt(5) };

    expect(standingBy(history(['ALARM', 0], ['OK', 3], ['ALARM', 9]), ruling)).toMatchObject({
      phase: 'firing',
      closed: undefined,
    });
    expect(standingBy(history(['EVENT', 0], ['EVENT', 9]), ruling)).toMatchObject({
      phase: 'event',
      closed: undefined,
    });
  });
});

/** The way of a live incident: transition by transition, as they come. */
const lived = (alerts: readonly Alert[], known: string | undefined): Standing | undefined => {
  const had: Alert[] = [];
  let incident: (Standing & Pick<Incident, 'detection'>) | undefined;
  for (const alert of alerts) {
    const isNewest = incident === undefined || compareAlerts(alert, incident.latest) > 0;
    had.push(alert);
    const standing = isNewest
      ? standingAfter(incident, alert, known)
      : standingBy(had, { detection: known, closed: undefined });
    incident = standing && { ...standing, detection: known };
  }
  if (incident === undefined) return undefined;
  const { detection: _, ...standing } = incident;
  return standing;
};

describe('any transitions in any order', () => {
  it('come to the same', () => {
    const states = fc.constantFrom('ALARM', 'OK', 'INSUFFICIENT_DATA');
    const histories = fc
      .uniqueArray(fc.tuple(states, fc.nat(30)), {
        minLength: 1,
        maxLength: 9,
        selector: (t) => t[1],
      })
      .chain((sorted) =>
        fc.tuple(fc.constant(sorted), fc.shuffledSubarray(sorted, { minLength: sorted.length })),
      );

    fc.assert(
      fc.property(histories, fc.boolean(), ([told, shuffled], isKnown) => {
        const known = isKnown ? detection : undefined;

        const asTheyCame = lived(history(...shuffled), known);

        const all = standingBy(history(...told), { detection: known, closed: undefined });
        expect(asTheyCame).toEqual(all);
      }),
      { numRuns: 500 },
    );
  });
});
