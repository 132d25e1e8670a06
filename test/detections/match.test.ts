import { describe, expect, it } from 'vitest';
import { readFilterPattern } from '../../src/detections/filter-pattern.ts';
import { detections } from '../../src/detections/index.ts';
import { matchDetections } from '../../src/detections/match.ts';
import { filterPatternOf } from '../../src/detections/pattern.ts';
import { cases, record } from './records.ts';

const all = Object.values(cases).flatMap(({ matches, nearMisses }) => [...matches, ...nearMisses]);

const idsOf = (each: Readonly<Record<string, unknown>>): readonly string[] =>
  matchDetections(each).map(({ id }) => id);

describe.each(detections)('$id', (detection) => {
  const { matches = [], nearMisses = [] } = cases[detection.id] ?? {};
  const isFound = (each: Readonly<Record<string, unknown>>): boolean =>
    idsOf(each).includes(detection.id);

  it('is found where it is', () => {
    expect(matches.length).toBeGreaterThan(0);
    expect(matches.filter((each) => !isFound(each))).toEqual([]);
  });

  it('is not found where it only looks so', () => {
    expect(nearMisses.length).toBeGreaterThan(0);
    expect(nearMisses.filter(isFound)).toEqual([]);
  });

  it('has a filter pattern that finds the same', () => {
    const holds = readFilterPattern(filterPatternOf(detection));

    const found = all.filter((each) =>
      holds({ record: each, message: () => JSON.stringify(each) }),
    );
    expect(found).toEqual(all.filter(isFound));
  });
});

/** One record for each event that needs no more than its name. */
const named = detections.flatMap(({ id, events }) =>
  events
    .filter(({ where }) => where === undefined)
    .flatMap(({ source = '', names = [] }) =>
      names.map((name) => ({ id, each: record(source.replace('.amazonaws.com', ''), name) })),
    ),
);

describe('matchDetections', () => {
  it('finds each event of the catalogue by its name', () => {
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter(({ id, each }) => !idsOf(each).includes(id))).toEqual([]);
  });

  it('names the gravest first, and what tells more before what tells less', () => {
    const stopped = record('cloudtrail', 'StopLogging', {
      userIdentity: { type: 'Root', accountId: '111122223333' },
      errorCode: 'AccessDenied',
    });

    expect(idsOf(stopped)).toEqual([
      'cloudtrail-switched-off',
      'root-use',
      'cloudtrail-change',
      'denied-call',
    ]);
  });

  it('takes a record of any shape', () => {
    for (const each of [{}, { eventName: 7 }, { eventName: 'constructor', userIdentity: null }])
      expect(idsOf(each)).toEqual([]);
  });
});
