import { useEffect, useMemo, useState } from 'react';
import { type Message, unreadCount } from './model.ts';

/** Unread messages by channel. What stands in the open channel counts as read. */
export const useUnread = (
  messages: ReadonlyMap<string, readonly Message[]>,
  place: string,
): ReadonlyMap<string, number> => {
  const [read, setRead] = useState<ReadonlyMap<string, string>>(new Map());
  const newest = messages.get(place)?.at(-1)?.ts ?? '';

  useEffect(() => {
    setRead((before) => new Map(before).set(place, newest));
  }, [place, newest]);

  return useMemo(
    () =>
      new Map(
        [...messages].map(([id, list]) => [
          id,
          id === place ? 0 : unreadCount(list, read.get(id) ?? ''),
        ]),
      ),
    [messages, place, read],
  );
};
