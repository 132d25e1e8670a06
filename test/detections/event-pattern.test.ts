import { describe, expect, it } from 'vitest';
import { eventPatternOf, isAboutReads } from '../../src/detections/event-pattern.ts';
import { detections } from '../../src/detections/index.ts';
import { cases, record } from './records.ts';

type Json = Readonly<Record<string, unknown>>;

const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const hasEnding = (value: string, suffix: unknown): boolean =>
  [suffix].flat().some((each) => value.endsWith(String(each)));

/** What the catalogue uses of https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
const takesValue = (wanted: unknown, value: unknown): boolean => {
  if (!isJson(wanted)) return wanted === value;
  if ('exists' in wanted) return (value !== undefined) === wanted['exists'];
  if (typeof value !== 'string') return false;
  if ('prefix' in wanted) return value.startsWith(String(wanted['prefix']));
  if ('suffix' in wanted) return hasEnding(value, wanted['suffix']);
  const other = wanted['anything-but'];
  return isJson(other) ? !hasEnding(value, other['suffix']) : ![other].flat().includes(value);
};

/** A list in an event is met by any of its items. */
const takes = (pattern: unknown, value: unknown): boolean => {
  if (Array.isArray(value)) return value.some((item) => takes(pattern, item));
  if (Array.isArray(pattern)) return pattern.some((wanted) => takesValue(wanted, value));
  return Object.entries(pattern as Json).every(([key, wanted]) =>
    key === '$or'
      ? (wanted as readonly unknown[]).some((one) => takes(one, value))
      : takes(wanted, isJson(value) ? value[key] : undefined),
  );
};

/** An event of EventBridge with a record, by the name that EventBridge gives its kind. */
const eventWith = (detail: Json, kind?: string): Json => ({
  'detail-type':
    kind ??
    (detail['eventType'] === 'AwsConsoleSignIn'
      ? 'AWS Console Sign In via CloudTrail'
      : 'AWS API Call via CloudTrail'),
  detail,
});

describe('the event pattern', () => {
  it.each(detections)('of $id takes what it finds', (detection) => {
    const pattern = eventPatternOf(detection);
    const { events, id } = detection;
    const named = events.flatMap(({ source = 'example.amazonaws.com', names = [], where }) =>
      where === undefined
        ? names.map((name) => record(source.replace('.amazonaws.com', ''), name))
        : [],
    );

    const found = [...named, ...(cases[id]?.matches ?? [])];

    expect(found.filter((each) => !takes(pattern, eventWith(each)))).toEqual([]);
    expect(found).not.toEqual([]);
  });

  it.each(detections)('of $id leaves near misses', (detection) => {
    const { id } = detection;
    const nearMisses = cases[id]?.nearMisses ?? [];

    const taken = nearMisses.filter((each) => takes(eventPatternOf(detection), eventWith(each)));

    expect(taken).toEqual([]);
  });

  it.each(detections)('of $id is as long as EventBridge takes it', (detection) => {
    expect(JSON.stringify(eventPatternOf(detection)).length).toBeLessThanOrEqual(2048);
  });

  it('takes a console sign-in by either name of its kind', () => {
    const failure = detections.find(({ id }) => id === 'console-sign-in-failure')!;
    const [signIn] = cases['console-sign-in-failure']!.matches;

    const kinds = ['AWS Console Sign In via CloudTrail', 'AWS Console Signin via CloudTrail'];

    for (const kind of kinds)
      expect(takes(eventPatternOf(failure), eventWith(signIn!, kind))).toBe(true);
  });

  it('is about reads only where no call is named, and no named call reads', () => {
    const reads = detections.filter(isAboutReads).map(({ id }) => id);
    const names = detections.flatMap(({ events }) => events.flatMap((event) => event.names ?? []));

    expect(reads).toEqual(['root-use', 'denied-call']);
    expect(names.filter((name) => /^(?:Describe|Get|Head|List|Lookup)/.test(name))).toEqual([]);
  });
});
