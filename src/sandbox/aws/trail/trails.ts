import { homeRegion, prod, type SampleAccount, security } from '../accounts.ts';
import { defaultGroup } from '../logs/default-group.ts';
import { trailGroup } from '../logs/trail-group.ts';
import type { Organisation } from '../organisation.ts';
import { planAlarms } from '../plan/alarms.ts';
import type { Week } from '../plan/span.ts';
import { resources } from '../story-facts.ts';
import type { TrailEvent } from './record.ts';
import type { Trail } from './store.ts';

/** A trail: what writes records elsewhere. Event history needs none. */
export interface SampleTrail {
  readonly name: string;
  readonly arn: string;
  readonly owner: string;
  readonly region: string;
  readonly isOrganization: boolean;
  readonly isMultiRegion: boolean;
  /** Its files can be checked for changes. */
  readonly isValidated: boolean;
  /** Somebody stopped it before there were records of that. */
  readonly isStopped: boolean;
  readonly logGroupArn: string | undefined;
}

export const trailArn = (account: string, region: string, name: string = resources.trail): string =>
  `arn:aws:cloudtrail:${region}:${account}:trail/${name}`;

const sampleTrail = (
  owner: string,
  region: string,
  name: string,
  rest: Partial<SampleTrail> = {},
): SampleTrail => ({
  name,
  arn: trailArn(owner, region, name),
  owner,
  region,
  isOrganization: false,
  isMultiRegion: true,
  isValidated: true,
  isStopped: false,
  logGroupArn: undefined,
  ...rest,
});

/** Every region of every account but a few, into the log group. */
const organizationTrail = sampleTrail(security, homeRegion, 'organization', {
  isOrganization: true,
  logGroupArn: `${trailGroup.arn}:*`,
});

/** Where an acquired account has a trail that no other region shows. */
export const secondRegion = 'us-west-2';

const prodTrail = sampleTrail(prod, 'us-east-1', resources.trail);

/** The own trails of accounts that the organisation's does not reach. */
const lonely: Readonly<Record<string, (account: string, week: Week) => readonly SampleTrail[]>> = {
  // Two of one region each, until somebody noticed.
  'acquired-1': (account, week) => [
    sampleTrail(account, homeRegion, resources.trail, { isMultiRegion: week === 2 }),
    sampleTrail(account, secondRegion, 'second-office', { isMultiRegion: false }),
  ],
  // Stopped for a week.
  'acquired-2': (account, week) => [
    sampleTrail(account, homeRegion, resources.trail, { isStopped: week === 1 }),
  ],
  // None at first, then one that leaves something to be desired.
  'sandbox-7': (account, week) =>
    week === 2 ? [sampleTrail(account, homeRegion, resources.trail, { isValidated: false })] : [],
};

/** The own trails of accounts whose alarms count what they write. */
const counted = ({ id }: SampleAccount): readonly SampleTrail[] =>
  planAlarms(id).length === 0
    ? []
    : [
        sampleTrail(id, homeRegion, 'account-events', {
          logGroupArn: `arn:aws:logs:${homeRegion}:${id}:log-group:${defaultGroup}:*`,
        }),
      ];

/** The trails that an account sees: its own, and the organisation's. */
export const trailsOf = (
  { size, accounts }: Organisation,
  account: string,
  week: Week,
): readonly SampleTrail[] => {
  const found = accounts.find(({ id }) => id === account);
  if (account === prod) return [organizationTrail, prodTrail];
  if (size === 'small' || found === undefined) return [organizationTrail];
  return lonely[found.name]?.(account, week) ?? [organizationTrail, ...counted(found)];
};

const isSwitch = ({ name, record, resources: about }: TrailEvent, trail: SampleTrail): boolean =>
  (name === 'StopLogging' || name === 'StartLogging') &&
  record['errorCode'] === undefined &&
  about.some((resource) => resource.name === trail.name);

/** What was said last, if anything: the records themselves tell whether a trail is on. */
export const lastSwitch = (trail: Trail, of: SampleTrail): TrailEvent | undefined =>
  trail.eventsIn(of.owner, of.region).find((event) => isSwitch(event, of));
