import { Cron } from 'croner';
import { z } from 'zod';
import { hour } from '../core/clock.ts';
import { sectionIds } from '../core/digest.ts';
import { channel, channelPattern, oneOrMore, words } from './schema-parts.ts';

const example = 'write five fields, like "0 9 * * 1" for Mondays at 9:00';

/** Any time will do: the fields are asked for by the clock on the wall. */
const someDay = new Date(Date.UTC(2028, 0, 1));
const looked = 100;

/** What is wrong with an expression; undefined: nothing. */
const cronProblem = (text: string): string | undefined => {
  try {
    const runs = new Cron(text, { timezone: 'UTC', mode: '5-part', paused: true }).nextRuns(
      looked,
      someDay,
    );
    if (runs.length === 0) return `is never due: there is no such day; ${example}`;
    const isTooOften = runs.some(
      (run, index) => index > 0 && run.getTime() - (runs[index - 1]?.getTime() ?? 0) < hour,
    );
    return isTooOften ? 'is due more often than once an hour: nobody reads that' : undefined;
  } catch {
    return `is not a cron expression: ${example}`;
  }
};

const cron = z
  .string()
  .superRefine((text, context) => {
    const message = cronProblem(text);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  })
  .default('0 9 * * 1')
  .meta({ description: 'When it is due: minute, hour, day of the month, month, day of the week.' });

const isZone = (text: string): boolean => {
  try {
    return /^[A-Z]/i.test(text) && Intl.DateTimeFormat('en', { timeZone: text }) !== undefined;
  } catch {
    return false;
  }
};

const zone = z
  .string()
  .refine(isZone, { error: 'is not a time zone: give its IANA name, like Europe/Berlin' })
  .default('UTC')
  .meta({ description: 'By the clocks of which zone, e.g. Europe/Berlin.' });

const accounts = oneOrMore(words)
  .optional()
  .meta({ description: 'Ids, names or groups of listed accounts. Left out: all.' });

const accountChannels = z
  .union([
    channelPattern.transform((pattern) => [{ accounts: undefined, channel: pattern }]),
    z.array(z.strictObject({ accounts, channel: channelPattern })),
  ])
  .default([])
  .meta({
    description:
      "Where each account's own part goes besides: a pattern like sec-{account.name}, or a list of accounts and channels, the first that names the account.",
  });

/** A digest that is sent by the clock. */
export const digest = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, {
        error: 'is not a usable name: lower-case letters, digits and dashes, at most 40',
      })
      .default('weekly')
      .meta({ description: 'What it is called in /security-digest.' }),
    cron,
    zone,
    channel,
    accounts,
    sections: z
      .array(z.enum(sectionIds))
      .min(1)
      .default([...sectionIds])
      .meta({ description: 'What it tells of. Left out: everything.' }),
    accountChannels,
  })
  .meta({ description: 'A digest of what is new, fixed and still open, sent by the clock.' });
