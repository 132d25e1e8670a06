import { describe, expect, it } from 'vitest';
import { loadText } from './load-text.ts';

/** One route with these lines beside its channel. */
const load = (route: string) =>
  loadText(`routes:
  - { channel: sec, ${route} }
`);

const routeOf = async (route: string) => {
  const loaded = await load(route);
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  return loaded.settings.routes[0];
};

const minute = 60_000;

describe('whom a route calls', () => {
  it('is read with its times, users and user groups told apart', async () => {
    const route = await routeOf(
      `page: { mention: [U0ALICE, S0ONCALL], remindAfter: 5m, escalate: { after: 10m, mention: S0LEADS, channel: '#leads', topic: 'arn:aws:sns:eu-west-1:111122223333:pager' } }, autoResolve: 24h`,
    );

    expect(route).toMatchObject({
      autoResolveMs: 24 * 60 * minute,
      page: {
        mention: { users: ['U0ALICE'], groups: ['S0ONCALL'] },
        remindAfterMs: 5 * minute,
        escalate: {
          afterMs: 10 * minute,
          mention: { users: [], groups: ['S0LEADS'] },
          channel: 'leads',
          topic: 'arn:aws:sns:eu-west-1:111122223333:pager',
        },
      },
    });
  });

  it('needs no more than whom to mention; without page nobody is called', async () => {
    expect((await routeOf('page: { mention: U0ALICE }'))?.page).toEqual({
      mention: { users: ['U0ALICE'], groups: [] },
      remindAfterMs: 15 * minute,
      escalate: undefined,
    });
    expect((await routeOf('severity: high'))?.page).toBeUndefined();
  });

  it.each([
    ['nobody', 'page: { remindAfter: 5m }', /mention is missing: list the users/],
    ['a handle', "page: { mention: ['@alice'] }", /"@alice" is a handle/],
    ['a channel', 'page: { mention: C0SEC }', /is the id of a conversation/],
    ['an unknown key', 'page: { mention: U0A, remindafter: 5m }', /remindafter is not a setting/],
    ['no unit', 'page: { mention: U0A, remindAfter: 15 }', /remindAfter/],
    ['no time', 'page: { mention: U0A, remindAfter: 0s }', /remindAfter is no time at all/],
    [
      'an escalation to nobody',
      'page: { mention: U0A, escalate: { after: 5m } }',
      /page\.escalate says neither whom to call/,
    ],
    [
      'a queue for a topic',
      "page: { mention: U0A, escalate: { topic: 'arn:aws:sqs:eu-west-1:111122223333:pager' } }",
      /is not the ARN of an SNS topic/,
    ],
    ['minutes to close', 'autoResolve: 5m', /autoResolve is shorter than an hour/],
  ])('is refused in words: %s', async (_, route, expected) => {
    const loaded = await load(route);

    expect(loaded.ok ? '' : loaded.problems.join('\n')).toMatch(expected);
  });
});
