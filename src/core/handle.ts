/** What starts returns one of these. */
export interface Handle {
  /** Ends the work and resolves when nothing of it is left running. */
  readonly stop: () => Promise<void>;
}
