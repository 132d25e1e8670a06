import type { ReactNode } from 'react';
import { type Json, stringAt } from '../json.ts';
import { fromMrkdwn, fromPlain } from '../mrkdwn.ts';
import { RichText } from './rich-text.tsx';

/** A text object: `mrkdwn` or `plain_text`. */
export const TextObject = ({ text }: { text: Json }): ReactNode => {
  const words = stringAt(text, 'text');
  const isMrkdwn = text['type'] === 'mrkdwn';
  return (
    <RichText block={isMrkdwn ? fromMrkdwn(words) : fromPlain(words, text['emoji'] !== false)} />
  );
};
