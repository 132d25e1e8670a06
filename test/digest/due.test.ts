import { describe, expect, it } from 'vitest';
import { day, hour, minute } from '../../src/core/clock.ts';
import { zoneOf } from '../../src/core/zone.ts';
import { createLastDue } from '../../src/digest/due.ts';

const start = Date.UTC(2026, 0, 1);
const end = Date.UTC(2031, 0, 1);
const week = 7 * day;

/** All instants that ticks from `from` to `to` find due after `from`. */
const found = (
  schedule: Parameters<typeof createLastDue>[0],
  { from, to, every }: { readonly from: number; readonly to: number; readonly every: number },
): readonly number[] => {
  const lastDue = createLastDue(schedule);
  const due = new Set<number>();
  for (let now = from; now <= to; now += every) {
    const at = lastDue(now);
    if (at !== undefined && at > from) due.add(at);
  }
  return [...due];
};

const iso = (instants: readonly number[]): readonly string[] =>
  instants.map((at) => new Date(at).toISOString().slice(0, 16));

interface Change {
  /** The first minute with the new offset. */
  readonly at: number;
  /** Minutes ahead of UTC. */
  readonly before: number;
  readonly after: number;
}

const changesOf = (name: string): readonly Change[] => {
  const { offset } = zoneOf(name);
  const changes: Change[] = [];
  for (let from = start; from < end; from += week) {
    const [before, after] = [offset(from), offset(from + week)];
    if (before === after) continue;
    let [low, high] = [from, from + week];
    while (high - low > minute) {
      const middle = low + Math.floor((high - low) / 2 / minute) * minute;
      if (offset(middle) === before) low = middle;
      else high = middle;
    }
    changes.push({ at: high, before, after });
  }
  return changes;
};

/** One zone for each distinct way of changing the clocks. */
const zones = [
  ...Map.groupBy(
    Intl.supportedValuesOf('timeZone').map((name) => ({ name, changes: changesOf(name) })),
    ({ changes }) => JSON.stringify(changes),
  ).values(),
].flatMap(([first]) => (first === undefined || first.changes.length === 0 ? [] : [first]));

/** A time that the change skips or repeats, on the wall. */
const inTheMiddle = ({ at, before, after }: Change): Date =>
  new Date(at + Math.floor((before + after) / 2) * minute);

const cronAt = (wall: Date): string =>
  `${wall.getUTCMinutes()} ${wall.getUTCHours()} * * ${wall.getUTCDay()}`;

describe('when a digest is due', () => {
  it('is told for the last time that is over, to the minute', () => {
    const lastDue = createLastDue({ cron: '0 9 * * 1', zone: 'Europe/Berlin' });

    expect(lastDue(Date.UTC(2026, 10, 23, 8, 0))).toBe(Date.UTC(2026, 10, 23, 8, 0));
    expect(lastDue(Date.UTC(2026, 10, 23, 7, 59, 59))).toBe(Date.UTC(2026, 10, 16, 8, 0));
  });

  it('takes a day of the month or a day of the week, where both are given, as cron does', () => {
    const lastDue = createLastDue({ cron: '0 9 1 * 1', zone: 'UTC' });

    expect(lastDue(Date.UTC(2026, 6, 2))).toBe(Date.UTC(2026, 6, 1, 9));
    expect(lastDue(Date.UTC(2026, 6, 7))).toBe(Date.UTC(2026, 6, 6, 9));
  });

  it('is never, where the expression knows no such day', () => {
    expect(createLastDue({ cron: '0 9 31 2 *', zone: 'UTC' })(start)).toBeUndefined();
  });

  it('is once where the hour is skipped: as long after the change', () => {
    const schedule = { cron: '30 2 * * 0', zone: 'America/New_York' };
    const around = { from: Date.UTC(2026, 2, 7), to: Date.UTC(2026, 2, 10), every: minute };

    expect(iso(found(schedule, around))).toEqual(['2026-03-08T07:30']);
  });

  it('is once where the hour comes twice: the first time', () => {
    const schedule = { cron: '30 1 * * 0', zone: 'America/New_York' };
    const around = { from: Date.UTC(2026, 9, 31), to: Date.UTC(2026, 10, 3), every: minute };

    expect(iso(found(schedule, around))).toEqual(['2026-11-01T05:30']);
  });

  it('knows many ways of changing the clocks', () => {
    expect(zones.length).toBeGreaterThan(20);
  });

  it.each(zones)('is exactly once around every change in $name', ({ name, changes }) => {
    for (const change of changes) {
      const schedule = { cron: cronAt(inTheMiddle(change)), zone: name };
      const around = { from: change.at - 4 * hour, to: change.at + 4 * hour, every: 20 * minute };

      const times = found(schedule, around).length;
      expect({ change: new Date(change.at).toISOString(), times }).toMatchObject({ times: 1 });
    }
  });

  it.each(zones)('is exactly once a week for five years in $name', ({ name, changes }) => {
    const [first] = changes;
    const wall = inTheMiddle(first!);
    const ticks = { from: start, to: end - day, every: 3.5 * day };

    const due = found({ cron: cronAt(wall), zone: name }, ticks);

    const gaps = due.slice(1).map((at, index) => Math.round((at - due[index]!) / day));
    expect(new Set(gaps)).toEqual(new Set([7]));
    expect(due.length).toBeGreaterThanOrEqual(Math.floor((end - start) / week) - 1);
  });
});
