import { describe, expect, it } from 'vitest';
import { answer, readQuery } from '../../src/sandbox/aws/logs/insights.ts';
import type { LogEvent } from '../../src/sandbox/aws/logs/log-event.ts';
import type { Json } from '../../src/sandbox/json.ts';

const eventOf = (record: Json, index: number): LogEvent => ({
  id: `event-${index}`,
  stream: 'stream',
  timestamp: Date.UTC(2026, 5, 1) + index * 1000,
  record,
  message: () => JSON.stringify(record),
});

const call = (eventName: string, userName?: string, more: Json = {}): Json => ({
  eventName,
  userIdentity: userName === undefined ? { type: 'AWSService' } : { type: 'IAMUser', userName },
  ...more,
});

const records = [
  call('RunInstances', 'alice'),
  call('RunInstances', 'alice'),
  call('RunInstances', 'bob'),
  call('StopLogging', 'bob', { errorCode: 'AccessDenied' }),
  call('StopLogging'),
  call('UpdateDetector', 'bob', { requestParameters: { enable: false } }),
  call('UpdateDetector', 'bob', { requestParameters: { enable: true } }),
  call('UpdateDetector', 'bob', { requestParameters: { enable: true } }),
];

const ask = (query: string, limit = 10_000) => {
  const { rows, matched } = answer(readQuery(query), records.map(eventOf), limit);
  return {
    matched,
    rows: rows.map((row) => row.map(({ field, value }) => `${field}=${value}`).join(' ')),
  };
};

describe('statistics of Logs Insights in the sandbox', () => {
  it('counts each combination of the fields', () => {
    const { rows, matched } = ask('stats count(*) as calls by eventName, userIdentity.userName');

    expect(matched).toBe(8);
    expect(rows).toEqual([
      'eventName=RunInstances userIdentity.userName=alice calls=2',
      'eventName=RunInstances userIdentity.userName=bob calls=1',
      'eventName=StopLogging userIdentity.userName=bob calls=1',
      'eventName=StopLogging calls=1',
      'eventName=UpdateDetector userIdentity.userName=bob calls=3',
    ]);
  });

  it('leaves out of a row what its records have not, and counts them all the same', () => {
    expect(ask('stats count(*) as calls by errorCode').rows).toEqual([
      'calls=7',
      'errorCode=AccessDenied calls=1',
    ]);
    expect(ask('stats count(*) as calls by nothing.of.the.kind').rows).toEqual(['calls=8']);
  });

  it('writes true and false as 1 and 0', () => {
    const { rows } = ask(
      'filter eventName = "UpdateDetector" | stats count(*) as calls by requestParameters.enable',
    );

    expect(rows).toEqual([
      'requestParameters.enable=0 calls=1',
      'requestParameters.enable=1 calls=2',
    ]);
  });

  it('counts what the filter lets through alone', () => {
    const { rows, matched } = ask(
      'filter errorCode like /Unauthorized|AccessDenied/ or eventName in ["RunInstances"] | stats count(*) as calls by eventName',
    );

    expect(matched).toBe(4);
    expect(rows).toEqual(['eventName=RunInstances calls=3', 'eventName=StopLogging calls=1']);
  });

  it('has the most first where the query sorts by their number', () => {
    const { rows } = ask('stats count(*) as calls by userIdentity.userName | sort calls desc');

    expect(rows).toEqual([
      'userIdentity.userName=bob calls=5',
      'userIdentity.userName=alice calls=2',
      'calls=1',
    ]);
  });

  it('sorts numbers as numbers, up as well as down, and fields as text', () => {
    const many = Array.from({ length: 13 }, (_, index) => call(index < 10 ? 'Ten' : 'Three'));
    const asked = (sort: string) =>
      answer(
        readQuery(`stats count(*) as calls by eventName | sort ${sort}`),
        many.map(eventOf),
        100,
      ).rows.map((row) => row.at(-1)?.value);

    expect(asked('calls desc')).toEqual(['10', '3']);
    expect(asked('calls asc')).toEqual(['3', '10']);
    expect(asked('calls')).toEqual(['3', '10']);
    expect(asked('eventName desc')).toEqual(['3', '10']);
  });

  it('cuts after it has sorted, at the limit of the query or of the call', () => {
    const query = 'stats count(*) as calls by eventName | sort calls desc';

    expect(ask(`${query} | limit 1`).rows).toHaveLength(1);
    expect(ask(query, 2).rows).toEqual([
      'eventName=RunInstances calls=3',
      'eventName=UpdateDetector calls=3',
    ]);
    expect(ask(`${query} | limit 2`).matched).toBe(8);
    expect(ask('stats count(*) as calls by eventName, userIdentity.userName', 4).rows).toHaveLength(
      4,
    );
  });

  it('calls the number as it was asked for, and a field as it is told to', () => {
    expect(ask('stats count(*) by eventName | limit 1').rows).toEqual([
      'eventName=RunInstances count(*)=3',
    ]);
    expect(ask('stats count(*) as n by userIdentity.userName as who | limit 1').rows).toEqual([
      'who=alice n=2',
    ]);
  });

  it('counts nothing where there is nothing', () => {
    expect(ask('filter eventName = "None" | stats count(*) as calls by eventName')).toEqual({
      matched: 0,
      rows: [],
    });
  });

  it.each([
    'stats',
    'stats by eventName',
    'stats count(* as calls by eventName',
    'stats count(*) as calls by',
    'stats count(*) as calls by eventName,',
    'stats count(*) as by eventName',
    'stats count(*) calls by eventName',
    'stats count(*) as calls by eventName limit 3',
    'stats sum(bytes) as calls by eventName',
    'stats count(*) as calls by eventName | limit many',
    'count(*) by eventName',
  ])('refuses %s', (query) => {
    expect(() => readQuery(query)).toThrow(
      expect.objectContaining({ code: 'MalformedQueryException' }),
    );
  });
});
