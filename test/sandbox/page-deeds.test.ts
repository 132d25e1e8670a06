import { describe, expect, it } from 'vitest';
import { happenings } from '../../src/sandbox/happenings/index.ts';
import { groupDeeds } from '../../src/sandbox/page/deeds.ts';

const groups = groupDeeds(happenings);
const inGroup = (title: string): readonly string[] =>
  groups.find((group) => group.title === title)?.deeds.map(({ what }) => what) ?? [];

describe('what the panel offers', () => {
  it('offers everything that can happen, once', () => {
    const offered = groups.flatMap(({ deeds }) =>
      deeds.flatMap(({ what, undo }) => (undo ? [what, undo.what] : [what])),
    );

    expect(offered.toSorted()).toEqual(happenings.map(({ what }) => what).toSorted());
  });

  it('begins with an alarm, its end, a storm and a slow Slack', () => {
    const [first] = groups;

    expect(first?.deeds[0]).toMatchObject({
      what: 'security-group-deleted',
      undo: { what: 'security-group-recovers' },
    });
    expect(inGroup('Start here')).toEqual(
      expect.arrayContaining(['storm', 'resolve-all', 'slack-429', 'faults-end']),
    );
  });

  it('puts each of the others where one would look for it', () => {
    expect(inGroup('More alarms')).toContain('composite');
    expect(inGroup('Findings and other messages')).toContain('guardduty-critical');
    expect(inGroup('Slack, AWS and the channels')).toContain('token-revoked');
  });
});
