import { randomBytes } from 'node:crypto';
import { hour } from '../../../core/clock.ts';
import { stringOf } from '../../json.ts';
import { AwsError, missing } from '../aws-error.ts';
import type { Operation } from '../operation.ts';

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
const getCallerIdentity: Operation = {
  service: 'sts',
  name: 'GetCallerIdentity',
  run: (_context, { account, arn }) => ({
    Account: account,
    Arn: arn,
    UserId: `AROAEXAMPLE:${arn.split('/').at(-1) ?? ''}`,
  }),
};

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const assumeRole: Operation = {
  service: 'sts',
  name: 'AssumeRole',
  run: ({ organisation, sessions, clock }, caller, input) => {
    const roleArn = stringOf(input['RoleArn']);
    const sessionName = stringOf(input['RoleSessionName']);
    if (roleArn === '' || sessionName === '') throw missing('roleArn or roleSessionName');
    const account = organisation.accounts.find((one) => one.role === roleArn);
    const externalId = stringOf(input['ExternalId']);
    if (
      account === undefined ||
      (account.externalId !== undefined && account.externalId !== externalId)
    )
      throw new AwsError(
        'AccessDenied',
        `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
        403,
      );
    const accessKeyId = `ASIA${randomBytes(8).toString('hex').toUpperCase()}`;
    const name = roleArn.split('/').at(-1) ?? '';
    const arn = `arn:aws:sts::${account.id}:assumed-role/${name}/${sessionName}`;
    sessions.set(accessKeyId, { account: account.id, arn });
    return {
      Credentials: {
        AccessKeyId: accessKeyId,
        SecretAccessKey: randomBytes(20).toString('hex'),
        SessionToken: randomBytes(60).toString('base64'),
        Expiration: new Date(clock.now() + hour).toISOString(),
      },
      AssumedRoleUser: { AssumedRoleId: `AROAEXAMPLE:${sessionName}`, Arn: arn },
    };
  },
};

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetAccessKeyInfo.html */
const getAccessKeyInfo: Operation = {
  service: 'sts',
  name: 'GetAccessKeyInfo',
  run: ({ trail, sessions, iam }, _caller, input) => {
    const key = stringOf(input['AccessKeyId']);
    const account = trail.accountOfKey(key) ?? sessions.get(key)?.account ?? iam.accountOfKey(key);
    if (account === undefined)
      throw new AwsError('ValidationError', `${key} is not a valid access key ID`);
    return { Account: account };
  },
};

export const stsOperations: readonly Operation[] = [
  getCallerIdentity,
  assumeRole,
  getAccessKeyInfo,
];
