import { isIP } from 'node:net';
import { z } from 'zod';
import { day } from '../core/clock.ts';
import { oneOrMore, words } from './schema-parts.ts';

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns
const actorPattern = /^arn:aws[a-z-]*:iam::\d{12}:(?:role|user)\/[\w+=,.@/-]{1,576}$/;
const dayPattern = /^\d{4}-\d{2}-\d{2}$/;

const isCidr = (text: string): boolean => {
  const [address = '', bits, ...more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
  );
};

/** The end of a day, UTC. */
const until = z
  .string()
  .transform((text, context) => {
    const at = dayPattern.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
    if (!Number.isNaN(at) && new Date(at).toISOString().startsWith(text)) return at + day;
    context.addIssue({ code: 'custom', message: 'is not a day: write it like 2026-12-31' });
    return z.NEVER;
  })
  .meta({ description: 'The last day on which it holds (UTC), like 2026-12-31.' });

/** What of CloudTrail nobody is to be told of. */
export const suppression = z
  .strictObject({
    reason: words.pipe(
      z.string().min(3, { error: 'says too little: whoever finds it later has to understand it' }),
    ),
    until,
    actor: oneOrMore(
      z.string().regex(actorPattern, {
        error:
          'is not the ARN of one role or user: those look like arn:aws:iam::111122223333:role/deploy, without *',
      }),
    ).meta({
      description:
        'Whose calls: ARNs of roles or users, with their path. Who has no ARN of IAM, such as root, cannot be suppressed.',
    }),
    detection: oneOrMore(words).optional().meta({
      description: 'Ids of docs/detections.md. Left out: all but what guards the guards.',
    }),
    account: oneOrMore(words)
      .optional()
      .meta({ description: 'Ids, names or groups of listed accounts. Left out: all.' }),
    userAgent: words
      .optional()
      .meta({ description: 'Narrows it: * stands for any characters. Callers choose it freely.' }),
    address: z
      .string()
      .refine(isCidr, { error: 'is no address and no CIDR block: write it like 192.0.2.0/24' })
      .optional()
      .meta({ description: 'Narrows it: an address or a CIDR block.' }),
    session: words.optional().meta({
      description:
        "Narrows it: the role session's name, * stands for any characters. Callers choose it freely.",
    }),
  })
  .meta({ description: 'For a reason and a time: events that are counted and not told.' });
