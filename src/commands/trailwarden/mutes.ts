import type { Button, CardPart, Cell } from '../../core/card.ts';
import type { Answer, Csv, Question } from '../../core/command.ts';
import type { AccountId } from '../../core/ids.ts';
import type { Mute } from '../../core/mute.ts';
import { foreign } from '../../core/redact.ts';
import type { Account } from '../../core/settings.ts';
import type { Tx } from '../../core/store.ts';
import { type Inline, type Text, textOf } from '../../core/text.ts';
import { counted, shorten } from '../../core/words.ts';
import { csvPart } from '../asking/csv.ts';
import type { TrailwardenDeps } from './deps.ts';
import type { MutesQuery } from './query.ts';
import { accountNamed, seesAccount } from './seen.ts';
import { seenSuppressions, suppressionParts } from './suppressions.ts';

/** The actions that end a mute and that agree to one; their value is the mute's id. */
const actions = { end: 'unmute', agree: 'mute-second' } as const;

type Deps = Pick<TrailwardenDeps, 'accounts' | 'suppressions' | 'suppressedBy' | 'store' | 'clock'>;

interface Seen {
  readonly mute: Mute;
  /** Undefined: it is about every account, or it is not known which. */
  readonly account: AccountId | undefined;
  readonly isAboutAll: boolean;
}

/** Whose alarms a mute is about. */
const accountOf = async (tx: Tx, { scope, incidentId }: Mute): Promise<AccountId | undefined> => {
  if (scope.kind === 'detection') return scope.account;
  const [latest] = await tx.incidents.byKey(scope.key, 1);
  const incident =
    latest ?? (incidentId === undefined ? undefined : await tx.incidents.get(incidentId));
  return incident?.latest.account;
};

const seenMutes = async (
  { store, clock, accounts }: Deps,
  question: Question<MutesQuery>,
): Promise<readonly Seen[]> => {
  const sees = seesAccount(question, accounts());
  const all = await store.transaction(async (tx) => {
    const found: Seen[] = [];
    for (const mute of await tx.mutes.active(clock.now())) {
      const account = await accountOf(tx, mute);
      const isAboutAll = mute.scope.kind === 'detection' && account === undefined;
      found.push({ mute, account, isAboutAll });
    }
    return found;
  });
  return all.filter(({ account, isAboutAll }) => isAboutAll || sees(account));
};

/** "the alarm X in prod", "root-use by role deploy in every account". */
const whatWords = ({ mute: { scope }, account }: Seen, accounts: readonly Account[]): Text => {
  const where = account === undefined ? 'every account' : accountNamed(account, accounts);
  if (scope.kind === 'alarm')
    return ['alarm ', foreign(scope.name.untrusted), account === undefined ? '' : ` in ${where}`];
  const by: Text = scope.actor === undefined ? [] : [' by ', foreign(scope.actor)];
  return [foreign(scope.detection), ...by, ` in ${where}`];
};

const isWaiting = ({ needsSecond, secondBy }: Mute): boolean =>
  needsSecond && secondBy === undefined;

const byWords = ({ by, secondBy }: Mute): Text => [
  { user: by },
  ...(secondBy === undefined ? [] : [' and ', { user: secondBy }]),
];

const rowOf =
  (accounts: readonly Account[]) =>
  (seen: Seen): readonly Cell[] => {
    const { mute } = seen;
    const until: Inline = { time: mute.until, style: 'date-time' };
    return [
      whatWords(seen, accounts),
      isWaiting(mute) ? ['not yet: a second admin has to agree; until ', until] : [until],
      byWords(mute),
      [foreign(mute.reason.untrusted)],
      { number: mute.held, shown: `${mute.held}` },
    ];
  };

const mutesTable = (mutes: readonly Seen[], accounts: readonly Account[]): CardPart => ({
  kind: 'table',
  caption: 'Mutes, the newest first',
  columns: ['What', 'Until', 'By', 'Why', 'Held back'],
  rows: mutes.map(rowOf(accounts)),
});

const menu = (
  action: keyof typeof actions,
  label: string,
  mutes: readonly Seen[],
  accounts: readonly Account[],
): readonly Button[] =>
  mutes.length === 0
    ? []
    : [
        {
          kind: 'select',
          action: actions[action],
          label,
          options: mutes.map((seen) => ({
            label: shorten(textOf(whatWords(seen, accounts)), 75),
            value: seen.mute.id,
          })),
        },
      ];

/** Who may is judged when it is chosen. */
const menus = (mutes: readonly Seen[], accounts: readonly Account[]): readonly CardPart[] => {
  const waiting = mutes.filter(({ mute }) => isWaiting(mute));
  const buttons = [
    ...menu('end', 'End a mute …', mutes, accounts),
    ...menu('agree', 'Agree to a mute …', waiting, accounts),
  ];
  return buttons.length === 0 ? [] : [{ kind: 'buttons', buttons }];
};

const csvOf = (mutes: readonly Seen[], accounts: readonly Account[]): Csv => ({
  name: 'mutes',
  columns: ['what', 'account', 'since', 'until', 'by', 'second', 'waits', 'why', 'held', 'mute'],
  rows: mutes.map((seen) => {
    const { mute, account } = seen;
    return [
      textOf(whatWords(seen, accounts)),
      account ?? '',
      new Date(mute.at).toISOString(),
      new Date(mute.until).toISOString(),
      mute.by,
      mute.secondBy ?? '',
      isWaiting(mute) ? 'yes' : 'no',
      mute.reason.untrusted,
      `${mute.held}`,
      mute.id,
    ];
  }),
});

const headlineOf = (mutes: readonly Seen[], suppressed: number): string => {
  const held = mutes.reduce((sum, { mute }) => sum + mute.held, 0);
  const waiting = mutes.filter(({ mute }) => isWaiting(mute)).length;
  const also = suppressed === 0 ? '' : ` ${counted(suppressed, 'suppression')} in the settings.`;
  if (mutes.length === 0) return `Nothing is muted.${also}`;
  const wait = waiting === 0 ? '' : `, ${waiting} of them waiting for a second admin`;
  return `${counted(mutes.length, 'mute')}${wait}; ${counted(held, 'firing')} held back.${also}`;
};

/** What is muted, by whom, why and until when; and what the settings suppress. */
export const mutesAnswer = async (deps: Deps, question: Question<MutesQuery>): Promise<Answer> => {
  const accounts = deps.accounts();
  const mutes = await seenMutes(deps, question);
  const suppressions = await seenSuppressions(deps, question);
  return {
    isPartial: false,
    card: {
      badge: { emoji: 'no_bell', word: 'MUTES' },
      headline: [headlineOf(mutes, suppressions.length)],
      parts: [
        ...(mutes.length === 0 ? [] : [mutesTable(mutes, accounts)]),
        ...menus(mutes, accounts),
        ...suppressionParts(suppressions, deps.clock.now()),
      ],
    },
    ...csvPart(csvOf(mutes, accounts)),
  };
};
