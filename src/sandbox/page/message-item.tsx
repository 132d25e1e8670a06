import { type ReactNode, useMemo, useRef } from 'react';
import { Blocks } from './blocks/blocks.tsx';
import { RichText } from './blocks/rich-text.tsx';
import { messageTime } from './dates.ts';
import { FileCard } from './file-card.tsx';
import { Avatar, Logo } from './logo.tsx';
import { MessageMenu } from './message-menu.tsx';
import { type Member, type Message, repliesInWords } from './model.ts';
import { fromMrkdwn } from './mrkdwn.ts';
import { type Chosen, type Surface, SurfaceContext } from './surface.ts';

export interface MessageItemProps {
  readonly message: Message;
  /** Undefined for the bot. */
  readonly author: Member | undefined;
  readonly surface: Surface;
  /** Without picture and name: it follows another one of the same author. */
  readonly isContinued: boolean;
  readonly act: (ts: string, actionId: string, value: Chosen | undefined) => void;
  readonly shortcut: (ts: string, id: string) => void;
  readonly thread?: {
    readonly replies: readonly Message[];
    readonly isOpen: boolean;
    readonly open: () => void;
  };
}

/** Counts how often what is shown has changed since it was first shown. */
const useChanges = (fingerprint: string): number => {
  const seen = useRef({ fingerprint, count: 0 });
  if (seen.current.fingerprint !== fingerprint) {
    seen.current = { fingerprint, count: seen.current.count + 1 };
  }
  return seen.current.count;
};

const Heading = ({
  message,
  author,
  surface,
}: Omit<MessageItemProps, 'act' | 'shortcut'>): ReactNode => (
  <header className="tw-message-head">
    <strong>{author?.realName ?? 'Trailwarden'}</strong>
    {!author && <span className="tw-app">APP</span>}
    <time
      dateTime={new Date(Number(message.ts) * 1000).toISOString()}
      title={new Date(Number(message.ts) * 1000).toUTCString()}
    >
      {messageTime(message.ts, { now: surface.now })}
    </time>
  </header>
);

const ThreadLine = ({
  replies,
  isOpen,
  open,
}: NonNullable<MessageItemProps['thread']>): ReactNode => {
  return (
    <button type="button" className="tw-thread-line" aria-expanded={isOpen} onClick={open}>
      <Logo size={18} />
      <span>{repliesInWords(replies.length)}</span>
      <small>View thread</small>
    </button>
  );
};

/** One message, as the acting member sees it. It flashes when it is changed in place. */
export const MessageItem = (props: MessageItemProps): ReactNode => {
  const { message, author, act, thread } = props;
  const changes = useChanges(message.fingerprint);
  const surface = useMemo(
    () => ({
      ...props.surface,
      act: (actionId: string, value: Chosen | undefined) => act(message.ts, actionId, value),
    }),
    [props.surface, act, message.ts],
  );
  const classes = [
    'tw-message',
    props.isContinued && 'tw-message-continued',
    message.isEphemeral && 'tw-message-ephemeral',
    changes > 0 && `tw-flash-${changes % 2}`,
  ];
  return (
    <article className={classes.filter(Boolean).join(' ')} data-ts={message.ts}>
      {!props.isContinued &&
        (author ? <Avatar id={author.id} name={author.realName} size={36} /> : <Logo size={36} />)}
      <div className="tw-message-body">
        {message.isEphemeral && <p className="tw-only-you">Only visible to you</p>}
        {!props.isContinued && <Heading {...props} />}
        <SurfaceContext value={surface}>
          {message.blocks.length > 0 ? (
            <Blocks blocks={message.blocks} />
          ) : (
            message.text !== '' && <RichText block={fromMrkdwn(message.text)} />
          )}
        </SurfaceContext>
        {message.files.map((file) => (
          <FileCard key={file.id} file={file} />
        ))}
        {message.isEdited && <span className="tw-edited">(edited)</span>}
        {thread && thread.replies.length > 0 && <ThreadLine {...thread} />}
      </div>
      {!message.isEphemeral && (
        <MessageMenu
          shortcuts={props.surface.shortcuts}
          choose={(id) => props.shortcut(message.ts, id)}
          reply={thread?.open}
        />
      )}
    </article>
  );
};
