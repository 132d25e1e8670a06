import type { TrailRecord } from '../../../src/aws/trail-types.ts';
import { minute, now, type Recorded } from './trail.ts';

export const prod = '111122223333';
export const staging = '222233334444';
export const tooling = '333344445555';

let count = 0;

interface Call {
  readonly ago?: number;
  readonly account?: string;
  readonly region?: string;
  readonly identity: object;
  readonly name: string;
  readonly source?: string;
  readonly more?: object;
  readonly username?: string;
  readonly resources?: readonly string[];
}

/** A call of the sample accounts, `ago` ms before `now`. */
export const call = (told: Call): Recorded => {
  count += 1;
  const record: TrailRecord = {
    eventVersion: '1.11',
    userIdentity: told.identity,
    eventTime: new Date(now - (told.ago ?? 10 * minute)).toISOString().replace('.000Z', 'Z'),
    eventSource: `${told.source ?? 'ec2'}.amazonaws.com`,
    eventName: told.name,
    awsRegion: told.region ?? 'eu-west-1',
    sourceIPAddress: '198.51.100.7',
    userAgent: 'aws-cli/2.31.0',
    requestParameters: null,
    responseElements: null,
    eventID: `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`,
    recipientAccountId: told.account ?? prod,
    ...told.more,
  };
  return {
    record,
    ...(told.username === undefined ? {} : { username: told.username }),
    ...(told.resources === undefined ? {} : { resources: told.resources }),
  };
};

export const iamUser = (name: string, keyId = 'AKIAIOSFODNN7EXAMPLE') => ({
  type: 'IAMUser',
  principalId: 'AIDAEXAMPLE',
  arn: `arn:aws:iam::${prod}:user/${name}`,
  accountId: prod,
  accessKeyId: keyId,
  userName: name,
});

/** A role session; `path` is of the role. */
export const session = (
  role: string,
  name: string,
  options: {
    readonly account?: string;
    readonly keyId?: string;
    readonly path?: string;
    readonly since?: number;
    readonly mfa?: boolean;
    readonly context?: object;
    readonly more?: object;
  } = {},
) => {
  const account = options.account ?? prod;
  return {
    type: 'AssumedRole',
    principalId: `AROAEXAMPLE:${name}`,
    arn: `arn:aws:sts::${account}:assumed-role/${role}/${name}`,
    accountId: account,
    accessKeyId: options.keyId ?? 'ASIAIOSFODNN7EXAMPLE',
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        arn: `arn:aws:iam::${account}:role${options.path ?? '/'}${role}`,
        accountId: account,
        userName: role,
      },
      attributes: {
        creationDate: new Date(options.since ?? now - 60 * minute).toISOString(),
        mfaAuthenticated: String(options.mfa ?? false),
      },
      ...options.context,
    },
    ...options.more,
  };
};

/** Somebody of Identity Center. */
export const workforce = (email: string, mfa = true) =>
  session('AWSReservedSSO_AdministratorAccess_0123456789abcdef', email, {
    path: '/aws-reserved/sso.amazonaws.com/eu-west-1/',
    keyId: 'ASIAALICE2ADMEXAMPLE',
    mfa,
  });

export const deletedGroup = call({
  name: 'DeleteSecurityGroup',
  identity: workforce('alice@example.com'),
  username: 'alice@example.com',
  resources: ['sg-0abc1234'],
  more: {
    requestParameters: { groupId: 'sg-0abc1234' },
    sessionCredentialFromConsole: 'true',
  },
});

export const deniedTrail = call({
  name: 'StopLogging',
  source: 'cloudtrail',
  ago: 30 * minute,
  identity: iamUser('bob'),
  username: 'bob',
  resources: ['management-events'],
  more: {
    errorCode: 'AccessDenied',
    errorMessage: 'User is not authorized to perform: cloudtrail:StopLogging',
    requestParameters: { name: 'management-events' },
    sourceIPAddress: '203.0.113.50',
  },
});
