import type { ReactNode } from 'react';
import { emojiOf } from '../emoji.ts';

/** An emoji by its shortcode; the shortcode itself if the page does not know it. */
export const EmojiSign = ({ name }: { name: string }): ReactNode => {
  const emoji = emojiOf(name);
  if (!emoji) return `:${name}:`;
  const label = name.replaceAll('_', ' ');
  return emoji.tone === undefined ? (
    <span role="img" aria-label={label}>
      {emoji.character}
    </span>
  ) : (
    <span
      className={`tw-emoji tw-emoji-${emoji.tone}`}
      role="img"
      aria-label={label}
      title={label}
    />
  );
};
