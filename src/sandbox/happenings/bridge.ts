import { randomUUID } from 'node:crypto';
import { topics } from '../aws/organisation.ts';
import { isoSeconds } from '../aws/trail/identities.ts';
import type { Deed, TrailEvent } from '../aws/trail/record.ts';
import type { World } from './happening.ts';

/** As real events spell it; the documentation writes "Signin". */
const detailTypeOf = ({ source }: TrailEvent): string =>
  source === 'signin.amazonaws.com'
    ? 'AWS Console Sign In via CloudTrail'
    : 'AWS API Call via CloudTrail';

/**
 * What EventBridge makes of a record, as a rule sends it on.
 * https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-cloudtrail.html
 */
const eventOf = (event: TrailEvent) => ({
  version: '0',
  id: randomUUID(),
  'detail-type': detailTypeOf(event),
  source: `aws.${event.source.replace(/\.amazonaws\.com$/, '')}`,
  account: event.account,
  time: isoSeconds(event.at),
  region: event.region,
  resources: [],
  detail: event.record,
});

/** How many EventBridge sends at once. */
const atOnce = 20;

/** Sends records to the findings' topic, as the organisation's rules do; resolves when all are delivered. */
export const sendByBridge = async (
  { aws }: World,
  events: readonly TrailEvent[],
): Promise<void> => {
  for (let index = 0; index < events.length; index += atOnce)
    await Promise.all(
      events
        .slice(index, index + atOnce)
        .map((event) =>
          aws.publish({ topicArn: topics.findings, message: JSON.stringify(eventOf(event)) }),
        ),
    );
};

/** Writes records and sends them. */
export const writeAndSend = (world: World, deeds: readonly Deed[]): Promise<void> =>
  sendByBridge(world, world.trail.recordAll(deeds));
