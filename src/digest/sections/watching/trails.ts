import type { Trail, TrailReader } from '../../../aws/trail-types.ts';
import type { TrailFacts } from '../../../checks/facts.ts';
import { asRead } from '../../../checks/read-facts.ts';
import type { Read } from '../../../checks/verdict.ts';
import type { Place } from '../../../core/command.ts';
import type { Finding } from '../../../core/digest.ts';
import type { AccountId, RegionId } from '../../../core/ids.ts';
import { foreign } from '../../../core/redact.ts';
import type { Text } from '../../../core/text.ts';
import type { SectionRun } from '../../section.ts';
import type { Kind, Looked } from './kinds.ts';

export interface LookedAtTrails extends Looked {
  /** How many of the regions have a trail that logs; undefined: not everything was read. */
  readonly regionsWithTrail: number | undefined;
}

interface TrailLookDeps {
  readonly trails: (account: AccountId, region: RegionId) => Promise<readonly Trail[]>;
  readonly trailState: (account: AccountId, trail: Trail) => ReturnType<TrailReader['trailState']>;
}

type Bad = { readonly kind: Kind; readonly why: Text };

/** How a region fares: it is recorded, something is wrong, or nobody knows. */
type Region =
  | { readonly state: 'good' }
  | { readonly state: 'bad'; readonly bad: Bad }
  | { readonly state: 'unread'; readonly why: Text };

const scopeOf = (region: RegionId): string => `trail/${region}`;

const recordsChanges = ({ management }: { readonly management: string }): boolean =>
  // A member account may not see what its organisation's trail records: that is no reason to blame it.
  management !== 'none' && management !== 'read-only';

/** The reason that weighs least: a trail that logs and cannot deliver is nearer to good than one that is off. */
const badOf = (region: RegionId, covering: readonly TrailFacts[]): Bad => {
  const states = covering.flatMap(({ trail, state }) =>
    state.kind === 'read' ? [{ name: foreign(trail.name), ...state.value }] : [],
  );
  const failing = states.find((one) => one.isLogging && recordsChanges(one));
  if (failing !== undefined)
    return {
      kind: 'failing-trail',
      why: [
        `${region}: the last delivery of the trail `,
        failing.name,
        ' failed: ',
        foreign(failing.deliveryError ?? ''),
      ],
    };
  const [first] = states;
  if (first === undefined)
    return { kind: 'no-trail', why: [`${region}: no trail records what is done there`] };
  const says = states.some(({ isLogging }) => isLogging) ? 'records no changes' : 'does not log';
  return { kind: 'silent-trail', why: [`${region}: the trail `, first.name, ` ${says}`] };
};

const judge = (region: RegionId, trails: readonly TrailFacts[]): Region => {
  const covering = trails.filter(({ trail }) => trail.isMultiRegion || trail.homeRegion === region);
  const isGood = covering.some(
    ({ state }) =>
      state.kind === 'read' &&
      state.value.isLogging &&
      recordsChanges(state.value) &&
      state.value.deliveryError === undefined,
  );
  if (isGood) return { state: 'good' };
  const unread = covering.flatMap(({ state }) => (state.kind === 'unread' ? [state.why] : []))[0];
  return unread === undefined
    ? { state: 'bad', bad: badOf(region, covering) }
    : { state: 'unread', why: unread };
};

const findingOf = (region: RegionId, { kind, why }: Bad): Finding => ({
  id: `trail ${region}`,
  kind,
  scope: scopeOf(region),
  weight: 'fail',
  what: why,
});

const readFacts = async (
  { trails, trailState }: TrailLookDeps,
  { account, regions }: Place,
  run: SectionRun,
): Promise<Read<readonly TrailFacts[]>> => {
  const [region] = regions;
  if (region === undefined) return { kind: 'read', value: [] };
  const found = await asRead(() => trails(account.id, region), run);
  if (found.kind === 'unread') return found;
  const value = await Promise.all(
    found.value.map(async (trail) => ({
      trail,
      state: await asRead(() => trailState(account.id, trail), run),
    })),
  );
  return { kind: 'read', value };
};

/** Whether what is done in each region of an account is recorded. */
export const lookAtTrails = async (
  deps: TrailLookDeps,
  place: Place,
  run: SectionRun,
): Promise<LookedAtTrails> => {
  const facts = await readFacts(deps, place, run);
  const { regions } = place;
  const judged = regions.map((region): readonly [RegionId, Region] => [
    region,
    facts.kind === 'unread' ? { state: 'unread', why: facts.why } : judge(region, facts.value),
  ]);
  const isWhole = judged.every(([, { state }]) => state !== 'unread');
  return {
    findings: judged.flatMap(([region, one]) =>
      one.state === 'bad' ? [findingOf(region, one.bad)] : [],
    ),
    unread: judged.flatMap(([region, one]) =>
      one.state === 'unread' ? [{ scope: scopeOf(region), why: one.why }] : [],
    ),
    regionsWithTrail: isWhole
      ? judged.filter(([, { state }]) => state === 'good').length
      : undefined,
  };
};

export const trailScope = scopeOf;
