import { z } from 'zod';
import { memberId } from './access-schema.ts';
import { channel, duration, oneOrMore, topicArn } from './schema-parts.ts';

const mention = oneOrMore(memberId);

const escalate = z.strictObject({
  after: duration.prefault('15m').meta({ description: 'So long after the reminder.' }),
  mention: mention.optional().meta({ description: 'Users and user groups that are called then.' }),
  channel: channel.optional().meta({ description: 'A second channel that is told.' }),
  topic: topicArn.optional().meta({
    description:
      'An SNS topic that is told, also when somebody acknowledges and when it is over: PagerDuty, Opsgenie, SMS.',
  }),
});

/** Whom a route calls, and what follows while nobody acknowledges. */
export const page = z
  .strictObject({
    mention: mention.meta({ description: 'Users (U…) and user groups (S…) that are called.' }),
    remindAfter: duration
      .prefault('15m')
      .meta({ description: 'One reminder, so long after the call, unless acknowledged.' }),
    escalate: escalate.optional(),
  })
  .meta({ description: 'Call people about what fires here, until somebody acknowledges.' });
