import { isJson } from '../../json.ts';
import type { LogEvent } from './log-event.ts';

/** A time as Insights writes it. */
const timeText = (at: number): string => new Date(at).toISOString().replace('T', ' ').slice(0, 23);

const inRecord = (value: unknown, parts: readonly string[]): unknown => {
  const [name, ...rest] = parts;
  if (name === undefined) return value;
  if (Array.isArray(value)) return inRecord(value[Number(name)], rest);
  return isJson(value) && Object.hasOwn(value, name) ? inRecord(value[name], rest) : undefined;
};

/** A field of an event as text; only leaves of the record are fields. */
export const fieldOf = (event: LogEvent, field: string): string | undefined => {
  if (field === '@timestamp' || field === '@ingestionTime') return timeText(event.timestamp);
  if (field === '@message') return event.message();
  if (field === '@logStream') return event.stream;
  if (field === '@ptr') return Buffer.from(event.id).toString('base64');
  const value = inRecord(event.record, field.split('.'));
  if (typeof value === 'boolean') return value ? '1' : '0';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
};
