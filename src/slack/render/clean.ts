/** What most text is made of: nothing in it to clean. */
const plain = /^[ -~]*$/;

/**
 * Escape sequences of terminals (ECMA-48): CSI, OSC up to BEL or ST, and the short ones. Control
 * characters are put in by code, where an editor or a reviewer can see them.
 */
const escape = String.fromCharCode(0x1b);
const bell = String.fromCharCode(0x07);
const csi = String.fromCharCode(0x9b);
const ansi = new RegExp(
  `(?:${escape}\\[|${csi})[0-?]*[ -/]*[@-~]` +
    `|${escape}\\][^${bell}${escape}]{0,500}(?:${bell}|${escape}\\\\)` +
    `|${escape}[ -/]*[0-Z\\\\^-~]`,
  'g',
);

const lineBreak = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/g;

/**
 * What is drawn as nothing or changes how its neighbours are drawn: control characters, bidi marks
 * and overrides, zero-width and filler characters, tags. The first group is what stays: the joiner
 * and the selector inside an emoji.
 */
const invisible =
  /((?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F])\u200D(?=\p{Extended_Pictographic})|(?<=[\p{Extended_Pictographic}0-9#*])\uFE0F)|[[\p{Cc}--\n]\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\uFFF9-\uFFFB\u2800]/gv;

/** No script stacks more marks on one letter; heaps of them paint over the lines around. */
const heapedMarks = /(\p{M}{6})\p{M}+/gu;

const visible = (text: string): string =>
  text
    .replace(ansi, '')
    .replaceAll('\t', '  ')
    .replace(invisible, (_, kept: string | undefined) => kept ?? '')
    .replace(heapedMarks, '$1')
    .toWellFormed();

/**
 * Foreign text as one line that shows what it holds: line breaks become spaces; control, bidi and
 * zero-width characters and terminal escapes go; a lone surrogate becomes U+FFFD.
 */
export const cleanLine = (text: string): string =>
  plain.test(text)
    ? text
    : visible(text.replace(lineBreak, '\n')).replace(/\n+/g, ' ').replace(/ {3,}/g, '  ');

/** The same for preformatted text: its lines stay. */
export const cleanLines = (text: string): string =>
  plain.test(text) ? text : visible(text.replace(lineBreak, '\n')).replace(/\n+$/, '');
