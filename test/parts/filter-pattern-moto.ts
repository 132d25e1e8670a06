import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { beforeAll, describe, expect, it } from 'vitest';
import { readFilterPattern } from '../../src/detections/filter-pattern.ts';
import { detections } from '../../src/detections/index.ts';
import { filterPatternOf } from '../../src/detections/pattern.ts';
import { cases, record } from '../detections/records.ts';

// The lines of AWS's own examples, with addresses that nobody has.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
const texts: readonly string[] = [
  '[ERROR 400] BAD REQUEST',
  '[ERROR 401] UNAUTHORIZED REQUEST',
  '[ERROR 419] MISSING ARGUMENTS',
  '[ERROR 420] INVALID ARGUMENTS',
  '[WARN 100] SLOW REQUEST',
  'Exiting on ERRORCODE: -1',
  'an INTERNAL SERVER ERROR',
];

const documented = {
  eventType: 'UpdateTrail',
  sourceIPAddress: '198.51.100.1',
  arrayKey: ['value', 'another value'],
  objectList: [
    { name: 'a', id: 1 },
    { name: 'b', id: 2 },
  ],
  SomeObject: null,
  ThisFlag: true,
  bandwidth: 75,
  user: { id: 1, email: 'John.Stiles@example.com' },
  users: [{ id: 2, email: 'John.Doe@example.com' }],
  actions: ['GET', 'PUT', 'DELETE'],
  coordinates: [
    [0, 1, 2],
    [4, 5, 6],
  ],
};

const records = [
  ...Object.values(cases).flatMap(({ matches, nearMisses }) => [...matches, ...nearMisses]),
  record('ec2', 'DescribeInstances'),
];

const isJson = (line: string): boolean => line.startsWith('{');

/** The lines that our own matcher takes. */
const oursOf = (pattern: string, lines: readonly string[]): readonly string[] => {
  const holds = readFilterPattern(pattern);
  return lines.filter((line) =>
    holds({ message: () => line, record: isJson(line) ? JSON.parse(line) : undefined }),
  );
};

/** Each line in the order it was written. */
const startAt = Date.now() - 60_000;

/** The tests of one file, which alone resets moto. */
export const describeFilterPatterns = (url: string): void => {
  describe.runIf(url !== '')(
    'a filter pattern, beside FilterLogEvents of the emulator moto',
    () => {
      const logs = new CloudWatchLogs({
        endpoint: url,
        region: 'eu-west-1',
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      });

      const write = async (logGroupName: string, lines: readonly string[]): Promise<void> => {
        const place = { logGroupName, logStreamName: 's' };
        await logs.createLogGroup({ logGroupName });
        await logs.createLogStream(place);
        await logs.putLogEvents({
          ...place,
          logEvents: lines.map((message, index) => ({ message, timestamp: startAt + index })),
        });
      };

      const motosOf = async (pattern: string, logGroupName: string): Promise<readonly string[]> => {
        const found: string[] = [];
        let nextToken: string | undefined;
        do {
          const page = await logs.filterLogEvents({
            logGroupName,
            filterPattern: pattern,
            startTime: startAt - 1,
            nextToken,
          });
          found.push(...(page.events ?? []).map(({ message = '' }) => message));
          nextToken = page.nextToken;
        } while (nextToken !== undefined);
        return found;
      };

      const jsonLines = [JSON.stringify(documented)];
      const trailLines = records.map((each) => JSON.stringify(each));
      const textGroup = 'filter-pattern/texts';
      const jsonGroup = 'filter-pattern/json';
      const trailGroup = 'filter-pattern/trail';
      beforeAll(async () => {
        await write(textGroup, texts);
        await write(jsonGroup, jsonLines);
        await write(trailGroup, trailLines);
      });

      it.each([
        ['', 7],
        ['ERROR', 6],
        ['error', 0],
        ['ERROR ARGUMENTS', 2],
        ['REQUEST ERROR', 2],
        ['"INTERNAL SERVER ERROR"', 1],
        ['"ERROR 4"', 4],
        ['"REQUEST ERROR"', 0],
      ])('of terms, %j takes the same lines: %i', async (pattern, count) => {
        const motos = await motosOf(pattern, textGroup);

        expect(oursOf(pattern, texts)).toEqual(motos);
        expect(motos).toHaveLength(count);
      });

      /** "If the pattern is not supported, all events are returned", says moto of itself. */
      it.each([
        ['?WARN ?Exiting', [4, 5]],
        ['-ERROR', [4]],
        ['%[0-9]{2}0\\]%', [0, 3, 4]],
      ])('moto 5 does not know the form of %s and lets all through', async (pattern, indexes) => {
        expect(await motosOf(pattern, textGroup)).toEqual(texts);
        expect(oursOf(pattern, texts)).toEqual(indexes.map((index) => texts[index]));
      });

      it.each([
        ['ERROR -ARGUMENTS', 'looks for the minus itself', [0, 1, 5, 6]],
        ['"ERROR" "ARGUMENTS"', 'takes both terms, and what is between, for one', [2, 3]],
        ['ERROR ?WARN', 'looks for the question mark itself', [0, 1, 2, 3, 5, 6]],
      ])('moto 5 finds nothing by %s: it %s', async (pattern, _, ours) => {
        expect(oursOf(pattern, texts)).toEqual(ours.map((index) => texts[index]));
        expect(await motosOf(pattern, textGroup)).toEqual([]);
      });

      it.each([
        ['{ $.eventType = "UpdateTrail" }', true],
        ['{ $.sourceIPAddress != 203.0.113.* }', true],
        ['{ $.sourceIPAddress = 198.51.* }', true],
        ['{ $.arrayKey[0] = "value" }', true],
        ['{ $.arrayKey[*] = "another value" }', true],
        ['{ $.objectList[1].id = 2 }', true],
        ['{ $.eventType = %Trail% }', true],
        ['{ $.SomeObject IS NULL }', true],
        ['{ $.SomeOtherObject NOT EXISTS }', true],
        ['{ $.ThisFlag IS TRUE }', true],
        ['{ $.bandwidth > 75 }', false],
        ['{ $.bandwidth >= 75 && $.bandwidth < 7.6e1 }', true],
        ['{ ($.user.id = 1) && ($.users[0].email = "John.Doe@example.com") }', true],
        ['{ ($.user.id = 2 && $.users[0].email = "nonmatch") || $.actions[2] = "GET" }', false],
        [
          '{ $.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = "nonmatch" && $.actions[2] = "nonmatch" }',
          true,
        ],
        [
          '{ ($.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = "nonmatch") && $.actions[2] = "nonmatch" }',
          false,
        ],
      ])(
        "of JSON, AWS's example %s: %s; moto 5 knows no such form and lets all through",
        async (pattern, holds) => {
          expect(oursOf(pattern, jsonLines)).toEqual(holds ? jsonLines : []);
          expect(await motosOf(pattern, jsonGroup)).toEqual(jsonLines);
        },
      );

      it.each(detections.map((detection) => [detection.id, detection] as const))(
        'the pattern of %s is taken, lets all through in moto 5, and takes its own records in ours',
        async (id, detection) => {
          const pattern = filterPatternOf(detection);

          const ours = oursOf(pattern, trailLines);

          expect(await motosOf(pattern, trailGroup)).toEqual(trailLines);
          const { matches = [], nearMisses = [] } = cases[id] ?? {};
          expect(ours).toEqual(expect.arrayContaining(matches.map((each) => JSON.stringify(each))));
          expect(nearMisses.filter((each) => ours.includes(JSON.stringify(each)))).toEqual([]);
        },
      );

      /** Names are terms, which moto knows: so it has a word in what the catalogue's patterns take. */
      it.each(
        detections
          .filter(({ events }) => events.every(({ names }) => names !== undefined))
          .map((detection) => [detection.id, detection] as const),
      )(
        'every record that the pattern of %s takes has one of its names, by moto too',
        async (_, detection) => {
          const names = detection.events.flatMap(({ names: each }) => each ?? []);

          const named = new Set<string>();
          for (const name of names)
            for (const line of await motosOf(name, trailGroup)) named.add(line);

          const ours = oursOf(filterPatternOf(detection), trailLines);
          expect(ours.filter((line) => !named.has(line))).toEqual([]);
          expect(ours.length).toBeGreaterThan(0);
        },
      );
    },
  );
};
