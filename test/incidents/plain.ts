import type { Card, CardPart } from '../../src/core/card.ts';
import type { Inline, Text } from '../../src/core/text.ts';

const pieceText = (piece: Inline): string => {
  if (typeof piece === 'string') return piece;
  if ('untrusted' in piece) return piece.untrusted;
  if ('bold' in piece) return pieceText(piece.bold);
  if ('code' in piece) return pieceText(piece.code);
  if ('link' in piece) return pieceText(piece.label);
  if ('time' in piece) return new Date(piece.time).toISOString().slice(11, 16);
  if ('emoji' in piece) return `:${piece.emoji}:`;
  if ('userGroup' in piece) return piece.userGroup;
  return 'user' in piece ? piece.user : piece.channel;
};

const lineText = (text: Text): string => text.map(pieceText).join('');

const partText = (part: CardPart): string => {
  switch (part.kind) {
    case 'text':
    case 'note':
      return lineText(part.text);
    case 'facts':
      return part.facts.map(({ label, value }) => `${label}: ${lineText(value)}`).join('\n');
    case 'list':
      return part.items.map(lineText).join('\n');
    case 'table':
      return part.caption;
    case 'code':
      return part.text.untrusted;
    case 'chart':
      return `chart of ${part.title.untrusted}`;
    case 'buttons':
      return part.buttons.map(({ label }) => label).join(' | ');
    case 'divider':
      return '';
  }
};

/** What a card says, for tests to read. */
export const plainText = ({ badge, headline, parts }: Card): string =>
  [
    `${badge === undefined ? '' : `${badge.word} `}${lineText(headline)}`,
    ...parts.map(partText),
  ].join('\n');
