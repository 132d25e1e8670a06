import type { AnyCommand, Reading, ReadingContext } from '../core/command.ts';
import { foreign } from '../core/redact.ts';
import { type Inline, isUntrusted, type Text } from '../core/text.ts';

const cleanPiece = (piece: Inline): Inline => {
  if (typeof piece === 'string') return piece;
  if (isUntrusted(piece)) return foreign(piece.untrusted);
  if ('bold' in piece && isUntrusted(piece.bold)) return { bold: foreign(piece.bold.untrusted) };
  if ('code' in piece && isUntrusted(piece.code)) return { code: foreign(piece.code.untrusted) };
  return piece;
};

const clean = (text: Text): Text => text.map(cleanPiece);

/** What a command makes of the words; what is said back of them has no secret that was typed by mistake. */
export const readQuestion = (
  command: AnyCommand,
  text: string,
  context: ReadingContext,
): Reading<unknown> => {
  const reading = command.read(text, context);
  switch (reading.kind) {
    case 'empty':
      return reading;
    case 'wrong':
      return {
        ...reading,
        understood: clean(reading.understood),
        problem: clean(reading.problem),
      };
    case 'question':
      return { ...reading, understood: clean(reading.understood) };
  }
};
