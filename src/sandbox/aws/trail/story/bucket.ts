import { minute } from '../../../../core/clock.ts';
import { homeRegion, security } from '../../accounts.ts';
import { identityStoreArn } from '../../identity/directory.ts';
import { people, resources, sessionKeys, yesterdayAt } from '../../story-facts.ts';
import { agents } from '../agents.ts';
import { assumedRole, identityCenterUser, workforceSession } from '../identities.ts';
import type { Deed } from '../record.ts';
import type { Scene, Stage } from './cast.ts';

const deletion = ({ places, now }: Stage): Deed => {
  const at = yesterdayAt(now, 9, 12);
  const { carol } = people;
  const host = `${resources.bucket}.s3.${places.bucketRegion}.amazonaws.com`;
  const arn = `arn:aws:s3:::${resources.bucket}`;
  return {
    at,
    account: places.dataLake,
    region: places.bucketRegion,
    actor: assumedRole(
      workforceSession(places.dataLake, carol, {
        accessKeyId: sessionKeys.carol,
        since: at - 31 * minute,
        mfa: false,
        more: { onBehalfOf: { userId: carol.userId, identityStoreArn: identityStoreArn() } },
      }),
    ),
    source: 's3',
    name: 'DeleteBucket',
    from: carol.address,
    agent: `[${agents.cliPlain}]`,
    request: { bucketName: resources.bucket, Host: host },
    resources: [{ type: 'AWS::S3::Bucket', name: resources.bucket }],
    more: {
      additionalEventData: {
        SignatureVersion: 'SigV4',
        CipherSuite: 'TLS_AES_128_GCM_SHA256',
        bytesTransferredIn: 0,
        AuthenticationMethod: 'AuthHeader',
        bytesTransferredOut: 0,
      },
      resources: [{ accountId: places.dataLake, type: 'AWS::S3::Bucket', ARN: arn }],
    },
  };
};

/** The credentials for her command line come from Identity Center. */
const credentials = ({ at, from, agent }: Deed, account: string): Deed => ({
  at: at - 31 * minute,
  account: security,
  region: homeRegion,
  actor: identityCenterUser(security, people.carol.userId),
  source: 'sso',
  name: 'GetRoleCredentials',
  readOnly: true,
  from,
  agent,
  more: {
    eventType: 'AwsServiceEvent',
    serviceEventDetails: { role_name: people.carol.permissionSet, account_id: account },
  },
});

/** carol deletes a bucket; at first it was not empty. What emptied it are data events. */
export const deletedBucket: Scene = (stage) => {
  const deed = deletion(stage);
  return [
    credentials(deed, deed.account),
    {
      ...deed,
      at: deed.at - 7 * minute,
      error: {
        code: 'BucketNotEmpty',
        message: 'The bucket you tried to delete is not empty',
      },
    },
    deed,
  ];
};
