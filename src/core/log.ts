export type LogFields = Readonly<Record<string, unknown>>;

/** Fixed text plus fields, so that lines group; never a secret, never foreign text in `message`. */
export interface Log {
  readonly info: (message: string, fields?: LogFields) => void;
  readonly warn: (message: string, fields?: LogFields) => void;
  readonly error: (message: string, fields?: LogFields) => void;
  readonly child: (fields: LogFields) => Log;
}

const nothing = (): void => {};

/** Says nothing; for command lines that speak on their own. */
export const silentLog: Log = {
  info: nothing,
  warn: nothing,
  error: nothing,
  child: () => silentLog,
};
