import type { Fact } from '../../core/card.ts';
import { parseTime } from '../../core/dates.ts';
import { foreign } from '../../core/redact.ts';
import type { Inline, Text } from '../../core/text.ts';
import { parseJson } from '../../core/unwrap-json.ts';
import { isRecord } from '../../core/values.ts';
import { counted, label, phrase, shorten, shownNumber } from '../../core/words.ts';
import { plainName, words } from './fields.ts';
import { isPlaceName } from './place.ts';
import type { Json } from './reading.ts';

/** Said elsewhere, or for machines only. */
const noise =
  /^(?:time|timestamp|eventtime|version|schemaversion|messageversion|recordversion|.*cweversion|requestid|xamzrequestid|xamzid2|etag|sequencer|.*(?:token|checksum|md5sum|sha256sum|md5hash|md5ofbody)|messagetype|partition|detectorid|resulttoken|uuid|responseelements|s3schemaversion|configurationstateid|signature.*|nextpage|page|totalpages)$/;

const looksLikeJson = (text: string): boolean => /^\s*[[{]/.test(text);

/** The text before any JSON that somebody pasted into it: people read words. */
export const withoutJson = (text: string): string => {
  const at = text.search(/[[{]\s*\\?["{[]|\{\}|\[\]/);
  return at === -1
    ? text
    : `${text.slice(0, at).replace(/[\s:=,-]+$/, '')}${at === 0 ? '' : ' …'}`.trim();
};

/** The first sentence, or as much of it as fits a line. */
export const firstSentence = (text: string, limit = 200): string => {
  const line = withoutJson(text).replaceAll(/\\n/g, '\n').trim().split(/\r?\n/)[0] ?? '';
  const end = /[.!?](?=\s+\p{Lu})/u.exec(line);
  const sentence = end !== null && end.index >= 30 ? line.slice(0, end.index + 1) : line;
  return shorten(sentence.replaceAll(/\s+/g, ' ').trim(), limit);
};

const scalar = (name: string, value: unknown): Text | undefined => {
  if (typeof value === 'boolean') return [value ? 'yes' : 'no'];
  const text = words(value);
  if (text === undefined) return undefined;
  if (typeof value === 'number') {
    const time = /(?:time|date|at|on|observed|seen|started|completed|ended)$/.test(plainName(name))
      ? parseTime(value)
      : undefined;
    return time === undefined ? [shownNumber(value)] : [{ time, style: 'date-time' }];
  }
  const time = text.length <= 40 && /\d[:T/-]\d|^\d{13}$/.test(text) ? parseTime(text) : undefined;
  if (time !== undefined) return [{ time, style: 'date-time' }];
  if (looksLikeJson(text)) return ofParsed(text);
  return [
    foreign(shorten(withoutJson(text).replaceAll(/\\n/g, '\n').replaceAll(/\s+/g, ' '), 500)),
  ];
};

/** JSON in a string: its own fields in a row, not a wall. */
const ofParsed = (text: string): Text | undefined => {
  const parsed = parseJson(text);
  return parsed === undefined ? undefined : compound(parsed.value);
};

const joined = (texts: readonly Text[], most: number): Text | undefined => {
  if (texts.length === 0) return undefined;
  const shown = texts
    .slice(0, most)
    .flatMap((text, index): Inline[] => (index === 0 ? [...text] : [', ', ...text]));
  return texts.length > most ? [...shown, ` and ${texts.length - most} more`] : shown;
};

/** A list of words in a row; an object as "name value, name value"; a list of objects by its length. */
const compound = (value: unknown): Text | undefined => {
  if (Array.isArray(value)) {
    if (value.length === 0) return undefined;
    const texts = value.map((item: unknown) => scalar('', item));
    if (texts.every((text) => text !== undefined)) return joined(texts, 5);
    return [counted(value.length, 'entry', 'entries')];
  }
  if (!isRecord(value)) return undefined;
  const parts = Object.entries(value).flatMap(([name, item]): { name: string; text: Text }[] => {
    const text = noise.test(plainName(name)) ? undefined : scalar(name, item);
    return text === undefined ? [] : [{ name, text }];
  });
  const [only, ...rest] = parts;
  if (only !== undefined && rest.length === 0 && /^(?:name|key|id)$/i.test(only.name))
    return only.text;
  const texts = parts.map(({ name, text }): Text => [foreign(`${phrase(name)} `), ...text]);
  return joined(texts, 5);
};

/** A value in words; undefined for one that says nothing. */
export const valueText = (name: string, value: unknown): Text | undefined =>
  scalar(name, value) ?? (typeof value === 'object' ? compound(value) : undefined);

/** A fact with a value in words, or none. */
export const fact = (title: string, value: unknown): readonly Fact[] => {
  const text = valueText(title, value);
  return text === undefined ? [] : [{ label: title, value: text }];
};

/** A label is ours; a name that is not like one would smuggle text in. */
const labelOf = (name: string): string => shorten(label(name), 40);

/**
 * A few fields of a record as facts with readable labels, and how many more there are. Fields in
 * `used` (plain names) and values in `said` stand elsewhere already.
 */
export const factsIn = (
  record: Json,
  used: readonly string[] = [],
  said: readonly (string | undefined)[] = [],
  most = 8,
): readonly Fact[] => {
  const facts = Object.entries(record).flatMap(([name, value]): Fact[] => {
    const plain = plainName(name);
    if (typeof value === 'string' && said.includes(value.trim())) return [];
    if (plain === '' || used.includes(plain) || noise.test(plain) || isPlaceName(name)) return [];
    const text = valueText(name, value);
    return text === undefined ? [] : [{ label: labelOf(name), value: text }];
  });
  if (facts.length <= most + 1) return facts;
  return [
    ...facts.slice(0, most),
    { label: 'Not shown', value: [counted(facts.length - most, 'more field')] },
  ];
};
