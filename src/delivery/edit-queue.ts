/** Who may make the next edit: channels in the order in which they began to wait. */
export interface EditQueue {
  /** May this channel make an edit now, or do others come first? */
  readonly isNext: (channel: string) => boolean;
  readonly wait: (channel: string) => void;
  /** The channel was looked at and does not wait any more. */
  readonly leave: (channel: string) => void;
  readonly first: () => string | undefined;
}

/** Edits are few for the whole workspace; the queue shares them fairly between channels. */
export const createEditQueue = (): EditQueue => {
  const waiting = new Set<string>();
  const first = (): string | undefined => waiting.values().next().value;
  return {
    first,
    isNext: (channel) => waiting.size === 0 || first() === channel,
    wait: (channel) => {
      waiting.add(channel);
    },
    leave: (channel) => {
      waiting.delete(channel);
    },
  };
};
