import { useEffect, useState } from 'react';
import { emptySnapshot, load, type Snapshot, type Topic, topicOf } from './snapshot.ts';

/** Everything the acting member sees. */
export interface Workspace extends Snapshot {
  /** The page hears of changes. */
  readonly isLive: boolean;
  readonly problem: string | undefined;
}

interface Refresher {
  readonly want: (topic: Topic) => void;
  readonly stop: () => void;
}

/** In a storm changes come faster than anybody can look. */
const refreshMs = 150;

/** Collects what is wanted: never two reads at once, and always one after the last wish. */
const createRefresher = (read: (topics: ReadonlySet<Topic>) => Promise<void>): Refresher => {
  let wanted = new Set<Topic>();
  let isBusy = false;
  let isStopped = false;
  const run = async (): Promise<void> => {
    isBusy = true;
    while (wanted.size > 0 && !isStopped) {
      const topics = wanted;
      wanted = new Set();
      await read(topics);
      await new Promise((resolve) => setTimeout(resolve, refreshMs));
    }
    isBusy = false;
  };
  return {
    want: (topic) => {
      wanted.add(topic);
      if (!isBusy) void run();
    },
    stop: () => {
      isStopped = true;
    },
  };
};

/** The workspace as `user` sees it (the first human member if undefined), kept up to date. */
export const useWorkspace = (user: string | undefined): Workspace => {
  const [snapshot, setSnapshot] = useState(emptySnapshot);
  const [isLive, setLive] = useState(false);
  const [problem, setProblem] = useState<string>();

  useEffect(() => {
    let last = emptySnapshot;
    let isCurrent = true;
    const refresher = createRefresher(async (topics) => {
      try {
        last = await load(user, topics, last);
        if (!isCurrent) return;
        setSnapshot(last);
        setProblem(undefined);
      } catch (error) {
        if (isCurrent) setProblem(error instanceof Error ? error.message : String(error));
      }
    });
    const events = new EventSource('/_sandbox/events');
    events.onopen = () => {
      setLive(true);
      refresher.want('everything');
    };
    events.onmessage = (event) => refresher.want(topicOf(String(event.data)));
    events.onerror = () => setLive(false);
    refresher.want('everything');
    return () => {
      isCurrent = false;
      events.close();
      refresher.stop();
    };
  }, [user]);

  return { ...snapshot, isLive, problem };
};
