import { Fragment, type ReactNode, useLayoutEffect, useRef } from 'react';
import { dayHeading } from './dates.ts';
import { MessageItem } from './message-item.tsx';
import { type Member, type Message, repliesOf, startsGroup } from './model.ts';
import type { Chosen, Surface } from './surface.ts';

interface MessageListProps {
  /** What is shown, oldest first. */
  readonly shown: readonly Message[];
  /** Everything in the channel, to count replies; undefined where threads are not offered. */
  readonly all?: readonly Message[];
  readonly members: ReadonlyMap<string, Member>;
  readonly surface: Surface;
  readonly openThread?: string | undefined;
  readonly act: (ts: string, actionId: string, value: Chosen | undefined) => void;
  readonly shortcut: (ts: string, id: string) => void;
  readonly open?: (ts: string) => void;
  readonly label: string;
  /** Shown before the first message of a channel. */
  readonly start?: ReactNode;
  /** In a thread: shown between the root and its replies, instead of the days. */
  readonly afterRoot?: ReactNode;
}

/** Stays at the end while somebody is reading there, and where they are otherwise. */
const useFollowing = (newest: Message | undefined): ((element: HTMLDivElement | null) => void) => {
  const list = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  useLayoutEffect(() => {
    if (isAtEnd.current && list.current) list.current.scrollTop = list.current.scrollHeight;
  }, [newest?.ts, newest?.fingerprint]);
  return (element) => {
    list.current = element;
    if (!element) return;
    element.onscroll = () => {
      isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 80;
    };
  };
};

export const MessageList = (props: MessageListProps): ReactNode => {
  const { shown, all, surface, open } = props;
  const follow = useFollowing(shown.at(-1));
  return (
    <div className="tw-messages" role="log" aria-label={props.label} ref={follow}>
      {props.start}
      {shown.map((message, index) => {
        const before = shown[index - 1];
        const day = dayHeading(message.ts, surface);
        const isNewDay = !before || dayHeading(before.ts, surface) !== day;
        return (
          <Fragment key={message.ts}>
            {index === 1 && props.afterRoot}
            {isNewDay && props.afterRoot === undefined && (
              <div className="tw-day">
                <span>{day}</span>
              </div>
            )}
            <MessageItem
              message={message}
              author={message.userId === undefined ? undefined : props.members.get(message.userId)}
              surface={surface}
              isContinued={
                !isNewDay &&
                !startsGroup(message, before) &&
                (props.afterRoot === undefined || index > 1)
              }
              act={props.act}
              shortcut={props.shortcut}
              {...(all && open
                ? {
                    thread: {
                      replies: repliesOf(all, message.ts),
                      isOpen: props.openThread === message.ts,
                      open: () => open(message.ts),
                    },
                  }
                : {})}
            />
          </Fragment>
        );
      })}
    </div>
  );
};
