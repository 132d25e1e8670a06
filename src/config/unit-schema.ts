import { z } from 'zod';
import { externalId, region, words } from './schema-parts.ts';

// https://docs.aws.amazon.com/organizations/latest/APIReference/API_OrganizationalUnit.html
const unitPattern = /^(?:r-[a-z0-9]{4,32}|ou-[a-z0-9]{4,32}-[a-z0-9]{8,32})$/;
const rolePattern = /^arn:aws[a-z-]*:iam::\{account\.id\}:role\/[\w+=,.@/-]{1,576}$/;
const namePattern = /^(?:[\p{L}\p{N} _.@()-]|\{account\.(?:name|id)\}){1,80}$/u;

const hasPlaceholder = (name: string): boolean => /\{account\.(?:name|id)\}/.test(name);

/** All accounts of an organisational unit, those of the units within it too. */
export const unit = z.strictObject({
  unit: z
    .string()
    .regex(unitPattern, {
      error:
        'is not the id of a unit: those look like ou-abcd-12345678, the root of the organisation like r-abcd',
    })
    .meta({ description: 'A unit of the organisation, by its id.' }),
  readBy: words.optional().meta({
    description:
      "The entry of accounts (id or name) whose role may list the unit: the organisation's management account or a delegated administrator. Left out: the bot's own role may.",
  }),
  name: z
    .string()
    .regex(namePattern, {
      error:
        'is not a usable name: {account.name}, {account.id}, letters, digits, spaces and - _ . @ ( ), at most 80 characters',
    })
    .refine(hasPlaceholder, {
      error: 'would be the name of every account of the unit: put {account.name} into it',
    })
    .default('{account.name}')
    .meta({ description: 'What people call its accounts.' }),
  role: z
    .string()
    .regex(rolePattern, {
      error:
        'is not the ARN of a role in each account: write it like arn:aws:iam::{account.id}:role/TrailwardenReader',
    })
    .meta({ description: 'The role to assume in each.' }),
  externalId: externalId.optional(),
  regions: z.array(region).default([]).meta({ description: 'The regions that are read there.' }),
  groups: z.array(words).default([]).meta({
    description:
      'Names that routes and access rules may use for all of them; single ones they name by id.',
  }),
});
