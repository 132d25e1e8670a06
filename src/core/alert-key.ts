import { createHash } from 'node:crypto';
import type { AlertKey } from './ids.ts';

/** A database index takes about 2,700 bytes; a character is up to four. */
const maxLength = 600;

/** What would be taken for the separators, and what a database refuses in text. */
const special = /[%/~\p{Cc}\p{Cs}]/gu;

const encode = (part: string): string =>
  part === ''
    ? '%0'
    : part.replace(
        special,
        (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
      );

/**
 * One key for a list of parts: account, region, alarm, contributor; or a finding's id; or source,
 * type and resource. Different lists never give the same key: parts are escaped before they are
 * joined, and what is too long for an index ends in a hash of the whole.
 */
export const alertKey = (parts: readonly string[]): AlertKey => {
  const key = parts.map(encode).join('/');
  const short =
    key.length <= maxLength
      ? key
      : `${key.slice(0, maxLength - 65)}~${createHash('sha256').update(key).digest('hex')}`;
  return brand(short);
};

const isKey = (text: string): text is AlertKey => text.length <= maxLength;

const brand = (text: string): AlertKey => {
  if (isKey(text)) return text;
  throw new RangeError('an alert key is never longer than its limit');
};
