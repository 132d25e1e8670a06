import { type ReactNode, useState } from 'react';
import type { Shortcut } from './model.ts';

interface MessageMenuProps {
  readonly shortcuts: readonly Shortcut[];
  readonly choose: (id: string) => void;
  /** Undefined inside a thread. */
  readonly reply: (() => void) | undefined;
}

/** What can be done with a message; it shows when one points at the message. */
export const MessageMenu = ({ shortcuts, choose, reply }: MessageMenuProps): ReactNode => {
  const [isOpen, setOpen] = useState(false);
  const entries = [
    ...(reply ? [{ key: 'reply', name: 'Reply in thread', run: reply }] : []),
    ...shortcuts.map(({ id, name }) => ({ key: id, name, run: () => choose(id) })),
  ];
  if (entries.length === 0) return null;
  return (
    <span
      className="tw-message-menu tw-overflow"
      data-open={isOpen}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) setOpen(false);
      }}
      onKeyDown={({ key }) => {
        if (key === 'Escape') setOpen(false);
      }}
    >
      <button
        type="button"
        aria-label="Message actions"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        ⋮
      </button>
      {isOpen && (
        <span className="tw-menu" role="menu">
          {entries.map(({ key, name, run }) => (
            <button
              key={key}
              type="button"
              role="menuitem"
              data-shortcut={key}
              onClick={() => {
                setOpen(false);
                run();
              }}
            >
              {name}
            </button>
          ))}
        </span>
      )}
    </span>
  );
};
