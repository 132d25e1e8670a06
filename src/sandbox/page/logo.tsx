import type { ReactNode } from 'react';

/** A shield with a mountain trail on it: the bot's picture and the page's sign. */
export const Logo = ({ size }: { size: number }): ReactNode => (
  <svg className="tw-logo" width={size} height={size} viewBox="0 0 40 40" aria-hidden="true">
    <rect width="40" height="40" rx="9" fill="#0f5c55" />
    <path d="M20 6l12 4.5v9c0 7.2-4.8 12.2-12 15-7.2-2.8-12-7.8-12-15v-9z" fill="#f2b84b" />
    <path
      d="M9.4 24.5L16 14l4.2 6.2 2.6-3.4 7.7 7.9c-1.8 4.6-5.5 7.8-10.5 9.8-5-2-8.8-5.3-10.6-10z"
      fill="#0f5c55"
    />
    <path d="M16 14l2.9 4.3-1.7 1.5-1.5-1.3-1.9 1.1z" fill="#fff" />
  </svg>
);

const hueOf = (id: string): number =>
  new TextEncoder().encode(id).reduce((sum, byte) => (sum * 137 + byte * 53) % 360, 7);

/** A member's picture: the first letters of the name on a colour of their own. */
export const Avatar = ({
  id,
  name,
  size,
}: {
  id: string;
  name: string;
  size: number;
}): ReactNode => (
  <span
    className="tw-avatar"
    aria-hidden="true"
    style={{
      width: size,
      height: size,
      fontSize: size * 0.42,
      background: `hsl(${hueOf(id)} 42% 46%)`,
    }}
  >
    {name
      .split(/[\s._-]+/)
      .map((word) => word.charAt(0).toUpperCase())
      .join('')
      .slice(0, 2)}
  </span>
);
