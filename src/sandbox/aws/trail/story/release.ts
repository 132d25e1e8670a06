import { minute } from '../../../../core/clock.ts';
import type { Json } from '../../../json.ts';
import { homeRegion } from '../../accounts.ts';
import { ages, oidcSubject, resources, roles, sessionKeys } from '../../story-facts.ts';
import { agents } from '../agents.ts';
import { assumedRole, otherAccount, type RoleSession, webIdentity } from '../identities.ts';
import { type Deed, sharedId } from '../record.ts';
import { assumeRequest, issued, issuedResources, roleResource } from '../sts.ts';
import type { Scene, Stage } from './cast.ts';

const runner = '203.0.113.120';

const startOf = ({ now }: Stage): number => now - ages.release - 6 * minute;

const pipeline = (stage: Stage): RoleSession => ({
  account: stage.places.tooling,
  role: roles.ciDeploy.name,
  session: roles.ciDeploy.sessionName,
  accessKeyId: sessionKeys.ciDeploy,
  since: startOf(stage),
});

const deployment = (stage: Stage): RoleSession => ({
  account: stage.places.prod,
  role: roles.deploy.name,
  session: roles.deploy.sessionName,
  accessKeyId: sessionKeys.deploy,
  since: startOf(stage) + minute,
});

const signIn = (stage: Stage): Deed => {
  const session = pipeline(stage);
  return {
    at: session.since,
    account: session.account,
    region: homeRegion,
    actor: webIdentity(session.account, oidcSubject),
    source: 'sts',
    name: 'AssumeRoleWithWebIdentity',
    readOnly: true,
    from: runner,
    agent: agents.actions,
    request: assumeRequest(session),
    response: {
      subjectFromWebIdentityToken: oidcSubject,
      ...issued(session),
      provider: webIdentity(session.account, oidcSubject).identity['identityProvider'],
      audience: 'sts.amazonaws.com',
    },
    resources: issuedResources(session),
    more: roleResource(session),
  };
};

/** One call, told in the caller's account and in the role's. */
const crossing = (stage: Stage): readonly Deed[] => {
  const from = pipeline(stage);
  const to = deployment(stage);
  const call: Omit<Deed, 'account' | 'actor'> = {
    at: to.since,
    region: homeRegion,
    source: 'sts',
    name: 'AssumeRole',
    readOnly: true,
    from: runner,
    agent: agents.sdk,
    request: assumeRequest(to),
    response: issued(to),
    resources: issuedResources(to),
    more: { ...roleResource(to), sharedEventID: sharedId(to.accessKeyId) },
  };
  return [
    { ...call, account: from.account, actor: assumedRole(from) },
    { ...call, account: to.account, actor: otherAccount(from) },
  ];
};

const state = (code: number, name: string): Json => ({ code, name });

const releases = (stage: Stage): readonly Deed[] => {
  const { terminatedInstance: instanceId, function: functionName } = resources;
  const session = deployment(stage);
  const shared = {
    account: session.account,
    region: homeRegion,
    actor: assumedRole(session),
    from: runner,
    agent: agents.sdk,
  };
  const functionArn = `arn:aws:lambda:${homeRegion}:${session.account}:function:${functionName}`;
  return [
    {
      ...shared,
      at: stage.now - ages.release,
      source: 'ec2',
      name: 'TerminateInstances',
      request: { instancesSet: { items: [{ instanceId }] } },
      response: {
        instancesSet: {
          items: [
            {
              instanceId,
              currentState: state(32, 'shutting-down'),
              previousState: state(16, 'running'),
            },
          ],
        },
      },
      resources: [{ type: 'AWS::EC2::Instance', name: instanceId }],
    },
    {
      ...shared,
      at: stage.now - ages.release + minute,
      source: 'lambda',
      name: 'UpdateFunctionCode20150331v2',
      request: { functionName, s3Bucket: 'example-artifacts', s3Key: 'orders-api/1842.zip' },
      response: { functionName, functionArn, runtime: 'nodejs22.x', version: '$LATEST' },
      resources: [
        { type: 'AWS::Lambda::Function', name: functionName },
        { type: 'AWS::Lambda::Function', name: functionArn },
      ],
    },
  ];
};

/** A pipeline signs in by its token, crosses into prod and releases there. */
export const release: Scene = (stage) => [signIn(stage), ...crossing(stage), ...releases(stage)];
