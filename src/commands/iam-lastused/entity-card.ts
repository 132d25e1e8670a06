import type { CardPart, Fact } from '../../core/card.ts';
import type { Answer } from '../../core/command.ts';
import { foreign } from '../../core/redact.ts';
import type { Text } from '../../core/text.ts';
import { counted } from '../../core/words.ts';
import { accountLabel, homeRegion } from '../asking/account.ts';
import { age, ago } from '../asking/age.ts';
import { cliLine } from '../asking/cli-line.ts';
import { csvPart } from '../asking/csv.ts';
import { unreadParts } from '../asking/unread.ts';
import { credentialFacts, newestCredentialUse, reportNote } from './credentials.ts';
import type { Entity } from './find.ts';
import { note, trackingNote } from './notes.ts';
import type { EntityRead } from './read-entity.ts';
import { isUsed, serviceDetails, serviceParts, servicesCsv } from './services.ts';

const nameOf = ({ entity }: EntityRead): Text => [
  `The ${entity.type} `,
  { bold: foreign(entity.name) },
  ` in ${entity.place.account.name} `,
];

/** "12 of 240 services that it may use were used". */
const countOf = ({ services = [] }: EntityRead): string => {
  const used = services.filter(isUsed).length;
  if (services.length === 0) return 'it may use no service that AWS tracks';
  return used === 0
    ? `none of the ${counted(services.length, 'service')} that it may use was used`
    : `${used} of ${counted(services.length, 'service')} that it may use ${used === 1 ? 'was' : 'were'} used`;
};

const headline = (read: EntityRead, now: number): Text => {
  const newest = read.services?.find(isUsed);
  const times = [newest?.at, newestCredentialUse(read), read.entity.role?.lastUsedAt];
  const known = times.flatMap((at) => at ?? []);
  const counts = read.services === undefined ? '' : `; ${countOf(read)}`;
  if (known.length === 0)
    return read.unread.length > 0
      ? [...nameOf(read), `could not be read in full${counts}`]
      : [...nameOf(read), `has no known use${counts}`];
  const at = Math.max(...known);
  return [
    ...nameOf(read),
    `was last used ${ago(at, now)}`,
    ...(newest?.at === at ? [', for ', foreign(newest.name)] : []),
    counts,
  ];
};

const roleFacts = ({ role }: Entity, now: number): readonly Fact[] => {
  if (role === undefined) return [];
  const used: Text =
    role.lastUsedAt === undefined
      ? ['not within the last 400 days']
      : [
          `${ago(role.lastUsedAt, now)} (`,
          { time: role.lastUsedAt, style: 'date-time' },
          ')',
          ...(role.lastUsedRegion === undefined ? [] : [' in ', foreign(role.lastUsedRegion)]),
        ];
  return [{ label: 'Assumed or used', value: used }];
};

const facts = (read: EntityRead, now: number): CardPart => {
  const { entity } = read;
  return {
    kind: 'facts',
    facts: [
      { label: 'ARN', value: [{ code: foreign(entity.arn) }] },
      ...(entity.createdAt === undefined
        ? []
        : [{ label: 'Age', value: [age(entity.createdAt, now)] }]),
      ...(entity.attachments === undefined
        ? []
        : [
            {
              label: 'Attached to',
              value: [
                counted(entity.attachments, 'user, group or role', 'users, groups and roles'),
              ],
            },
          ]),
      ...roleFacts(entity, now),
      ...credentialFacts(read, now),
    ],
  };
};

const askedNote = ({ entity }: EntityRead, actions: boolean): CardPart =>
  note(
    `Asked of AWS: IAM in ${accountLabel(entity.place.account)}: GenerateServiceLastAccessedDetails and its result${entity.type === 'user' ? ', ListAccessKeys, GetAccessKeyLastUsed for each key, the credential report' : ''}. `,
    cliLine(
      'iam',
      'generate-service-last-accessed-details',
      '--arn',
      entity.arn,
      '--granularity',
      actions ? 'ACTION_LEVEL' : 'SERVICE_LEVEL',
      '--region',
      homeRegion(entity.place),
    ),
    ', then ',
    cliLine('iam', 'get-service-last-accessed-details', '--job-id', 'JOB_ID'),
  );

/** One user, role, group or policy: what it used, when, where, by whom, and what it never did. */
export const entityAnswer = (read: EntityRead, actions: boolean, now: number): Answer => ({
  isPartial: read.unread.length > 0,
  card: {
    headline: headline(read, now),
    parts: [
      ...unreadParts(read.unread, read.of, 'part'),
      facts(read, now),
      ...serviceParts(read, actions, now),
      ...reportNote(read),
      trackingNote,
      askedNote(read, actions),
    ],
  },
  ...csvPart(servicesCsv(read)),
  details: serviceDetails(read, now),
});
