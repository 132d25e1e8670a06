import type { CardPart, Cell } from '../../core/card.ts';
import type { Question } from '../../core/command.ts';
import { foreign } from '../../core/redact.ts';
import type { Account, Suppression } from '../../core/settings.ts';
import type { Text } from '../../core/text.ts';
import type { TrailwardenDeps } from './deps.ts';
import type { MutesQuery } from './query.ts';
import { seesAccount } from './seen.ts';

export interface SeenSuppression {
  readonly suppression: Suppression;
  /** How many events were not told. */
  readonly left: number;
}

type Deps = Pick<TrailwardenDeps, 'accounts' | 'suppressions' | 'suppressedBy' | 'store'>;

const covers =
  ({ accounts }: Suppression) =>
  ({ id, name, groups }: Account): boolean =>
    accounts === undefined || [id, name, ...groups].some((word) => accounts.includes(word));

/** Those that are about an account which the asker may see, with what each left out. */
export const seenSuppressions = async (
  { accounts, suppressions, suppressedBy, store }: Deps,
  question: Question<MutesQuery>,
): Promise<readonly SeenSuppression[]> => {
  const sees = seesAccount(question, accounts());
  const visible = accounts().filter(({ id }) => sees(id));
  const wanted = suppressions().filter((one) => visible.some(covers(one)));
  if (wanted.length === 0) return [];
  return store.transaction(async (tx) => {
    const found: SeenSuppression[] = [];
    for (const suppression of wanted)
      found.push({ suppression, left: await suppressedBy(tx, suppression) });
    return found;
  });
};

/** "role/deploy; only 192.0.2.0/24, terraform*". */
const whoWords = ({ actors, userAgent, address, session }: Suppression): Text => {
  const only = [userAgent, address, session].filter((one) => one !== undefined);
  return [
    foreign(actors.join(', ')),
    ...(only.length === 0 ? [] : [foreign(`; only ${only.join(', ')}`)]),
  ];
};

const rowOf =
  (now: number) =>
  ({ suppression, left }: SeenSuppression): readonly Cell[] => {
    const { detections, accounts, reason, until } = suppression;
    return [
      whoWords(suppression),
      [foreign(detections?.join(', ') ?? 'all but what guards the guards')],
      [foreign(accounts?.join(', ') ?? 'all')],
      [foreign(reason)],
      [{ time: until, style: 'date-time' }, ...(until <= now ? [' (over)'] : [])],
      { number: left, shown: `${left}` },
    ];
  };

/** What the settings suppress. */
export const suppressionParts = (
  suppressions: readonly SeenSuppression[],
  now: number,
): readonly CardPart[] =>
  suppressions.length === 0
    ? []
    : [
        {
          kind: 'table',
          caption: 'Suppressed by the settings',
          columns: ['Who', 'What', 'Accounts', 'Why', 'Until', 'Left out'],
          rows: suppressions.map(rowOf(now)),
        },
      ];
