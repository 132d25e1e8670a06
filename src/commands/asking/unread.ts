import type { CardPart } from '../../core/card.ts';
import type { AppError } from '../../core/errors.ts';
import type { Gathered } from '../../core/gather.ts';
import { reasonOf, withoutPlace } from '../../core/reason.ts';
import { foreign } from '../../core/redact.ts';
import type { Text } from '../../core/text.ts';
import { counted } from '../../core/words.ts';

/** What could not be read: "prod", "prod, eu-west-1", "the keys of alice". */
export interface Unread {
  readonly what: string;
  /** Undefined: there was no time left. */
  readonly error: AppError | undefined;
}

const shownNames = 6;

const namesOf = (unread: readonly Unread[]): string => {
  const names = unread.map(({ what }) => what);
  const more = names.length - shownNames;
  return more > 0 ? `${names.slice(0, shownNames).join(', ')} and ${more} more` : names.join(', ');
};

const keyOf = ({ error }: Unread): string =>
  error === undefined ? '' : `${withoutPlace(error.message)} ${error.hint ?? ''}`;

const lineOf = (alike: readonly Unread[]): Text => {
  const error = alike[0]?.error;
  const why: Text =
    error === undefined
      ? ['there was no time left. Ask again, or narrow it with ', { code: 'in ACCOUNT' }, '.']
      : reasonOf(error);
  return [{ bold: foreign(namesOf(alike)) }, ': ', ...why];
};

/** One line for each reason, the most frequent first. */
const unreadLines = (unread: readonly Unread[]): readonly Text[] =>
  [...Map.groupBy(unread, keyOf).values()].toSorted((a, b) => b.length - a.length).map(lineOf);

/** Names what is missing in an answer, with the reasons and cures; nothing where all was read. */
export const unreadParts = (
  unread: readonly Unread[],
  of: number,
  one: string,
  says = 'Not read',
): readonly CardPart[] =>
  unread.length === 0
    ? []
    : [
        {
          kind: 'text',
          text: [
            { emoji: 'warning' },
            ` ${says}: ${unread.length} of ${counted(of, one)}. The answer is without `,
            unread.length === 1 ? 'it.' : 'them.',
          ],
        },
        { kind: 'list', items: unreadLines(unread) },
      ];

/** The parts that were not read, by what they are called. */
export const unreadOf = <I>(
  parts: readonly I[],
  gathered: readonly Gathered<unknown>[],
  name: (part: I) => string,
): readonly Unread[] =>
  parts.flatMap((part, index) => {
    const one = gathered[index];
    if (one?.kind === 'read') return [];
    return [{ what: name(part), error: one?.kind === 'failed' ? one.error : undefined }];
  });
