import type { Where } from '../../aws/cloudwatch-types.ts';
import type { IamReader } from '../../aws/iam-types.ts';
import type { IdentityReader, KeyLocator } from '../../aws/identity-types.ts';
import type { Reading as AwsReading } from '../../aws/trail-types.ts';
import type { Clock } from '../../core/clock.ts';
import type { Place, Question } from '../../core/command.ts';
import type { AccountId, RegionId } from '../../core/ids.ts';
import type { IdentityCenterSettings } from '../../core/settings.ts';
import { homeRegion } from '../asking/account.ts';
import type { IamQuery } from './query.ts';

/** What /iam-lastused needs; settings are asked anew each time, they may have been reloaded. */
export interface IamLastusedDeps {
  readonly clock: Pick<Clock, 'now'>;
  readonly iam: Omit<IamReader, 'authorizationDetails'>;
  readonly identities: Pick<IdentityReader, 'instance' | 'userByEmail' | 'assignments'>;
  readonly keys: KeyLocator;
  readonly identityCenter: () => IdentityCenterSettings | undefined;
  /** With which credentials an account is read. */
  readonly whereOf: (account: AccountId, region: RegionId) => Where;
  /** Where calls go that belong to no account. */
  readonly home: () => Where;
}

export type IamQuestion = Question<IamQuery>;

/** IAM of a place: it has one region a partition. */
export const iamWhere = ({ whereOf }: Pick<IamLastusedDeps, 'whereOf'>, place: Place): Where =>
  whereOf(place.account.id, homeRegion(place));

/** People wait for it. */
export const readingOf = ({ signal }: Pick<IamQuestion, 'signal'>): AwsReading => ({
  urgency: 'people',
  signal,
});
