import { pino } from 'pino';
import type { Log, LogFields } from './core/log.ts';
import { redactValue } from './core/redact.ts';

/** What pino writes to: JSON lines on stdout, unless a test wants them. */
export interface LogSink {
  readonly write: (line: string) => void;
}

const clean = (fields: LogFields | undefined): object => {
  const redacted = redactValue(fields ?? {});
  return typeof redacted === 'object' && redacted !== null ? redacted : {};
};

/** JSON lines, every field redacted first; pino escapes control characters. */
export const createLog = (sink?: LogSink): Log => {
  const options = { base: null, timestamp: pino.stdTimeFunctions.isoTime };
  return wrap(sink === undefined ? pino(options) : pino(options, sink));
};

const wrap = (logger: ReturnType<typeof pino>): Log => ({
  info: (message, fields) => logger.info(clean(fields), message),
  warn: (message, fields) => logger.warn(clean(fields), message),
  error: (message, fields) => logger.error(clean(fields), message),
  child: (fields) => wrap(logger.child(clean(fields))),
});
