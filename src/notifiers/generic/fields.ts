import { asText, isRecord } from '../../core/values.ts';
import type { Json } from './reading.ts';

/** `awsAccountId`, `aws-account-id` and `Aws Account ID` are the same name. */
export const plainName = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** The first of `names` (plain) that the record has, whatever its spelling. */
export const pick = (record: Json, names: readonly string[]): unknown => {
  const entries = Object.entries(record);
  for (const wanted of names) {
    const found = entries.find(
      ([name, value]) => plainName(name) === wanted && value !== null && value !== '',
    );
    if (found !== undefined) return found[1];
  }
  return undefined;
};

/** What AWS writes where it has nothing to say. */
const isNothing = (text: string): boolean =>
  /^(?:null|none|n\/a|not applicable|undefined|-+|optional\.empty)$/i.test(text);

/** Words for a person; nothing for "N/A" and the like. */
export const words = (value: unknown): string | undefined => {
  const text = asText(value);
  return text === undefined || isNothing(text) ? undefined : text;
};

/** `pick`, where it is words. */
export const pickText = (record: Json, names: readonly string[]): string | undefined => {
  for (const name of names) {
    const text = words(pick(record, [name]));
    if (text !== undefined) return text;
  }
  return undefined;
};

/** The entries whose plain name fits, in the record's own order. */
export const entriesLike = (
  record: Json,
  pattern: RegExp,
): readonly (readonly [string, unknown])[] =>
  Object.entries(record).filter(([name]) => pattern.test(plainName(name)));

/** `pick`, where it is an object; an empty one otherwise. */
export const pickRecord = (record: Json, names: readonly string[]): Json => {
  const found = pick(record, names);
  return isRecord(found) ? found : {};
};

/** `pick`, as a list of objects. */
export const pickRecords = (record: Json, names: readonly string[]): readonly Json[] => {
  const found = pick(record, names);
  if (isRecord(found)) return [found];
  return Array.isArray(found) ? found.filter(isRecord) : [];
};
