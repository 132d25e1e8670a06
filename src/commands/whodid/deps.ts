import type { Where } from '../../aws/cloudwatch-types.ts';
import type { IdentityReader, KeyLocator } from '../../aws/identity-types.ts';
import type { LogReader, TrailReader } from '../../aws/trail-types.ts';
import type { Clock } from '../../core/clock.ts';
import type { AccountId, RegionId } from '../../core/ids.ts';
import type { IdentityCenterSettings, TrailLogGroup } from '../../core/settings.ts';

/** What /whodid needs; settings are asked anew each time, they may have been reloaded. */
export interface WhodidDeps {
  readonly trail: Pick<TrailReader, 'lookup'>;
  readonly logs: LogReader;
  readonly keys: KeyLocator;
  readonly identities: Pick<IdentityReader, 'instance' | 'userById' | 'userByEmail'>;
  /** With whose credentials an account is read. */
  readonly whereOf: (account: AccountId, region: RegionId) => Where;
  /** Where calls go that belong to no account: STS of the bot's own. */
  readonly home: () => Where;
  readonly trailLogs: () => readonly TrailLogGroup[];
  readonly identityCenter: () => IdentityCenterSettings | undefined;
  /** The Slack member with this e-mail address; undefined where none is known. Never rejects. */
  readonly memberByEmail: (email: string) => Promise<string | undefined>;
  /** The e-mail address of a member of the workspace, in small letters. Never rejects. */
  readonly emailOfMember: (userId: string) => Promise<string | undefined>;
  readonly clock: Clock;
}
