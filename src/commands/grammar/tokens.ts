import { type Text, untrusted } from '../../core/text.ts';

export interface Word {
  readonly text: string;
  /** What was quoted is never a keyword. */
  readonly isQuoted: boolean;
}

/** What was taken out of the words, and the words that are left; or what is wrong with them. */
export type Taken<T> =
  | { readonly kind: 'taken'; readonly value: T; readonly rest: readonly Word[] }
  | Wrong;

export interface Wrong {
  readonly kind: 'wrong';
  readonly problem: Text;
}

export const wrong = (...problem: Text): Wrong => ({ kind: 'wrong', problem });

/** A word of the grammar, not a quoted one. */
export const isKeyword = (word: Word | undefined, ...keywords: readonly string[]): boolean =>
  word !== undefined && !word.isQuoted && keywords.includes(word.text.toLowerCase());

/** Quotes open at a word's beginning, and after a prefix like `user:`; elsewhere they are apostrophes. */
const piece =
  /(?:"([^"]*)"|'([^']*)')|([A-Za-z]{1,12}:)(?:"([^"]*)"|'([^']*)')|((?:[^\s,]|,(?!["']))+,?|,)/y;

const opensQuote = (text: string): boolean => /^(?:[A-Za-z]{1,12}:)?["']/.test(text);

/** Words, those between double or single quotes kept together. A quote that does not end is wrong. */
export const tokens = (text: string): Taken<undefined> => {
  const words: Word[] = [];
  const finder = new RegExp(piece);
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text[at] ?? '')) {
      at += 1;
      continue;
    }
    finder.lastIndex = at;
    const [whole = '', double, single, prefix, after, afterSingle, bare] = finder.exec(text) ?? [];
    if (bare !== undefined && opensQuote(bare))
      return wrong('The quote at ', { code: untrusted(bare.slice(0, 40)) }, ' does not end.');
    if (prefix === undefined && bare === undefined)
      words.push({ text: double ?? single ?? '', isQuoted: true });
    else
      words.push({
        text: bare ?? `${prefix ?? ''}${after ?? afterSingle ?? ''}`,
        isQuoted: false,
      });
    at += Math.max(1, whole.length);
  }
  return { kind: 'taken', value: undefined, rest: words.filter((word) => word.text !== '') };
};

/** The words as they would be typed; what could be taken for two words or a keyword is quoted. */
export const asTyped = (words: readonly Word[]): string =>
  words.map(({ text, isQuoted }) => (isQuoted || /\s/.test(text) ? quoted(text) : text)).join(' ');

/** In the quotes that it does not hold itself. */
export const quoted = (text: string): string =>
  text.includes('"') ? `'${text.replaceAll("'", '')}'` : `"${text}"`;
