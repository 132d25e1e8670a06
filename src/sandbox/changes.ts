/** Something that the page may want to draw again. */
interface Change {
  readonly kind: 'message' | 'view' | 'channel' | 'alarm' | 'call' | 'bot' | 'reset';
  readonly channel?: string;
  readonly user?: string;
}

export interface Changes {
  readonly announce: (change: Change) => void;
  /** @returns ends the subscription */
  readonly watch: (watcher: (change: Change) => void) => () => void;
}

export const createChanges = (): Changes => {
  const watchers = new Set<(change: Change) => void>();
  return {
    announce: (change) => {
      for (const watcher of watchers) watcher(change);
    },
    watch: (watcher) => {
      watchers.add(watcher);
      return () => {
        watchers.delete(watcher);
      };
    },
  };
};
