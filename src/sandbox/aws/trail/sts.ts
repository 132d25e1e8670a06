import { hour } from '../../../core/clock.ts';
import type { Json } from '../../json.ts';
import { isoSeconds, principalIdOf, type RoleSession, roleArn, sessionArn } from './identities.ts';
import type { TrailResource } from './record.ts';

/** What STS answered to AssumeRole…, as its record has it; the token is never a real one. */
export const issued = (session: RoleSession): Json => ({
  credentials: {
    accessKeyId: session.accessKeyId,
    sessionToken: 'EXAMPLE-SESSION-TOKEN',
    expiration: isoSeconds(session.since + hour),
  },
  assumedRoleUser: { assumedRoleId: principalIdOf(session), arn: sessionArn(session) },
});

/** What Event history lists of it: the issued key can be looked up by name. */
export const issuedResources = (session: RoleSession): readonly TrailResource[] => [
  { type: 'AWS::IAM::AccessKey', name: session.accessKeyId },
  { type: 'AWS::STS::AssumedRole', name: principalIdOf(session) },
  { type: 'AWS::STS::AssumedRole', name: sessionArn(session) },
  { type: 'AWS::IAM::Role', name: roleArn(session.account, session.role, session.path) },
];

/** The record's own list of resources. */
export const roleResource = ({ account, role, path }: RoleSession): Json => ({
  resources: [{ ARN: roleArn(account, role, path), accountId: account, type: 'AWS::IAM::Role' }],
});

export const assumeRequest = ({ account, role, path, session }: RoleSession): Json => ({
  roleArn: roleArn(account, role, path),
  roleSessionName: session,
  durationSeconds: 3600,
});
