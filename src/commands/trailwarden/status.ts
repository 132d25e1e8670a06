import type { Card, CardPart, Fact } from '../../core/card.ts';
import type { Overview } from '../../core/overview.ts';
import { foreign } from '../../core/redact.ts';
import { type Text, untrusted } from '../../core/text.ts';
import { counted } from '../../core/words.ts';

const since = (at: number | undefined, never: string): Text =>
  at === undefined ? [never] : [{ time: at }];

const intake = ({
  intake: { topics, queues, lastReceivedAt, waiting, quarantined },
}: Overview): Fact => ({
  label: 'Intake',
  value: [
    `${counted(topics, 'topic')}, ${counted(queues.length, 'queue')}; last notification `,
    ...since(lastReceivedAt, 'never'),
    `; ${waiting} waiting to be read, ${quarantined} unreadable and kept`,
    ...queues.flatMap(
      ({ name, deadLetters }): Text =>
        deadLetters === undefined || deadLetters === 0
          ? []
          : ['; ', untrusted(name), `: ${deadLetters} in the dead-letter queue`],
    ),
  ],
});

const outbox = ({ outbox: { due, parked, oldestDueAt, unreachable } }: Overview): Fact => ({
  label: 'Messages',
  value: [
    `${due} waiting to be written`,
    ...(oldestDueAt === undefined ? [] : [', the oldest since ', ...since(oldestDueAt, '')]),
    `; ${parked} given up after a day and kept`,
    ...(unreachable.length === 0
      ? []
      : ['; cannot write to ', untrusted(unreachable.slice(0, 5).join(', '))]),
  ],
});

const slack = ({ slack: { mode, isConnected, isAuthorized } }: Overview): Fact => ({
  label: 'Slack',
  value: [
    `${mode === 'socket' ? 'Socket Mode' : 'HTTP'}, ${isConnected ? 'connected' : 'not connected'}; the token ${isAuthorized ? 'works' : 'is refused'}`,
  ],
});

const aws = ({ aws: { problems }, accounts }: Overview): Fact => ({
  label: 'AWS',
  value: [
    problems.length === 0
      ? `the alarms of ${counted(accounts, 'account')} can be read`
      : `the alarms of ${counted(problems.length, 'place')} could not be read after the last gap: `,
    ...problems.slice(0, 3).map((problem) => untrusted(`${problem} `)),
  ],
});

const setUpParts = ({ aws: { setUp } }: Overview): readonly CardPart[] =>
  setUp.length === 0
    ? []
    : [
        { kind: 'text', text: [{ bold: 'Set-up' }] },
        { kind: 'list', items: setUp.slice(0, 10).map((one): Text => [foreign(one)]) },
      ];

/** Intake, queue, Slack, AWS and store at a glance. */
export const statusCard = (overview: Overview): Card => {
  const { reasons, startedAt, store, accounts, rules } = overview;
  const isWell = reasons.length === 0;
  return {
    badge: isWell
      ? { emoji: 'white_check_mark', word: 'WELL' }
      : { emoji: 'warning', word: 'NOT WELL' },
    headline: isWell
      ? ['Alarms are accepted and delivered.']
      : [`${counted(reasons.length, 'thing needs', 'things need')} looking at.`],
    parts: [
      ...(isWell
        ? []
        : [{ kind: 'list', items: reasons.map((reason): Text => [untrusted(reason)]) } as const]),
      {
        kind: 'facts',
        facts: [
          intake(overview),
          outbox(overview),
          slack(overview),
          aws(overview),
          {
            label: 'Store',
            value: [
              `${store.kind === 'sqlite' ? 'SQLite' : 'PostgreSQL'}, ${store.isWritable ? 'can be written' : 'cannot be written'}`,
            ],
          },
          {
            label: 'Settings',
            value: [`${counted(accounts, 'account')}, ${counted(rules, 'access rule')}`],
          },
          { label: 'Running since', value: [{ time: startedAt }] },
        ],
      },
      ...setUpParts(overview),
    ],
  };
};
