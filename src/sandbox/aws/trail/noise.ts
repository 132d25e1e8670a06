import { day, hour } from '../../../core/clock.ts';
import { stringOf } from '../../json.ts';
import { homeRegion, prod, security, staging } from '../accounts.ts';
import type { Actor } from './identities.ts';
import { perform } from './noise-actors.ts';
import { globalCalls, type NoiseCall, regionalCalls } from './noise-calls.ts';
import { createRandom, type Random } from './random.ts';
import type { Deed } from './record.ts';

const busy: Readonly<Record<string, number>> = {
  [`${prod} ${homeRegion}`]: 3000,
  [`${prod} us-east-1`]: 420,
  [`${prod} eu-central-1`]: 260,
  [`${staging} ${homeRegion}`]: 380,
  [`${staging} us-east-1`]: 160,
  [`${security} ${homeRegion}`]: 240,
};

/** Records of 90 days: much in a few places, a handful elsewhere, none in many. */
const amount = (account: string, region: string, random: Random): number => {
  const known = busy[`${account} ${region}`];
  if (known !== undefined) return known;
  if (region === homeRegion) return 60 + random.integer(120);
  if (region === 'us-east-1') return 30 + random.integer(40);
  return random.next() < 0.6 ? 0 : 1 + random.integer(6);
};

const choose = (calls: readonly NoiseCall[], random: Random): NoiseCall | undefined => {
  let left = random.next() * calls.reduce((sum, { weight }) => sum + weight, 0);
  return calls.find(({ weight }) => {
    left -= weight;
    return left < 0;
  });
};

/** More by day than by night; never later than `end`. */
const timeBefore = (end: number, random: Random): number => {
  const at = end - random.next() * 90 * day;
  const isNight = new Date(at).getUTCHours() < 6;
  return isNight && random.next() < 0.7 && at + 8 * hour < end ? at + 8 * hour : at;
};

/** A program that lacks a right, as there is always one. */
const refusal = (call: NoiseCall, { identity }: Actor, random: Random): Pick<Deed, 'error'> => {
  if (call.by !== 'app' || random.next() > 0.02) return {};
  const action = `${call.source}:${call.name}`;
  const message = `User: ${stringOf(identity['arn'])} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`;
  return { error: { code: 'AccessDenied', message } };
};

const deedAt = (account: string, region: string, end: number, random: Random): Deed | undefined => {
  const isGlobal = region === 'us-east-1' && random.next() < 0.6;
  const call = choose(isGlobal ? globalCalls : regionalCalls, random);
  if (call === undefined) return undefined;
  const at = timeBefore(end, random);
  const performer = perform(call.by, account, at, random);
  return {
    at,
    account,
    region,
    ...performer,
    source: call.source,
    name: call.name,
    readOnly: call.readOnly,
    ...call.about(random, { account, at }),
    ...refusal(call, performer.actor, random),
  };
};

/**
 * What goes on in an account and region anyway, over the 90 days before `end`; always the same for
 * the same place.
 */
export const trailNoise = (account: string, region: string, end: number): readonly Deed[] => {
  const random = createRandom(`noise:${account}:${region}`);
  const count = amount(account, region, random);
  return Array.from({ length: count }, () => deedAt(account, region, end, random)).filter(
    (deed) => deed !== undefined,
  );
};
