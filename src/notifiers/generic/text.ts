import { parseTime } from '../../core/dates.ts';
import type { Notification } from '../../core/notification.ts';
import { foreign, redactText } from '../../core/redact.ts';
import { shorten } from '../../core/words.ts';
import { factsIn, firstSentence, withoutJson } from './facts.ts';
import { pick, pickText } from './fields.ts';
import { placeInText } from './place.ts';
import type { Json, Reading } from './reading.ts';
import { event, stateSeverity, stateVerb } from './states.ts';
import { subjectOf } from './subject.ts';

/** `Key: value`, as people and services write it; CloudFormation writes `Key='value'`. */
const pairLine = /^\s*([\p{L}][\p{L}\p{N} _()/-]{0,39}?)\s*(?::\s+|=(?='))(\S.*)$/u;

const unquoted = (text: string): string => /^'(.*)'$/.exec(text.trim())?.[1] ?? text.trim();

interface Lines {
  readonly pairs: Json;
  readonly prose: readonly string[];
}

const linesOf = (text: string): Lines => {
  const pairs: Record<string, unknown> = {};
  const prose: string[] = [];
  for (const line of text.slice(0, 50_000).split(/\r?\n/).slice(0, 500)) {
    const found = pairLine.exec(line);
    const [, name, value] = found ?? [];
    if (name === undefined || value === undefined || Object.hasOwn(pairs, name)) {
      if (line.trim() !== '') prose.push(line.trim());
    } else Object.defineProperty(pairs, name, { value: unquoted(value), enumerable: true });
  }
  return { pairs, prose };
};

/** JSON that could not be read: too deep, cut off or broken. A wall of it helps nobody. */
const looksBroken = (text: string): boolean => /^\s*[[{]\s*["[{\]}]/.test(text);

const stateNames = ['resourcestatus', 'status', 'state'];

/**
 * The line that says what happened: the first that is a sentence, not a heading or a greeting; where
 * there is none, the lines as one.
 */
const telling = ({ prose, pairs }: Lines, text: string): string =>
  prose.find((line) => line.length >= 40 && /[.!:]$/.test(line)) ??
  // Beside so many fields the lines are a letter-head.
  (Object.keys(pairs).length >= 4 ? '' : undefined) ??
  (prose.length === 0 ? (text.trim().split(/\r?\n/)[0] ?? '') : prose.slice(0, 10).join(' '));

/** Only `Key='value'` lines, or nearly: the pairs are the message. */
const readPairs = ({ pairs }: Lines): Pick<Reading, 'title' | 'verb' | 'severity'> => {
  const state = pickText(pairs, stateNames);
  return {
    title: subjectOf(pairs) ?? 'A message without a title',
    verb: (state === undefined ? undefined : stateVerb(state)) ?? '',
    severity: state === undefined ? undefined : stateSeverity(state),
  };
};

const broken = (
  title: string | undefined,
  place: ReturnType<typeof placeInText>,
  text: string,
): Reading => ({
  ...place,
  title: title ?? 'A message that could not be read',
  verb: '',
  cause: ['it looks like JSON, but is broken, cut off or nested too deep'],
  status: event,
  facts: [],
  details: [{ kind: 'code', text: foreign(shorten(text, 1500)) }],
});

/**
 * Plain text: the subject or the first line is the title, `Key: value` lines become facts, the
 * account and the region are looked for in what it says.
 */
export const readText = ({ message, subject }: Notification): Reading => {
  const text = redactText(message.untrusted);
  const given = subject === undefined ? undefined : redactText(subject.untrusted);
  const place = placeInText(text);
  if (looksBroken(text)) return broken(given, place, text);
  const lines = linesOf(text);
  const [first] = lines.prose;
  const told = pickText(lines.pairs, ['message', 'statusreason', 'reason', 'resourcestatusreason']);
  const hasPairsOnly = first === undefined && Object.keys(lines.pairs).length > 1;
  const opening =
    given === undefined ? (first ?? text.trim().split(/\r?\n/)[0] ?? '') : telling(lines, text);
  const title =
    given ?? (withoutJson(opening) === '' ? 'A message without words' : withoutJson(opening));
  const rest = firstSentence(given === undefined ? (told ?? '') : (told ?? opening));
  const isLong = lines.prose.length > 1 || (first ?? '').length > 250;
  return {
    ...place,
    title: shorten(title, 250),
    verb: '',
    ...(hasPairsOnly && given === undefined && readPairs(lines)),
    cause: rest === '' || rest === title ? undefined : [foreign(rest)],
    status: event,
    at: parseTime(pick(lines.pairs, ['timestamp', 'time', 'date'])),
    facts: factsIn(lines.pairs, ['message'], [told], 10),
    details: isLong
      ? [{ kind: 'code', text: foreign(lines.prose.map((line) => withoutJson(line)).join('\n')) }]
      : [],
  };
};
