import { useCallback, useEffect, useRef, useState } from 'react';
import { type Call, getCalls, getInfo, getMessages, getViews } from './api.ts';
import type { Info, Message, View } from './model.ts';

/** Everything the acting member sees. */
export interface Workspace {
  readonly info: Info | undefined;
  readonly messages: ReadonlyMap<string, readonly Message[]>;
  readonly views: readonly View[];
  readonly calls: readonly Call[];
  /** The page hears of changes. */
  readonly isLive: boolean;
  readonly problem: string | undefined;
  readonly refresh: () => void;
}

type Snapshot = Pick<Workspace, 'info' | 'messages' | 'views' | 'calls'>;

const empty: Snapshot = { info: undefined, messages: new Map(), views: [], calls: [] };

/** In a storm changes come faster than anybody can look. */
const refreshMs = 150;

const load = async (user: string | undefined): Promise<Snapshot> => {
  const info = await getInfo();
  const member = user ?? info.users.find((one) => !one.isBot)?.id ?? '';
  const [views, calls, ...lists] = await Promise.all([
    getViews(member),
    getCalls(),
    ...info.channels.map(
      async (channel) => [channel.id, await getMessages(channel.id, member)] as const,
    ),
  ]);
  return { info, views, calls, messages: new Map(lists) };
};

/** Reads again when told to: never two reads at once, and always one after the last call. */
const createRefresher = (work: () => Promise<void>): { run: () => void; stop: () => void } => {
  let state: 'idle' | 'busy' | 'again' | 'stopped' = 'idle';
  const run = (): void => {
    if (state === 'busy') state = 'again';
    if (state !== 'idle') return;
    state = 'busy';
    void work().finally(() => {
      setTimeout(() => {
        if (state === 'stopped') return;
        const again = state === 'again';
        state = 'idle';
        if (again) run();
      }, refreshMs);
    });
  };
  return {
    run,
    stop: () => {
      state = 'stopped';
    },
  };
};

/** The workspace as `user` sees it (the first human member if undefined), kept up to date. */
export const useWorkspace = (user: string | undefined): Workspace => {
  const [snapshot, setSnapshot] = useState(empty);
  const [isLive, setLive] = useState(false);
  const [problem, setProblem] = useState<string>();
  const refresher = useRef<() => void>(undefined);

  useEffect(() => {
    const { run, stop } = createRefresher(async () => {
      try {
        setSnapshot(await load(user));
        setProblem(undefined);
      } catch (error) {
        setProblem(error instanceof Error ? error.message : String(error));
      }
    });
    const events = new EventSource('/_sandbox/events');
    events.onopen = () => {
      setLive(true);
      run();
    };
    events.onmessage = run;
    events.onerror = () => setLive(false);
    refresher.current = run;
    run();
    return () => {
      events.close();
      stop();
    };
  }, [user]);

  const refresh = useCallback(() => refresher.current?.(), []);
  return { ...snapshot, isLive, problem, refresh };
};
