import type { RegionId } from '../core/ids.ts';
import { foreign } from '../core/redact.ts';
import type { Text } from '../core/text.ts';
import type { OwnCheck } from './check.ts';
import type { TrailFacts } from './facts.ts';
import {
  type CheckedResource,
  couldNotRead,
  gapOf,
  gapsOf,
  unknown,
  type Verdict,
  verdict,
} from './verdict.ts';

const isLogging = ({ state }: TrailFacts): boolean =>
  state.kind === 'read' && state.value.isLogging;

const records = ({ state }: TrailFacts): boolean =>
  state.kind === 'read' &&
  (state.value.management === 'all' || state.value.management === 'write-only');

/** What keeps a trail that logs from being all that is asked for. */
const defects = ({ trail, state }: TrailFacts): readonly Text[] => {
  if (state.kind === 'unread') return [];
  const { deliveryError, management } = state.value;
  return [
    ...(deliveryError === undefined
      ? []
      : [['its last delivery failed: ', foreign(deliveryError)]]),
    ...(management === 'write-only' ? [['it records changes only, not reads']] : []),
    ...(trail.logFileValidation ? [] : [['its files cannot be checked for changes afterwards']]),
  ];
};

const joined = (parts: readonly Text[]): Text =>
  parts.flatMap((part, index) => (index === 0 ? part : ['; ', ...part]));

const resourceOf = (
  { trail }: TrailFacts,
  outcome: CheckedResource['outcome'],
  why: Text,
): CheckedResource => ({ outcome, name: foreign(trail.name), region: undefined, why });

const named = ({ trail }: TrailFacts): Text => [
  trail.isOrganization ? "The organisation's trail " : 'The trail ',
  { bold: foreign(trail.name) },
];

const judgeMultiRegion = (trails: readonly TrailFacts[]): Verdict => {
  const best = trails.toSorted((a, b) => defects(a).length - defects(b).length)[0];
  const found = best === undefined ? [] : defects(best);
  if (best === undefined) return verdict('fail', ['No trail logs.']);
  if (found.length === 0)
    return verdict('pass', [...named(best), ' records management events of every region.']);
  return {
    ...verdict('warn', [...named(best), ' records every region, but ', ...joined(found), '.']),
    resources: [resourceOf(best, 'warn', joined(found))],
  };
};

/** Trails of single regions, together. */
const judgeSingle = (trails: readonly TrailFacts[], regions: readonly RegionId[]): Verdict => {
  const covered = new Set(trails.map(({ trail }) => trail.homeRegion));
  const missing = regions.filter((region) => !covered.has(region));
  const why: Text = ['it records one region only'];
  const resources = trails.map((one) => resourceOf(one, missing.length > 0 ? 'fail' : 'warn', why));
  const reason =
    missing.length > 0
      ? `Nothing is recorded in ${missing.join(', ')}: no trail that logs covers every region.`
      : 'Every region asked about has a trail of its own, but none covers all: a region that is enabled later is recorded nowhere.';
  return { ...verdict(missing.length > 0 ? 'fail' : 'warn', [reason]), resources };
};

const silentWhy = (one: TrailFacts): Text =>
  isLogging(one) ? ['it records no changes'] : ['it does not log'];

const judgeSilent = (trails: readonly TrailFacts[]): Verdict => ({
  ...verdict('fail', [
    trails.length === 0
      ? 'There is no trail; what is done in the account is kept for 90 days only.'
      : 'No trail logs the changes made in the account; they are kept for 90 days only.',
  ]),
  resources: trails.map((one) => resourceOf(one, 'fail', silentWhy(one))),
});

const judgeTrails = (trails: readonly TrailFacts[], regions: readonly RegionId[]): Verdict => {
  const good = trails.filter((one) => isLogging(one) && records(one));
  const multi = good.filter(({ trail }) => trail.isMultiRegion);
  if (multi.length > 0) return judgeMultiRegion(multi);
  const gaps = gapsOf(trails.map(({ state }) => state));
  const isUnclear = trails.some(
    ({ state }) =>
      state.kind === 'read' && state.value.isLogging && state.value.management === 'unknown',
  );
  if (gaps.length > 0 || isUnclear)
    return unknown([
      ...gaps,
      ...(isUnclear
        ? [
            gapOf([
              'Which events a trail records could not be read (cloudtrail:GetEventSelectors).',
            ]),
          ]
        : []),
    ]);
  return good.length > 0 ? judgeSingle(good, regions) : judgeSilent(trails);
};

export const trailLogging: OwnCheck = {
  id: 'trail-logging',
  title: 'CloudTrail logging',
  cis: ['3.1', '3.2'],
  fails: 'no trail logs the changes of every region asked about',
  warns:
    'the trail leaves something out: reads, later regions, log file validation, failed deliveries',
  findings: 'Gaps in the activity history',
  next: 'Make one trail for all regions (of the organisation, if there is one) with log file validation.',
  urgency: { fail: 85, warn: 30 },
  advisor: { id: 'c25hn9x03v', name: 'AWS CloudTrail Management Events Logging' },
  needs: ['trails'],
  judge: ({ trails, regions }) =>
    trails.kind === 'unread' ? couldNotRead(trails.why) : judgeTrails(trails.value, regions),
};
