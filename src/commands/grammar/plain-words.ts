import type { RegionId } from '../../core/ids.ts';
import type { Text } from '../../core/text.ts';
import { subjectOfUrl } from './console-url.ts';

/** What was typed, as it was meant. */
export type PlainWords =
  | {
      readonly kind: 'plain';
      readonly text: string;
      /** The region that a pasted address names; global services name one that means nothing. */
      readonly region: RegionId | undefined;
    }
  | { readonly kind: 'wrong'; readonly problem: Text };

/** Slack hands over at most 4,000 characters; nobody asks with half of that. */
const maxLength = 2000;

/** Written by the clients of Slack, or by the programs that text was copied from. */
const typography: readonly (readonly [RegExp, string])[] = [
  [/[\u201C\u201D\u201E\u201F\u00AB\u00BB\u2033]/g, '"'],
  [/[\u2018\u2019\u201A\u201B\u2032]/g, "'"],
  [/[\u2010-\u2015\u2212]/g, '-'],
  // Zero-width characters and those that turn the direction of writing.
  [/[\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF\u00AD]/g, ''],
  [/[\p{Cc}\p{Zs}\u2028\u2029]/gu, ' '],
];

const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

const unescape = (text: string): string =>
  text.replaceAll(/&(?:amp|lt|gt);/g, (entity) => entities[entity] ?? entity);

/** Nothing that could be taken for two words, or for a quote. */
const oneWord = (text: string): string =>
  /[\s"]/.test(text) ? `"${text.replaceAll('"', '')}"` : text;

/** `U…|name`, `#C…|x`, `!subteam^S…|@x`, `mailto:a@b|a@b`, `https://…|label`: what was between < and >. */
const ofLink = (inside: string, onUrl: (url: string) => string): string => {
  const bar = inside.indexOf('|');
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const shown = bar < 0 ? '' : inside.slice(bar + 1);
  // Members, channels and groups stay marked as such, without their names.
  if (/^@[UW][A-Z0-9]+$/.test(target) || /^#C[A-Z0-9]+$/.test(target)) return `<${target}>`;
  if (target.startsWith('!subteam^')) return `<${target}>`;
  if (target.startsWith('mailto:')) return target.slice('mailto:'.length);
  if (target.startsWith('tel:')) return shown === '' ? target.slice('tel:'.length) : shown;
  if (/^https?:\/\//.test(target)) return onUrl(unescape(target));
  return shown === '' ? target : shown;
};

/** Slack makes a link of what merely looks like one: `<http://alice.example.com|alice.example.com>`. */
const isOwnLabel = (url: string, shown: string): boolean =>
  shown !== '' && (url === `http://${shown}` || url === `https://${shown}`);

/** Marks of bold, code and strike-through around a word, and code marks anywhere. */
const withoutMarks = (text: string): string =>
  text
    .replaceAll('`', '')
    .replaceAll(/(?<![^\s"',])[*~]+(?=[^\s*~])/g, '')
    .replaceAll(/(?<=[^\s*~])[*~]+(?![^\s"',])/g, '');

const address = /(?:https?|s3):\/\/[^\s"'<>|]{1,1900}/g;

/**
 * Undoes what Slack's clients do to typed words: smart quotes, dashes, links, entities, marks of
 * format; puts what a pasted console address or `s3://bucket/key` is about in its place. Members
 * stay as `<@U…>`. Takes time proportional to the length.
 */
export const plainWords = (typed: string): PlainWords => {
  if (typed.length > maxLength)
    return {
      kind: 'wrong',
      problem: [`That is ${typed.length} characters long; ${maxLength} are read at most.`],
    };
  let region: RegionId | undefined;
  const onUrl = (url: string): string => {
    const subject = subjectOfUrl(url);
    region ??= subject?.region;
    return subject === undefined ? url : oneWord(subject.word);
  };
  const straight = typography.reduce(
    (text, [wrong, right]) => text.replaceAll(wrong, right),
    typed,
  );
  const unlinked = straight.replaceAll(/<([^<>]{1,1990})>/g, (_, inside: string) => {
    const [url = '', shown = ''] = inside.split('|');
    return isOwnLabel(url, shown) ? shown : ofLink(inside, onUrl);
  });
  const text = withoutMarks(unescape(unlinked)).replaceAll(address, onUrl).trim();
  return { kind: 'plain', text, region };
};
