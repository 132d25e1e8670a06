import type { Card, CardPart } from '../../core/card.ts';
import type { Inline, Text } from '../../core/text.ts';
import { chartWords } from './chart.ts';
import { cleanLines } from './clean.ts';
import { counted, cut, sizeOf } from './cut.ts';
import { groupId, memberId, type RenderOptions } from './elements.ts';
import { emojiCharacter } from './emoji.ts';
import { limits } from './limits.ts';
import { allowedUrl } from './links.ts';
import { defuse, escape, groupToken, type Mrkdwn, memberToken } from './mrkdwn.ts';
import { pieceWords, textWords, words } from './pieces.ts';

const noHosts: RenderOptions = { linkHosts: [] };

/** Words that Slack may parse, made harmless. */
const harmless = (text: string, limit: number): string => escape(cut(defuse(text), limit));

/** Somebody who is to be notified. What has not the form of an id stays words. */
const mentionOf = (piece: Inline): Mrkdwn | undefined => {
  if (typeof piece === 'string') return undefined;
  if ('user' in piece && memberId.test(piece.user)) return memberToken(piece.user);
  return 'userGroup' in piece && groupId.test(piece.userGroup)
    ? groupToken(piece.userGroup)
    : undefined;
};

/**
 * A line for where Slack parses. The only things in it that can become live are people whom we
 * mention and an address of ours; that stands bare, because `<url|label>` is not understood
 * everywhere notifications are shown.
 */
const lineOf = (
  text: Text,
  { limit, pieceLimit = limit }: { readonly limit: number; readonly pieceLimit?: number },
  { linkHosts }: RenderOptions,
): string => {
  let line = '';
  let buffer = '';
  const room = (): number => Math.max(0, limit - line.length);
  for (const piece of text) {
    const mention = mentionOf(piece);
    if (mention !== undefined) {
      line += harmless(buffer, room()) + mention;
      buffer = '';
      continue;
    }
    buffer += pieceWords(piece, pieceLimit);
    const url =
      typeof piece === 'object' && 'link' in piece ? allowedUrl(piece.link, linkHosts) : undefined;
    if (url === undefined || sizeOf(url) > limit) continue;
    line += `${harmless(`${buffer} (`, room())}${escape(url)}`;
    buffer = ')';
  }
  return line + harmless(buffer, room());
};

const linesOf = (part: CardPart, options: RenderOptions): string[] => {
  switch (part.kind) {
    case 'text':
      return [lineOf(part.text, { limit: limits.text }, options)];
    case 'facts':
      return part.facts.map(({ label, value }) =>
        lineOf([`${words(label, limits.label)}: `, ...value], { limit: limits.fact }, options),
      );
    case 'list':
      return part.items.map((item) => lineOf(['• ', ...item], { limit: limits.item }, options));
    case 'table':
      return [
        harmless(words(part.caption, limits.caption), limits.caption),
        ...[part.columns.map((column): Text => [column]), ...part.rows].map((row) =>
          harmless(
            row
              .map((cell) =>
                'number' in cell ? words(cell.shown, limits.cell) : textWords(cell, limits.cell),
              )
              .join(' | '),
            limits.item,
          ),
        ),
      ];
    case 'code':
      return cleanLines(part.text.untrusted)
        .split('\n')
        .map((line) => harmless(line, limits.item));
    case 'note':
      return [lineOf(part.text, { limit: limits.note }, options)];
    case 'chart':
      return [lineOf(chartWords(part), { limit: limits.text }, options)];
    case 'buttons':
      return part.buttons.flatMap((button) =>
        button.kind === 'link'
          ? [lineOf([{ link: button.url, label: button.label }], { limit: limits.fact }, options)]
          : [],
      );
    case 'divider':
      return [];
  }
};

/**
 * The badge's word and the headline as one line: what a notification shows and a screen reader
 * reads. Escaped; the emoji is a character, because a name would be shown as typed by some.
 */
export const renderNotice = ({ badge, headline }: Card): string => {
  const { notice: limit, headlinePiece: pieceLimit } = limits;
  const before = badge ? `${emojiCharacter(badge.emoji)} ${words(badge.word, limits.label)} ` : '';
  const line = lineOf([before.trimStart(), ...headline], { limit, pieceLimit }, noHosts).trim();
  return line === '' ? '–' : line;
};

/** The whole card as text, escaped, at most 3,000 characters; says how much did not fit. */
export const renderPlain = (card: Card, options: RenderOptions = noHosts): string => {
  const lines = [
    ...(card.lead === undefined ? [] : [lineOf(card.lead, { limit: limits.note }, options)]),
    renderNotice(card),
    ...card.parts.flatMap((part) => linesOf(part, options)).filter((line) => line.trim() !== ''),
  ];
  const room = limits.plain - 40;
  let size = 0;
  const end = lines.findIndex((line) => {
    size += line.length + 1;
    return size > room;
  });
  if (end === -1) return lines.join('\n');
  const missing = lines.slice(end).reduce((sum, line) => sum + line.length + 1, 0);
  return [...lines.slice(0, end), `… (+${counted(missing, 'character')})`].join('\n');
};
