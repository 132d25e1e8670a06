import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { beforeAll, describe, expect, it } from 'vitest';
import { eventPatternOf } from '../../src/detections/event-pattern.ts';
import { detections } from '../../src/detections/index.ts';
import { matchDetections } from '../../src/detections/match.ts';
import { cases } from '../detections/records.ts';

const region = 'eu-west-1';
const account = '123456789012';

const records = Object.values(cases)
  .flatMap(({ matches, nearMisses }) => [...matches, ...nearMisses])
  .map((each, index) => ({ ...each, eventID: `record-${index}` }));

const groupOf = (id: string): string => `/aws/events/${id}`;

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html: ten at once. */
const mostEvents = 10;

/** moto does not look into objects that stand in a list, as EventBridge does. */
const isInList = (each: object): boolean => JSON.stringify(each).includes('"instancesSet"');

/** The tests of one file, which alone resets moto. */
export const describeEventPatterns = (url: string): void => {
  const call = async (action: string, input: object): Promise<void> => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSEvents.${action}`,
        authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/events/aws4_request, SignedHeaders=host, Signature=none`,
      },
      body: JSON.stringify(input),
    });
    if (!answer.ok) throw new Error(`${action}: ${answer.status} ${await answer.text()}`);
  };

  describe.runIf(url !== '')('an event pattern, beside EventBridge of the emulator moto', () => {
    const logs = new CloudWatchLogs({
      endpoint: url,
      region,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });

    const makeRule = async (id: string, pattern: object): Promise<void> => {
      await logs.createLogGroup({ logGroupName: groupOf(id) });
      await call('PutRule', { Name: id, EventPattern: JSON.stringify(pattern), State: 'ENABLED' });
      const Arn = `arn:aws:logs:${region}:${account}:log-group:${groupOf(id)}`;
      await call('PutTargets', { Rule: id, Targets: [{ Id: 'Log', Arn }] });
    };

    const entryOf = (detail: (typeof records)[number]) => ({
      Source: 'test',
      DetailType:
        'eventType' in detail && detail.eventType === 'AwsConsoleSignIn'
          ? 'AWS Console Sign In via CloudTrail'
          : 'AWS API Call via CloudTrail',
      Detail: JSON.stringify(detail),
    });

    beforeAll(async () => {
      for (const detection of detections) await makeRule(detection.id, eventPatternOf(detection));
      for (let index = 0; index < records.length; index += mostEvents)
        await call('PutEvents', { Entries: records.slice(index, index + mostEvents).map(entryOf) });
    });

    const taken = async (id: string): Promise<ReadonlySet<string>> => {
      const { events = [] } = await logs.filterLogEvents({ logGroupName: groupOf(id) });
      return new Set(events.map(({ message = '' }) => JSON.parse(message).detail.eventID));
    };

    it.each(detections.map(({ id }) => [id]))(
      'of %s takes what it is about, and nothing else',
      async (id) => {
        const wanted = records.filter((each) =>
          matchDetections(each).some((detection) => detection.id === id),
        );

        const found = await taken(id);

        const known = wanted.filter((each) => !isInList(each) || id !== 'large-ec2-instance');
        expect([...found].toSorted()).toEqual(known.map(({ eventID }) => eventID).toSorted());
        expect(known.length).toBeGreaterThan(0);
      },
    );

    it('of large-ec2-instance is about one record that moto 5 does not take', async () => {
      const [launched] = records.filter(isInList);

      const found = await taken('large-ec2-instance');

      expect(matchDetections(launched ?? {}).map(({ id }) => id)).toContain('large-ec2-instance');
      expect(found.has(launched?.eventID ?? '')).toBe(false);
    });
  });
};
