import type { CardPart } from '../../core/card.ts';
import { foreign } from '../../core/redact.ts';
import type { Text } from '../../core/text.ts';

/** No description is near as long; what is longer is cut before it is read. */
const maxLength = 20_000;

/** Comments, tags, entities, and what lies between them; each alternative is bounded or disjoint. */
const piece =
  /<!--|<(\/?)([a-z][a-z0-9]{0,20})([^<>]{0,2000})>|&(#x?[0-9a-f]{1,7}|[a-z]{2,8});|[^<&]+|[<&]/gi;

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ndash: '–',
  mdash: '–',
  hellip: '…',
  lsquo: "'",
  rsquo: "'",
  ldquo: '"',
  rdquo: '"',
  bull: '•',
  copy: '©',
  reg: '®',
  trade: '™',
};

const characterOf = (entity: string): string => {
  if (!entity.startsWith('#')) return entities[entity.toLowerCase()] ?? `&${entity};`;
  const isHex = /^#x/i.test(entity);
  const code = Number.parseInt(entity.slice(isHex ? 2 : 1), isHex ? 16 : 10);
  const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : '';
};

const blocks = /^(?:p|br|div|ul|ol|dl|dt|dd|h[1-6]|table|tr|section|pre|blockquote|hr)$/i;
/** What stands in them is not for reading. */
const unreadable = /^(?:script|style|head|title|template|iframe|svg|object)$/i;

/** Where reading goes on after an element that is not for reading. */
const endOf = (html: string, tag: string, from: number): number => {
  const end = html.toLowerCase().indexOf(`</${tag.toLowerCase()}`, from);
  return end < 0 ? html.length : end;
};

const textOf = (html: string): string => {
  const finder = new RegExp(piece);
  let text = '';
  for (let found = finder.exec(html); found !== null; found = finder.exec(html)) {
    const [whole, slash = '', tag, , entity] = found;
    if (whole === '<!--') {
      const end = html.indexOf('-->', finder.lastIndex);
      finder.lastIndex = end < 0 ? html.length : end + 3;
    } else if (tag !== undefined) {
      if (slash === '' && unreadable.test(tag))
        finder.lastIndex = endOf(html, tag, finder.lastIndex);
      else if (/^li$/i.test(tag)) text += slash === '' ? '\n• ' : '\n';
      else if (blocks.test(tag)) text += '\n';
      else if (/^t[dh]$/i.test(tag)) text += ' ';
    } else text += entity === undefined ? whole.replaceAll(/\s+/g, ' ') : characterOf(entity);
  }
  return text;
};

/** The lines of a piece of HTML as plain text, items of lists with a `•` before them. */
export const htmlLines = (html: string): readonly string[] =>
  textOf(html.slice(0, maxLength))
    .split('\n')
    .map((line) => line.replaceAll(/\s+/g, ' ').trim())
    .filter((line) => line !== '' && line !== '•');

/** The same as parts of a card, lists as lists. */
export const htmlParts = (html: string): readonly CardPart[] => {
  const parts: CardPart[] = [];
  let items: Text[] = [];
  const flush = (): void => {
    if (items.length > 0) parts.push({ kind: 'list', items });
    items = [];
  };
  for (const line of htmlLines(html)) {
    if (line.startsWith('• ')) {
      items = [...items, [foreign(line.slice(2))]];
    } else {
      flush();
      parts.push({ kind: 'text', text: [foreign(line)] });
    }
  }
  flush();
  return parts;
};
