import type { Where } from '../../aws/cloudwatch-types.ts';
import type { Ec2Reader } from '../../aws/ec2-types.ts';
import type { IamReader } from '../../aws/iam-types.ts';
import type { AdvisorReader } from '../../aws/support-types.ts';
import type { Reading as AwsReading, TrailReader } from '../../aws/trail-types.ts';
import type { Clock } from '../../core/clock.ts';
import type { Question } from '../../core/command.ts';
import type { AccountId, RegionId } from '../../core/ids.ts';
import type { AdvisorQuery } from './query.ts';

export interface TrustedAdvisorDeps {
  readonly clock: Pick<Clock, 'now'>;
  readonly advisor: AdvisorReader;
  /** For the checks that the bot makes itself where an account has no Support plan. */
  readonly iam: Pick<IamReader, 'summary' | 'passwordPolicy' | 'credentialReport'>;
  readonly ec2: Ec2Reader;
  readonly trail: Pick<TrailReader, 'trails' | 'trailState'>;
  /** With which credentials an account is read. */
  readonly whereOf: (account: AccountId, region: RegionId) => Where;
}

export type AdvisorQuestion = Question<AdvisorQuery>;

/** People wait for it. */
export const readingOf = ({ signal }: Pick<AdvisorQuestion, 'signal'>): AwsReading => ({
  urgency: 'people',
  signal,
});
