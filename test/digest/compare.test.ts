import { describe, expect, it } from 'vitest';
import { compare } from '../../src/digest/compare.ts';
import { at, finding, mfa, part, snapshot, week } from './make.ts';

const open = (id: string, more: object = {}) => ({ ...finding(id), since: at - 3 * week, ...more });
const why = ['The permission is missing.'];

describe('a section against the last digest', () => {
  it('is a first look where nothing was kept: nothing is new', () => {
    const told = compare({ previous: undefined, part: part([finding('carol')]), at });

    expect(told).toMatchObject({ isFirst: true, fresh: [], fixed: [] });
    expect(told.open).toMatchObject([{ id: 'carol', since: at }]);
  });

  it('tells what is new, what is still open and since when, and what was fixed', () => {
    const previous = snapshot({ open: [open('carol'), open('dave')] });

    const told = compare({ previous, part: part([finding('erin'), finding('carol')]), at });

    expect(told.fresh).toEqual(['erin']);
    expect(told.open.map(({ id, since }) => [id, since]).toReversed()).toEqual([
      ['carol', at - 3 * week],
      ['erin', at],
    ]);
    expect(told.fixed.map(({ id }) => id)).toEqual(['dave']);
  });

  it('believes AWS where it says since when', () => {
    const since = at - 10 * week;

    const told = compare({ previous: undefined, part: part([finding('carol', { since })]), at });

    expect(told.open[0]?.since).toBe(since);
  });

  it.each(['*', 'mfa'])('never calls fixed what was not read (%s)', (scope) => {
    const previous = snapshot({ open: [open('carol')] });

    const told = compare({ previous, part: part([], { unread: [{ scope, why }] }), at });

    expect(told.fixed).toEqual([]);
    expect(told.open).toMatchObject([
      { id: 'carol', since: at - 3 * week, notSeenSince: at - week },
    ]);
    expect(told.fresh).toEqual([]);
  });

  it('calls fixed what was read, though something else was not', () => {
    const previous = snapshot({ open: [open('carol')] });

    const told = compare({ previous, part: part([], { unread: [{ scope: 'keys', why }] }), at });

    expect(told.fixed.map(({ id }) => id)).toEqual(['carol']);
  });

  it('keeps since when something was not seen, and forgets it when it is seen again', () => {
    const previous = snapshot({ open: [open('carol', { notSeenSince: at - 5 * week })] });

    const unseen = compare({ previous, part: part([], { unread: [{ scope: '*', why }] }), at });
    const seen = compare({ previous: unseen, part: part([finding('carol')]), at: at + week });

    expect(unseen.open[0]?.notSeenSince).toBe(at - 5 * week);
    expect(seen.open).toEqual([{ ...finding('carol'), since: at - 3 * week }]);
    expect(seen.fresh).toEqual([]);
  });

  it('does not call new what the last digest could not see', () => {
    const previous = snapshot({ unread: [{ scope: 'mfa', why }] });
    const findings = [finding('carol'), finding('key', { scope: 'keys' })];

    expect(compare({ previous, part: part(findings), at }).fresh).toEqual(['key']);
  });

  it('lets go of what nobody will read again once it was told', () => {
    const gone = part([], { unread: [{ scope: 'mfa', why, isGone: true }] });
    const previous = snapshot({ open: [open('carol')] });

    const first = compare({ previous, part: gone, at });
    const second = compare({ previous: first, part: gone, at: at + week });

    expect(first.open).toHaveLength(1);
    expect(second).toMatchObject({ open: [], fixed: [] });
  });

  it('has one finding an id, the worse of two', () => {
    const twice = [finding('carol'), finding('carol', { weight: 'warn' })];

    expect(compare({ previous: undefined, part: part(twice), at }).open).toMatchObject([
      { weight: 'fail' },
    ]);
  });

  it('keeps the kinds of what it tells, those of what is over too', () => {
    const previous = snapshot({ open: [open('carol')], kinds: { mfa, keys: mfa } });

    expect(compare({ previous, part: part([], { kinds: {} }), at }).kinds).toEqual({ mfa });
  });

  it('loses nothing in ten weeks of luck: each is open or fixed, never both, never neither', () => {
    let seed = 7;
    const random = (): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const ids = Array.from({ length: 30 }, (_, index) => `user-${index}`);
    let previous = snapshot();
    for (let number = 1; number <= 10; number += 1) {
      const findings = ids
        .filter(() => random() < 0.5)
        .map((id, index) => finding(id, { scope: index % 2 === 0 ? 'mfa' : 'keys' }));
      const unread = random() < 0.4 ? [{ scope: random() < 0.5 ? '*' : 'mfa', why }] : [];

      const told = compare({ previous, part: part(findings, { unread }), at: at + number * week });

      const now = [...told.open, ...told.fixed].map(({ id }) => id);
      expect(new Set(now).size).toBe(now.length);
      expect(new Set(now)).toEqual(new Set([...previous.open, ...findings].map(({ id }) => id)));
      previous = told;
    }
  });
});
