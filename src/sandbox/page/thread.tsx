import { type ReactNode, useEffect } from 'react';
import { say } from './api.ts';
import { Composer } from './composer.tsx';
import { MessageList } from './message-list.tsx';
import { type Channel, type Member, type Message, repliesInWords, repliesOf } from './model.ts';
import type { Chosen, Surface } from './surface.ts';

interface ThreadProps {
  readonly channel: Channel;
  readonly ts: string;
  readonly messages: readonly Message[];
  readonly members: ReadonlyMap<string, Member>;
  readonly surface: Surface;
  readonly act: (ts: string, actionId: string, value: Chosen | undefined) => void;
  readonly shortcut: (ts: string, id: string) => void;
  readonly user: string;
  readonly close: () => void;
}

/** The right-hand column: a message and its replies. */
export const Thread = ({ channel, ts, messages, user, close, ...rest }: ThreadProps): ReactNode => {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') close();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [close]);

  const root = messages.filter((message) => message.ts === ts);
  const replies = repliesOf(messages, ts);
  return (
    <aside className="tw-thread" aria-label="Thread">
      <header>
        <h2>
          Thread <small>#{channel.name}</small>
        </h2>
        <button type="button" className="tw-close" aria-label="Close the thread" onClick={close}>
          ×
        </button>
      </header>
      <MessageList
        {...rest}
        shown={[...root, ...replies]}
        label="Messages in the thread"
        afterRoot={<div className="tw-replies">{repliesInWords(replies.length)}</div>}
      />
      {!channel.isArchived && (
        <Composer
          placeholder="Reply"
          commands={[]}
          send={(line) => say(line, { user, channel: channel.id, thread_ts: ts })}
        />
      )}
    </aside>
  );
};
