import { z } from 'zod';
import { isAccountId, isRegionId, type TopicArn } from '../core/ids.ts';
import { parseDuration } from './duration.ts';

// Slack's channel names: lower case, no spaces or full stops, at most 80 characters.
const channelRule = /^#?(?:[CG][A-Z0-9]{2,}|[^\s.,#@<>&A-Z{}]{1,80})$/u;
const channelPatternRule = /^#?(?:[CG][A-Z0-9]{2,}|(?:[^\s.,#@<>&A-Z{}]|\{[A-Za-z.]*\}){1,80})$/u;

/** What stands for a value of the alert in a route's channel. */
export const placeholders = ['account.name', 'account.id', 'region', 'source'] as const;

const withoutHash = (text: string): string => text.replace(/^#/, '');

export const channel = z
  .string()
  .regex(channelRule, {
    error:
      'is not a channel: give its id (C0123ABCD) or its name, which is lower case and has no spaces or full stops',
  })
  .transform(withoutHash)
  .meta({ description: 'A Slack channel: its id, or its name without #.' });

export const channelPattern = z
  .string()
  .regex(channelPatternRule, {
    error:
      'is not a channel: give its id (C0123ABCD), its name in lower case, or a pattern like sec-{account.name}',
  })
  .transform(withoutHash)
  .meta({
    description: `A Slack channel: its id, its name without #, or a pattern with ${placeholders.map((name) => `{${name}}`).join(', ')}.`,
  });

/** A string of one kind: the pattern is for editors, the check for the types. */
const kind = <T extends string>(
  check: (text: string) => text is T,
  pattern: RegExp,
  error: string,
) =>
  z
    .string()
    .regex(pattern, { error })
    .transform((text) => (check(text) ? text : z.NEVER));

export const accountId = kind(
  isAccountId,
  /^\d{12}$/,
  'is not an account id: those are twelve digits',
);
export const region = kind(
  isRegionId,
  /^[a-z]{2,5}(?:-[a-z]+){1,3}-\d{1,2}$/,
  'is not a region: give its id, like eu-west-1',
);

// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-user_externalid.html
const externalIdPattern = /^[\w+=,.@:/-]{2,1224}$/;

export const externalId = z.string().regex(externalIdPattern, {
  error: 'is not an external id: 2 to 1,224 letters, digits and + = , . @ : / -',
});

export const words = z.string().trim().min(1);

export const oneOrMore = <T extends z.ZodType>(item: T) =>
  z.union([item.transform((value) => [value]), z.array(item).min(1)]);

// https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html: 256 characters, FIFO ends in .fifo.
const topicPattern =
  /^arn:aws[a-z-]*:sns:[a-z]{2,5}(?:-[a-z]+){1,3}-\d{1,2}:\d{12}:[A-Za-z0-9_-]{1,256}(?:\.fifo)?$/;

const isTopicArn = (text: string): text is TopicArn => topicPattern.test(text);

export const topicArn = kind(
  isTopicArn,
  topicPattern,
  'is not the ARN of an SNS topic: those look like arn:aws:sns:eu-west-1:111122223333:security-alarms',
);

export const duration = z
  .string()
  .transform((text, context) => {
    const ms = parseDuration(text);
    if (ms !== undefined) return ms;
    context.addIssue({
      code: 'custom',
      message: 'is not a duration: write it like 90s, 30m, 2h or 1d',
    });
    return z.NEVER;
  })
  .meta({ description: 'A number with its unit: 90s, 30m, 2h or 1d.' });
