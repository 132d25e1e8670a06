import type { Place } from '../../core/command.ts';
import type { RegionId } from '../../core/ids.ts';
import { whereWords } from '../asking/where-words.ts';
import { quoted } from '../grammar/tokens.ts';

export const entityTypes = ['user', 'role', 'group', 'policy'] as const;
export type EntityType = (typeof entityTypes)[number];

export const unusedKinds = ['users', 'roles', 'keys'] as const;
export type UnusedKind = (typeof unusedKinds)[number];

export type IamSubject =
  | {
      readonly kind: 'entity';
      /** Undefined: a bare name, tried as each of them. */
      readonly type: EntityType | undefined;
      readonly name: string;
      /** Where the name was given as one. */
      readonly arn: string | undefined;
      readonly actions: boolean;
    }
  | { readonly kind: 'key'; readonly id: string }
  | {
      readonly kind: 'unused';
      readonly what: readonly UnusedKind[];
      readonly days: number;
    }
  | { readonly kind: 'person'; readonly email: string };

export interface IamQuery {
  readonly subject: IamSubject;
  /** What stood after `in`, for buttons that ask again. */
  readonly where: string;
  readonly regions: readonly RegionId[] | undefined;
}

/** In quotes where it could be taken for something else. */
const nameWord = (name: string): string =>
  /^[\w+=,.@/:-]+$/.test(name) && !/^(?:in|actions|user|role|group|policy|key|unused)$/i.test(name)
    ? name
    : quoted(name);

const subjectWords = (subject: IamSubject): string => {
  switch (subject.kind) {
    case 'entity':
      return [
        ...(subject.type === undefined || subject.arn !== undefined ? [] : [subject.type]),
        nameWord(subject.arn ?? subject.name),
        ...(subject.actions ? ['actions'] : []),
      ].join(' ');
    case 'key':
      return `key ${subject.id}`;
    case 'person':
      return subject.email;
    case 'unused':
      return [
        'unused',
        ...(subject.what.length === unusedKinds.length ? [] : subject.what),
        `${subject.days}d`,
      ].join(' ');
  }
};

/** The words of a subject in these accounts, or where the question said. */
const wordsIn = (subject: IamSubject, where: string): string =>
  `${subjectWords(subject)}${where === '' ? '' : ` in ${where}`}`;

/** Asks about one account. */
export const wordsInPlace = (subject: IamSubject, { account }: Place): string =>
  wordsIn(subject, whereWords({ accounts: [account.id], regions: undefined }, [account]));
