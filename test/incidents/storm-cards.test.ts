import { describe, expect, it } from 'vitest';
import type { Phase } from '../../src/core/alert.ts';
import type { Storm } from '../../src/core/channel-store.ts';
import type { StormMember } from '../../src/core/incident-store.ts';
import { stormCard, stormPageCard } from '../../src/incidents/storm-cards.ts';
import { membersPerPage } from '../../src/incidents/storm-upkeep.ts';
import { renderBlocks } from '../../src/slack/render/blocks.ts';
import { alertOf } from './alerts.ts';
import { plainText } from './plain.ts';

const storm: Storm = {
  id: 's',
  channel: 'sec',
  startedAt: Date.UTC(2026, 2, 1, 10, 2),
  lastAt: Date.UTC(2026, 2, 1, 10, 3),
  quietMs: 60_000,
  endedAt: undefined,
  criticalRoots: 0,
  revision: 1,
};

const member = (
  index: number,
  phase: Phase,
  state: string,
  name = `Alarm${index}`,
): StormMember => ({
  incidentId: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
  phase,
  state,
  firings: 12_345,
  lastAt: storm.lastAt,
  latest: alertOf(state, storm.lastAt, { name, region: 'ap-southeast-7' }),
  severity: 'medium',
  postId: undefined,
  acknowledged: undefined,
});

const longAccount = (): string => 'the-production-account-with-the-longest-name-of-all';

describe('the pages of a storm', () => {
  it('show every line of a full page, and all of them in a menu, within the limits of a message', () => {
    const members = Array.from({ length: membersPerPage }, (_, index) =>
      member(index, 'firing', 'INSUFFICIENT_DATA', `${index}-${'LongName'.repeat(30)}`),
    );

    const blocks = renderBlocks(stormPageCard({ page: 125, first: 9_921 }, members, longAccount), {
      linkHosts: [],
    });

    const text = JSON.stringify(blocks);
    expect(text.match(/LongName…|LongNam|LongNa/g)?.length).toBeGreaterThanOrEqual(membersPerPage);
    expect(text).toContain(`"${membersPerPage - 1}-LongName`);
    expect(text).not.toMatch(/and \d+ more|left out|lists \d+ of/);
    expect(text.match(/"value":"00000000-/g)).toHaveLength(membersPerPage);
    expect(text).toContain('9921. 0-LongName');
  });

  it('offer what nobody acknowledged yet and what is not over, by the number of its line', () => {
    const acknowledged = { by: 'U0ALICE', at: storm.lastAt };
    const members = [
      member(1, 'firing', 'ALARM'),
      { ...member(2, 'firing', 'ALARM'), acknowledged },
      { ...member(3, 'resolved', 'OK'), acknowledged },
      member(4, 'resolved', 'OK'),
      member(5, 'event', 'EVENT'),
    ];

    const card = stormPageCard({ page: 1, first: 1 }, members, () => 'prod');

    const menus = card.parts.flatMap((part) => (part.kind === 'buttons' ? part.buttons : []));
    const ids = [members[0], members[4]].map((one) => one!.incidentId);
    expect(menus).toMatchObject([
      { kind: 'select', action: 'acknowledge', options: ids.map((value) => ({ value })) },
    ]);
    expect(JSON.stringify(menus)).toContain('5. Alarm5, prod, ap-southeast-7');
    expect(plainText(card)).toContain('2 firing, 1 events, 2 resolved, 1 acknowledged');
    expect(plainText(card)).toContain(':eyes: 2. Alarm2 ALARM ×12345, acknowledged, prod');
  });
});

describe('the message of a storm', () => {
  it('counts by what is known and takes its sign from the worst that is not over', () => {
    const name = (): string => 'prod';
    const all = [
      member(1, 'firing', 'ALARM'),
      member(2, 'unknown', 'INSUFFICIENT_DATA'),
      member(3, 'resolved', 'OK'),
    ];

    const [firing, unknown, over] = [all, all.slice(1), all.slice(2)].map((members) =>
      plainText(stormCard(storm, members, name)),
    );

    expect(firing).toContain(
      'STORM 3 alarms in #sec since 10:02: 1 firing, 1 not known, 1 resolved',
    );
    expect(firing).toContain(':large_orange_circle: Alarm1 ALARM ×12345, prod, ap-southeast-7');
    expect(unknown).toContain('STORM 2 alarms');
    expect(over).toContain('STORM, RESOLVED 1 alarm in');
  });
});
