import { day } from '../../core/clock.ts';
import { foreign } from '../../core/redact.ts';
import { parseDuration } from '../grammar/time-point.ts';
import { isKeyword, type Word } from '../grammar/tokens.ts';
import { type UnusedKind, unusedKinds } from './query.ts';
import { type Found, failed, found, type WrongWords } from './words.ts';

const usualDays = 90;

/**
 * IAM tells the last use of roles of the last 400 days.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleLastUsed.html
 */
const mostDays = 400;

const example = 'unused keys 90d in all';

/** `users`, `user`, `roles`; several may be named. */
const kindOf = (word: Word): UnusedKind | undefined =>
  unusedKinds.find((kind) => isKeyword(word, kind, kind.slice(0, -1)));

const isFiller = (word: Word): boolean => isKeyword(word, 'and', 'for', 'since', 'access', 'last');

const daysOf = (words: readonly Word[]): number | WrongWords => {
  if (words.length === 0) return usualDays;
  const text = words.map((word) => word.text).join(' ');
  const ms = /^\d{1,5}$/.test(text) ? Number(text) * day : parseDuration(text);
  if (ms === undefined)
    return failed(
      [
        { code: foreign(text.slice(0, 80)) },
        ' was not understood: after unused come users, roles or keys, and days like ',
        { code: '90d' },
        '.',
      ],
      example,
      'days',
    );
  const days = Math.round(ms / day);
  if (days < 1) return failed(['The shortest time is one day.'], example, 'days');
  return days > mostDays
    ? failed(
        [`IAM knows the last use of roles for ${mostDays} days: ask for at most ${mostDays}d.`],
        example,
        'days',
      )
    : days;
};

/** Reads what follows `unused`: `[users|roles|keys] [90d]`. */
export const readUnused = (all: readonly Word[]): Found | WrongWords => {
  const words = all.map((word) => ({ ...word, text: word.text.replace(/,$/, '') }));
  const kinds = new Set(words.flatMap((word) => kindOf(word) ?? []));
  const days = daysOf(words.filter((word) => kindOf(word) === undefined && !isFiller(word)));
  if (typeof days !== 'number') return days;
  const what = unusedKinds.filter((kind) => kinds.size === 0 || kinds.has(kind));
  return found({ kind: 'unused', what, days });
};
