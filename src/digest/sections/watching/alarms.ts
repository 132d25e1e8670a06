import type { AlarmState } from '../../../aws/cloudwatch-types.ts';
import { asRead } from '../../../checks/read-facts.ts';
import { day } from '../../../core/clock.ts';
import type { Place } from '../../../core/command.ts';
import type { Finding } from '../../../core/digest.ts';
import { AppError } from '../../../core/errors.ts';
import type { AccountId, RegionId } from '../../../core/ids.ts';
import { foreign } from '../../../core/redact.ts';
import { hearing } from '../../../detections/coverage/read-place.ts';
import type { SectionRun } from '../../section.ts';
import type { Looked } from './kinds.ts';

export interface LookedAtAlarms extends Looked {
  readonly alarms: number;
  /** How many of them lead to a listed topic. */
  readonly heard: number;
  /** Regions of which no alarm was read. */
  readonly regionsUnread: number;
}

interface AlarmLookDeps {
  readonly alarms: (account: AccountId, region: RegionId) => Promise<readonly AlarmState[]>;
  readonly isListed: (topicArn: string) => boolean;
  readonly now: number;
}

/** An alarm that has had no data for less is not worth a word: a week may be quiet. */
const longMs = 7 * day;

export const alarmScope = (region: RegionId): string => `alarms/${region}`;

const quiet = (region: RegionId, { name, actions, actionsEnabled }: AlarmState): Finding => ({
  id: `quiet-alarm/${region}/${foreign(name).untrusted}`,
  kind: 'quiet-alarm',
  scope: alarmScope(region),
  weight: 'fail',
  what: [
    'alarm ',
    foreign(name),
    ` in ${region} ${actions.length > 0 && !actionsEnabled ? 'has its actions switched off' : 'has no action'}`,
  ],
});

const dataless = (region: RegionId, { name, stateAt }: AlarmState): Finding => ({
  id: `dataless-alarm/${region}/${foreign(name).untrusted}`,
  kind: 'dataless-alarm',
  scope: alarmScope(region),
  weight: 'warn',
  what: ['alarm ', foreign(name), ` in ${region} has no data to judge by (INSUFFICIENT_DATA)`],
  since: stateAt,
});

const findingsOf = (region: RegionId, alarms: readonly AlarmState[], now: number): Finding[] => {
  const isTold = hearing(alarms, () => true);
  return alarms.flatMap((alarm) => [
    ...(isTold(alarm) ? [] : [quiet(region, alarm)]),
    ...(alarm.state === 'INSUFFICIENT_DATA' && now - alarm.stateAt > longMs
      ? [dataless(region, alarm)]
      : []),
  ]);
};

/** The alarms of each region of an account: which tell nobody, and which see nothing. */
export const lookAtAlarms = async (
  { alarms, isListed, now }: AlarmLookDeps,
  { account, regions }: Place,
  run: SectionRun,
): Promise<LookedAtAlarms> => {
  const byRegion = await Promise.all(
    regions.map(async (region) => ({
      region,
      found: await asRead(() => alarms(account.id, region), run),
    })),
  );
  const read = byRegion.flatMap(({ region, found }) =>
    found.kind === 'read' ? [{ region, alarms: found.value }] : [],
  );
  return {
    findings: read.flatMap((one) => findingsOf(one.region, one.alarms, now)),
    unread: byRegion.flatMap(({ region, found }) =>
      found.kind === 'unread' ? [{ scope: alarmScope(region), why: found.why }] : [],
    ),
    alarms: read.reduce((sum, one) => sum + one.alarms.length, 0),
    heard: read.reduce(
      (sum, one) => sum + one.alarms.filter(hearing(one.alarms, isListed)).length,
      0,
    ),
    regionsUnread: byRegion.length - read.length,
  };
};

const isDisabled = (thrown: unknown): boolean =>
  thrown instanceof AppError && thrown.code === 'aws_region_disabled';

/** The place without regions that are not enabled: nothing happens there that would have to be watched. */
export const enabledIn = async (
  { alarms }: Pick<AlarmLookDeps, 'alarms'>,
  { account, regions }: Place,
): Promise<Place> => {
  const isEnabled = async (region: RegionId): Promise<boolean> => {
    try {
      await alarms(account.id, region);
      return true;
    } catch (thrown) {
      return !isDisabled(thrown);
    }
  };
  const enabled = await Promise.all(regions.map(isEnabled));
  const off = new Set(regions.filter((_, index) => enabled[index] === false));
  const without = (all: readonly RegionId[]): readonly RegionId[] =>
    all.filter((region) => !off.has(region));
  return {
    account: { ...account, regions: without(account.regions) },
    regions: without(regions),
  };
};
