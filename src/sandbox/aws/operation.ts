import type { Clock } from '../../core/clock.ts';
import type { Json } from '../json.ts';
import type { AlarmStore } from './alarms.ts';
import type { Iam } from './iam/store.ts';
import type { Queries } from './logs/queries.ts';
import type { Organisation } from './organisation.ts';
import type { Units } from './organizations/units.ts';
import type { Weeks } from './plan/weeks.ts';
import type { Rates } from './rates.ts';
import type { Objects } from './s3/objects.ts';
import type { SnsStore } from './sns-store.ts';
import type { Advisor } from './support/store.ts';
import type { Trail } from './trail/store.ts';

/** As IAM writes them before an action. */
export type Service =
  | 'account'
  | 'cloudtrail'
  | 'cloudwatch'
  | 'ec2'
  | 'iam'
  | 'identitystore'
  | 'logs'
  | 'organizations'
  | 's3'
  | 'sns'
  | 'sso'
  | 'sts'
  | 'support';

/** Who calls, from the credentials, and where, from the signature's scope. */
export interface Caller {
  readonly account: string;
  readonly arn: string;
  readonly region: string;
  readonly accessKeyId: string;
}

/** Whom credentials belong to. */
export type Holder = Pick<Caller, 'account' | 'arn'>;

export interface AwsContext {
  readonly organisation: Organisation;
  readonly alarms: AlarmStore;
  readonly sns: SnsStore;
  readonly trail: Trail;
  readonly queries: Queries;
  readonly iam: Iam;
  readonly advisor: Advisor;
  readonly objects: Objects;
  readonly units: Units;
  readonly rates: Rates;
  /** In which week of its changes the organisation is. */
  readonly weeks: Weeks;
  /** How much of AWS's own time calls take: 0 none, 1 all of it. */
  readonly delayScale: number;
  /** Takes the time that AWS would take; ms. */
  readonly delay: (ms: number) => Promise<void>;
  /** Takes the time that such a call typically takes, whatever it is answered. */
  readonly takeTime: (caller: Caller, operation: string) => Promise<void>;
  readonly clock: Clock;
  /** The temporary credentials that AssumeRole gave out: access key to who holds it. */
  readonly sessions: Map<string, Holder>;
  /** Signs and delivers in the background; @returns the message's id */
  readonly publish: (wanted: {
    readonly topicArn: string;
    readonly message: string;
    readonly subject: string | undefined;
  }) => string;
}

/** One operation of a service, whatever the protocol. */
export interface Operation {
  readonly service: Service;
  readonly name: string;
  /**
   * @param input As the protocol names its members; of a Query or EC2 form every leaf is a text.
   * @returns the members of the answer by their names on the wire; a Map is written as SNS's maps
   * are, and times have the protocol's form: seconds in JSON, ISO in XML; of S3 `Body` has the bytes
   * @throws AwsError
   */
  readonly run: (context: AwsContext, caller: Caller, input: Json) => Json | Promise<Json>;
}
