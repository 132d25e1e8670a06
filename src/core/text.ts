/**
 * Text from outside: alarm names, reasons, user agents, anything that AWS or a person wrote.
 * It is boxed so that it cannot be used where a string is wanted: only a renderer opens it,
 * after escaping. It survives JSON, because incidents are stored with it.
 */
export type Untrusted = { readonly untrusted: string };

/** Our own words, or a typed piece. A bare string is ours; it is still escaped when rendered. */
export type Inline =
  | string
  | Untrusted
  | { readonly bold: string | Untrusted }
  | { readonly code: string | Untrusted }
  | { readonly link: SafeUrl; readonly label: string | Untrusted }
  | { readonly time: number; readonly style?: 'time' | 'date-time' }
  | { readonly emoji: string }
  | { readonly user: string }
  /** A user group, by its id `S…`; its members are notified. */
  | { readonly userGroup: string }
  | { readonly channel: string };

/** A line of text, piece by piece. Never holds Slack's markup. */
export type Text = readonly Inline[];

declare const safe: unique symbol;
/** A URL that we built ourselves for a known host, percent-encoded. */
export type SafeUrl = string & { readonly [safe]: true };

/** Boxes foreign text. */
export const untrusted = (text: string): Untrusted => ({ untrusted: text });

export const isUntrusted = (piece: unknown): piece is Untrusted =>
  typeof piece === 'object' &&
  piece !== null &&
  'untrusted' in piece &&
  typeof piece.untrusted === 'string';

const wordsOf = (text: string | Untrusted): string => (isUntrusted(text) ? text.untrusted : text);

const pieceOf = (piece: Inline): string => {
  if (typeof piece === 'string' || 'untrusted' in piece) return wordsOf(piece);
  if ('bold' in piece) return wordsOf(piece.bold);
  if ('code' in piece) return wordsOf(piece.code);
  if ('link' in piece) return wordsOf(piece.label);
  if ('time' in piece) return new Date(piece.time).toISOString();
  return '';
};

/** The words of a line, as foreign as they were; for where nothing is parsed, such as a form's error. */
export const textOf = (text: Text): string => text.map(pieceOf).join('');
