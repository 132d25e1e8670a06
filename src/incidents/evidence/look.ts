import type { Where } from '../../aws/cloudwatch-types.ts';
import type { Reading } from '../../aws/trail-types.ts';
import type { AlarmFacts } from '../../core/evidence.ts';
import type { AccountId, RegionId } from '../../core/ids.ts';
import type { Text } from '../../core/text.ts';
import type { EvidenceDeps, EvidenceRequest } from './deps.ts';
import type { Gaps } from './gaps.ts';

/** One look at an alarm, with all that it needs. */
export interface Look {
  readonly deps: EvidenceDeps;
  readonly request: EvidenceRequest;
  readonly alarm: AlarmFacts;
  readonly account: AccountId;
  readonly region: RegionId;
  /** Where the alarm is. */
  readonly where: Where;
  readonly reading: Reading;
  readonly gaps: Gaps;
  /** What was asked, for the small print. */
  readonly asked: (text: Text) => void;
}

/** "111122223333, eu-west-1". */
export const shownPlace = (account: AccountId | undefined, region: RegionId): string =>
  account === undefined ? region : `${account}, ${region}`;
