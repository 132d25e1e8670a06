import { hour, minute } from '../../core/clock.ts';
import { redactText } from '../../core/redact.ts';
import { typedTime } from '../grammar/times.ts';
import { asAddress } from './term.ts';

/** What tells most comes first. What is longer than a name is none. */
const patterns: readonly RegExp[] = [
  /(?<![\w-])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/,
  /(?<![\w-])(?:sg|i|vpc|subnet|vol|ami|snap|eni|rtb|igw|nat|acl|vpce)-[0-9a-f]{8,17}(?![\w-])/,
  /(?<![\w-])arn:aws[a-z-]{0,20}:(?!cloudwatch:|sns:|sqs:|logs:|events:|securityhub:|guardduty:|config:)[a-z0-9-]{1,40}:[a-z0-9-]{0,30}:\d{0,12}:[\w+=,.@/:*-]{1,200}/,
  /(?<![\w-])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\w-])/,
  /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,60}(?:\.[\w-]{1,60}){1,5}(?![\w-])/,
];

const addressPattern = /(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?!\w|\.\d)/g;

/** Of a network of one's own, every caller in it has one like that. */
const isPrivate = (address: string): boolean =>
  /^(?:10\.|127\.|0\.|169\.254\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/.test(address);

const publicAddress = (text: string): string | undefined =>
  (text.match(addressPattern) ?? []).find(
    (found) => asAddress(found) !== undefined && !isPrivate(found),
  );

/** `bucket my-bucket`, `trail x`, `user alice` as alarms and people write them. */
const named = /\b(bucket|trail|function|user|role)[: ]{1,3}["'`“]?([\w.@/-]{3,100})/i;

const namedThing = (text: string): string | undefined => {
  const [, kind = '', name = ''] = named.exec(text) ?? [];
  if (!/[\d._@/-]/.test(name)) return undefined;
  const prefix = /^(?:user|role)$/i.test(kind) ? kind.toLowerCase() : 'resource';
  return `${prefix}:${name.replace(/[.,]$/, '')}`;
};

/** Between an hour before a message and a little after it. */
const before = hour;
const after = 10 * minute;

/**
 * The words to ask about what a message tells of: its key, resource, ARN, event, address or name,
 * and the time around it. Undefined: it names nothing.
 */
export const whodidFromMessage = (message: {
  readonly text: string;
  readonly at: number;
}): string | undefined => {
  const text = message.text.slice(0, 20_000);
  const found = patterns.map((pattern) => pattern.exec(text)?.[0]).find((one) => one !== undefined);
  const term = found?.replace(/[.,:]$/, '') ?? publicAddress(text) ?? namedThing(text);
  if (term === undefined || (redactText(term) !== term && !/^A[KS]IA/.test(term))) return undefined;
  return `${term} between ${typedTime(message.at - before)} and ${typedTime(message.at + after)}`;
};
