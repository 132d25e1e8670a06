import type { AdvisorReader } from '../../aws/support-types.ts';
import type { Reading as AwsReading } from '../../aws/trail-types.ts';
import type { ReadFactsDeps } from '../../checks/read-facts.ts';
import type { Question } from '../../core/command.ts';
import type { AdvisorQuery } from './query.ts';

/** What reads facts is for the checks that the bot makes itself where an account has no Support plan. */
export interface TrustedAdvisorDeps extends ReadFactsDeps {
  readonly advisor: AdvisorReader;
}

export type AdvisorQuestion = Question<AdvisorQuery>;

/** People wait for it. */
export const readingOf = ({ signal }: Pick<AdvisorQuestion, 'signal'>): AwsReading => ({
  urgency: 'people',
  signal,
});
