import type { CardPart } from '../../core/card.ts';
import { reasonOf } from '../../core/reason.ts';
import { foreign } from '../../core/redact.ts';
import type { Text } from '../../core/text.ts';
import { counted, shownNumber } from '../../core/words.ts';
import type { Unread } from './scan.ts';
import { isOutOfTime } from './until-abort.ts';

const shownNames = 6;
const shownReasons = 6;

const textOf = (text: Text): string => JSON.stringify(text);

const whyOf = ({ error }: Unread): Text =>
  isOutOfTime(error) ? ['there was no time left'] : reasonOf(error);

/** "prod eu-west-1", "prod in 17 regions". */
const namesOf = (unread: readonly Unread[]): string => {
  const accounts = [...Map.groupBy(unread, ({ pair }) => pair.account.id).values()];
  const names = accounts.map((pairs) => {
    const name = pairs[0]?.pair.account.name ?? '';
    return pairs.length > 2
      ? `${name} in ${pairs.length} regions`
      : `${name} ${pairs.map(({ pair }) => pair.region).join(', ')}`;
  });
  const more = names.length - shownNames;
  return more > 0 ? `${names.slice(0, shownNames).join(', ')} and ${more} more` : names.join(', ');
};

/** What share was read, what was not and why, and how to narrow it. */
export const unreadParts = (unread: readonly Unread[], of: number): readonly CardPart[] => {
  if (unread.length === 0) return [];
  const byReason = [...Map.groupBy(unread, (each) => textOf(whyOf(each))).values()]
    .toSorted((a, b) => b.length - a.length)
    .slice(0, shownReasons);
  const items = byReason.map((alike): Text => {
    const [first] = alike;
    return [{ bold: foreign(namesOf(alike)) }, ': ', ...(first === undefined ? [] : whyOf(first))];
  });
  const isLate = unread.some(({ error }) => isOutOfTime(error) || error.code === 'aws_throttled');
  return [
    {
      kind: 'text',
      text: [
        { emoji: 'warning' },
        ` Read ${shownNumber(of - unread.length)} of ${counted(of, 'account-region')}; not read:`,
      ],
    },
    { kind: 'list', items },
    ...(isLate
      ? [
          {
            kind: 'text',
            text: [
              'Narrow it with ',
              { code: 'in ACCOUNT' },
              ', a region, a shorter time, or the name of a call, and it is read to the end.',
            ],
          } as const,
        ]
      : []),
  ];
};
