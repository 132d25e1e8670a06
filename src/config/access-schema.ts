import { z } from 'zod';
import { channel, oneOrMore, region, words } from './schema-parts.ts';

const idRule = /^[UWS][A-Z0-9]{2,}$/;
const idOrEveryoneRule = /^(?:everyone|[UWS][A-Z0-9]{2,})$/;
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
const logGroupRule = /^[\w.\-/#]{1,512}$/;

const copyMember = 'in Slack open the profile, choose ⋮, then "Copy member ID" (U0123ABCD)';
const copyGroup = 'in Slack open the user group, choose ⋮, then "Copy group ID" (S0123ABCD)';

/** What somebody wrote instead of an id, and where the id is found. */
const notAnId = (text: string): string => {
  if (text === 'everyone') return 'stands alone: write "members: everyone", without a list';
  if (/^[CGD][A-Z0-9]{2,}$/.test(text))
    return 'is the id of a conversation: list it under channels; members are people and user groups';
  if (/^<[@!].*>$/.test(text)) return 'is a mention: give the id alone, like U0123ABCD';
  const find = `rules go by ids, which nobody can take over; ${copyMember}`;
  if (/^[^\s@]+@[^\s@]+$/.test(text)) return `is an e-mail address: ${find}`;
  if (text.startsWith('@')) return `is a handle: ${find}; for a user group: ${copyGroup}`;
  return `is not an id, perhaps a name: ${find}; for a user group: ${copyGroup}`;
};

const inputOf = (issue: { readonly input?: unknown }): string =>
  typeof issue.input === 'string' ? issue.input : '';

export const memberId = z
  .string()
  .regex(idRule, { error: (issue) => notAnId(inputOf(issue)) })
  .meta({ description: 'A user (U…, W…) or a user group (S…), by id.' });

/** One string instead of a list; the literal and the id in one, so that a mistake is told as one. */
const idOrEveryone = z
  .string()
  .regex(idOrEveryoneRule, { error: (issue) => notAnId(inputOf(issue)) });

const rule = z
  .strictObject({
    members: z
      .union([idOrEveryone, z.array(memberId).min(1)])
      .optional()
      .meta({
        description:
          'Users and user groups by id, or everyone: every full member. Left out: whoever is in channels. Guests have to be named.',
      }),
    channels: oneOrMore(channel)
      .optional()
      .meta({ description: 'Where it may be asked. Left out: anywhere, direct messages too.' }),
    commands: oneOrMore(words).meta({
      description:
        'Commands without the slash, acknowledge, mute, resolve, rights like "trusted-advisor refresh", or all: every command and all three, but no right that has to be named.',
    }),
    accounts: oneOrMore(words).meta({
      description: 'Names, ids or groups of listed accounts, or all.',
    }),
    scope: z
      .enum(['all', 'self'])
      .default('all')
      .meta({ description: 'self: only what the asker did themselves, known by their e-mail.' }),
  })
  .meta({ anyOf: [{ required: ['members'] }, { required: ['channels'] }] });

/** Who may ask what where. */
export const access = z.strictObject({
  admins: z.array(memberId).default([]).meta({
    description: 'They see the audit log and are asked for access; no data comes with it.',
  }),
  rules: z
    .array(rule)
    .default([])
    .meta({ description: 'What no rule allows is refused; without rules nobody may ask.' }),
  shareExternally: z.array(channel).default([]).meta({
    description: 'Channels shared with another organisation that answers may be shared into.',
  }),
});

const account = words.meta({ description: 'The name or id of a listed account.' });

/** A log group that a CloudTrail trail writes to. */
export const trailLog = z.strictObject({
  logGroup: z
    .string()
    .regex(logGroupRule, {
      error:
        'is not the name of a log group (not its ARN): those have letters, digits and . - _ / #',
    })
    .meta({ description: 'Its name.' }),
  account: account.meta({ description: 'Where it is: the name or id of a listed account.' }),
  region,
  covers: oneOrMore(words).optional().meta({
    description:
      'The accounts whose records are in it: names, ids or groups. Left out: all that are listed.',
  }),
});

/** Where IAM Identity Center is managed from. */
export const identityCenter = z.strictObject({ account, region });
