import { describe, expect, it } from 'vitest';
import type { Evidence, EvidenceEvent } from '../../../src/core/evidence.ts';
import { evidenceEventOf } from '../../../src/core/evidence-event.ts';
import { evidenceOfMessage, mergeEvidence, newsOf } from '../../../src/incidents/evidence/merge.ts';
import { central, firedAt, ids, member, minute, record, userOf } from './world.ts';

const at = (id: string, minutes: number, more: object = {}): EvidenceEvent =>
  evidenceEventOf(
    record(id, { eventTime: new Date(firedAt + minutes * minute).toISOString(), ...more }),
    ['security-group-change'],
  );

const evidence = (events: readonly EvidenceEvent[], more: Partial<Evidence> = {}): Evidence => ({
  ...evidenceOfMessage('incident-1', events, firedAt),
  source: 'logs',
  from: firedAt - 5 * minute,
  to: firedAt,
  ...more,
});

const nothing: Evidence = evidence([], {
  source: undefined,
  gaps: [{ kind: 'nothing-found', text: ['Nothing.'], cure: undefined }],
});

describe('mergeEvidence', () => {
  it('counts an event once, the newest first', () => {
    const first = evidence([at('a', -4), at('b', -2)]);
    const found = evidence([at('c', -3), at('b', -2), at('a', -4)], { to: firedAt + minute });

    const merged = mergeEvidence(first, found);

    expect(ids(merged)).toEqual(['b', 'c', 'a']);
    expect(merged).toMatchObject({ count: 3, from: firedAt - 5 * minute, to: firedAt + minute });
  });

  it('changes nothing where the same is found again', () => {
    const first = evidence([at('a', -4), at('b', -2)]);

    expect(mergeEvidence(first, first)).toEqual(first);
  });

  it('keeps twenty events and counts all', () => {
    const many = (from: number) =>
      Array.from({ length: 20 }, (_, index) => at(`${from + index}`, (from + index) / 60));
    const first = evidence(many(0), { count: 40 });
    const found = evidence(many(30), { count: 90, to: firedAt + minute });

    const merged = mergeEvidence(first, found);

    expect(merged.events).toHaveLength(20);
    expect(ids(merged)[0]).toBe('49');
    expect(merged).toMatchObject({ count: 90, isCountAtLeast: false });
  });

  it('keeps the one call of somebody else among many', () => {
    const first = evidence([at('other', -5, userOf('mallory'))]);
    const many = Array.from({ length: 20 }, (_, index) => at(`${index}`, index / 60));

    const merged = mergeEvidence(first, evidence(many, { count: 300, to: firedAt + minute }));

    expect(merged.events).toHaveLength(20);
    expect(ids(merged).at(-1)).toBe('other');
    expect(ids(merged)).not.toContain('0');
  });

  it('takes nothing away where a look found nothing or could not read', () => {
    const first = evidence([at('a', -4)]);
    const cut = { kind: 'cut', text: ['Too many calls.'], cure: undefined } as const;

    const merged = mergeEvidence(first, { ...nothing, gaps: [cut] });

    expect(merged).toMatchObject({
      count: 1,
      source: 'logs',
      gaps: [cut],
      detection: first.detection,
    });
    expect(mergeEvidence(first, nothing).gaps).toEqual([]);
  });

  it('says no longer that there is more once all was read', () => {
    const first = evidence([at('a', -4)], { count: 5, isCountAtLeast: true });
    const found = evidence([at('a', -4)], { count: 7, to: firedAt + minute });

    expect(mergeEvidence(first, found)).toMatchObject({ count: 7, isCountAtLeast: false });
  });

  it('adds what another window holds', () => {
    const first = evidence([at('a', -4)], { count: 30, isCountAtLeast: true });
    const found = evidence([at('b', 600)], {
      count: 2,
      from: firedAt + 500 * minute,
      to: firedAt + 600 * minute,
    });

    expect(mergeEvidence(first, found)).toMatchObject({ count: 32, isCountAtLeast: true });
  });

  it('adds what messages bring, each event once, and keeps the reasons of the last look', () => {
    const gap = { kind: 'denied', text: ['No right.'], cure: undefined } as const;
    const first = evidence([at('a', -4)], { gaps: [gap] });
    const message = evidenceOfMessage('incident-1', [at('a', -4), at('b', 1)], firedAt);

    const merged = mergeEvidence(first, message);

    expect(merged).toMatchObject({ count: 2, source: 'logs', gaps: [gap] });
    expect(mergeEvidence(merged, message).count).toBe(2);
  });

  it('keeps what was looked up about an event', () => {
    const first = evidence([{ ...at('a', -4), normality: 'first-time' }]);

    const merged = mergeEvidence(first, evidence([at('a', -4)]));

    expect(merged.events[0]?.normality).toBe('first-time');
  });

  it('keeps where events stand in another incident', () => {
    const elsewhere = [
      { incidentId: 'other', name: { untrusted: 'x' }, account: member, count: 1 },
    ];
    const first = { ...evidence([at('a', -4)]), elsewhere };

    expect(mergeEvidence(first, evidence([at('a', -4)])).elsewhere).toEqual(elsewhere);
  });
});

describe('newsOf', () => {
  it('tells who, what and where was not known', () => {
    const first = evidence([at('a', -4)]);
    const more = at('b', 1, {
      ...userOf('mallory'),
      eventName: 'CreateSecurityGroup',
      recipientAccountId: central,
    });

    const merged = mergeEvidence(first, evidence([more, at('a', -4)]));

    expect(newsOf(first, merged)).toEqual({
      actors: ['arn:aws:iam::111122223333:user/mallory'],
      calls: ['ec2:CreateSecurityGroup'],
      accounts: [central],
    });
  });

  it('is nothing for the first evidence, and for more of the same', () => {
    const first = evidence([at('a', -4)]);
    const none = { actors: [], calls: [], accounts: [] };

    expect(newsOf(undefined, first)).toEqual(none);
    expect(newsOf(nothing, first)).toEqual(none);
    expect(newsOf(first, mergeEvidence(first, evidence([at('b', 0)])))).toEqual(none);
  });

  it('is silent about what a full list cannot tell', () => {
    const actors = Array.from({ length: 200 }, (_, index) => `actor ${index}`);
    const first = evidence([at('a', -4)], { actors });

    const merged = mergeEvidence(first, evidence([at('b', 0, userOf('mallory'))]));

    expect(merged.actors).toHaveLength(200);
    expect(newsOf(first, merged).actors).toEqual([]);
  });
});
