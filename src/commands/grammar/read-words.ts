import type { RegionId } from '../../core/ids.ts';
import { plainWords } from './plain-words.ts';
import { tokens, type Word, type Wrong } from './tokens.ts';

export type ReadWords =
  | {
      readonly kind: 'words';
      readonly words: readonly Word[];
      /** Of a pasted console address; only regional services mean it. */
      readonly region: RegionId | undefined;
    }
  | Wrong;

/** What was typed after a command's name, in words; none: nothing was said. */
export const readWords = (typed: string): ReadWords => {
  const plain = plainWords(typed);
  if (plain.kind === 'wrong') return plain;
  const found = tokens(plain.text);
  return found.kind === 'wrong'
    ? found
    : { kind: 'words', words: found.rest, region: plain.region };
};
