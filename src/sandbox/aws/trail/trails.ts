import { homeRegion, prod, security } from '../accounts.ts';
import { trailGroup } from '../logs/trail-group.ts';
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
  readonly logGroupArn: string | undefined;
}

export const trailArn = (account: string, region: string, name: string = resources.trail): string =>
  `arn:aws:cloudtrail:${region}:${account}:trail/${name}`;

const sampleTrail = (
  owner: string,
  region: string,
  name: string,
  rest: Pick<SampleTrail, 'isOrganization' | 'logGroupArn'>,
): SampleTrail => ({ name, arn: trailArn(owner, region, name), owner, region, ...rest });

/** Every region of every account, into the log group. */
const organizationTrail = sampleTrail(security, homeRegion, 'organization', {
  isOrganization: true,
  logGroupArn: `${trailGroup.arn}:*`,
});

const prodTrail = sampleTrail(prod, 'us-east-1', resources.trail, {
  isOrganization: false,
  logGroupArn: undefined,
});

/** The trails that an account sees: its own, and the organisation's. */
export const trailsOf = (account: string): readonly SampleTrail[] =>
  account === prod ? [organizationTrail, prodTrail] : [organizationTrail];

const isSwitch = ({ name, record, resources: about }: TrailEvent, trail: SampleTrail): boolean =>
  (name === 'StopLogging' || name === 'StartLogging') &&
  record['errorCode'] === undefined &&
  about.some((resource) => resource.name === trail.name);

/** What was said last, if anything: the records themselves tell whether a trail is on. */
export const lastSwitch = (trail: Trail, of: SampleTrail): TrailEvent | undefined =>
  trail.eventsIn(of.owner, of.region).find((event) => isSwitch(event, of));
