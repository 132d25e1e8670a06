import { describe, expect, it } from 'vitest';
import type { Alert } from '../../src/core/alert.ts';
import { untrusted } from '../../src/core/text.ts';
import { toAlerts } from '../../src/notifiers/index.ts';
import { createScene } from './scene.ts';

const minutes = 60_000;

interface Called {
  readonly n: number;
  readonly at: number;
  readonly call: string;
  readonly key?: string;
  readonly denied?: boolean;
}

/** A change by a deployment, as EventBridge brings it. */
const changes = ({ n, at, call, key = 'ASIAIOSFODNN7EXAMPLE', denied }: Called): readonly Alert[] =>
  toAlerts({
    via: 'https',
    message: untrusted(''),
    sentAt: at,
    body: {
      eventID: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
      eventName: call,
      eventSource: 'ec2.amazonaws.com',
      eventType: 'AwsApiCall',
      eventTime: new Date(at).toISOString(),
      awsRegion: 'eu-west-1',
      recipientAccountId: '111122223333',
      sourceIPAddress: '203.0.113.7',
      userAgent: 'APN/1.0 HashiCorp/1.0 Terraform/1.9',
      requestParameters: { groupId: `sg-${n}` },
      ...(denied === true && { errorCode: 'Client.UnauthorizedOperation' }),
      userIdentity: {
        type: 'AssumedRole',
        principalId: 'AROAEXAMPLE:acme-infra@main',
        arn: 'arn:aws:sts::111122223333:assumed-role/deploy/acme-infra@main',
        accountId: '111122223333',
        accessKeyId: key,
        sessionContext: {
          sessionIssuer: {
            type: 'Role',
            userName: 'deploy',
            arn: 'arn:aws:iam::111122223333:role/deploy',
          },
        },
      },
    },
  });

const calls = [
  'CreateSecurityGroup',
  'AuthorizeSecurityGroupIngress',
  'CreateVpc',
  'CreateRouteTable',
  'CreateNetworkAcl',
];

describe('300 changes of one session', () => {
  it('are one message that counts them, and says who made them', async () => {
    const scene = await createScene();
    const { clock, send, slack } = scene;

    for (let n = 0; n < 300; n += 1) {
      await send(...changes({ n, at: clock.now(), call: calls[n % calls.length] ?? '' }));
      if (n % 5 === 0) await clock.pass(4_000);
    }
    await clock.pass(6 * minutes);

    expect(slack.messages.length).toBeLessThanOrEqual(3);
    expect(scene.rootTexts()).toHaveLength(1);
    expect(scene.rootText()).toContain(
      'deploy (acme-infra@main) made 300 changes in prod (111122223333), eu-west-1: 5 operations',
    );
  });

  it('are told by what an identity provider says of them, those that come later too', async () => {
    const origin = { subjectOf: async () => 'acme/infra@main' };
    const scene = await createScene({ origin });
    const { clock, send } = scene;

    await send(...changes({ n: 1, at: clock.now(), call: 'CreateVpc' }));
    await send(...changes({ n: 2, at: clock.now(), call: 'CreateVpc' }));
    await clock.pass(minutes);
    await send(...changes({ n: 3, at: clock.now(), call: 'CreateRouteTable' }));
    await clock.pass(minutes);

    expect(scene.rootText()).toContain('deploy (acme/infra@main) made 3 changes');
    expect(scene.rootText()).toContain('deploy: acme/infra@main (OIDC subject, likely');
  });

  it('that come late and in any order are the same one message', async () => {
    const scene = await createScene();
    const { clock, send } = scene;
    const at = clock.now() - 5 * minutes;
    const all = Array.from({ length: 60 }, (_, n) =>
      changes({ n, at: at + n * 1_000, call: 'CreateSecurityGroup' }),
    );

    await send(...all.toReversed().flat());
    await send(...all.flat());
    await clock.pass(2 * minutes);

    expect(scene.rootTexts()).toHaveLength(1);
    expect(scene.rootText()).toContain('made 60 changes');
  });
});

describe('a session', () => {
  it('begins anew after a quarter of an hour, and by another key', async () => {
    const scene = await createScene();
    const { clock, send } = scene;

    await send(...changes({ n: 1, at: clock.now(), call: 'CreateVpc' }));
    await clock.pass(14 * minutes);
    await send(...changes({ n: 2, at: clock.now(), call: 'CreateVpc' }));
    await clock.pass(minutes);
    const together = scene.rootTexts().length;
    await clock.pass(15 * minutes);
    await send(...changes({ n: 3, at: clock.now(), call: 'CreateVpc' }));
    await send(
      ...changes({ n: 4, at: clock.now(), call: 'CreateVpc', key: 'ASIAI44QH8DHBEXAMPLE' }),
    );
    await clock.pass(minutes);

    expect(together).toBe(1);
    expect(scene.rootTexts()).toHaveLength(3);
  });

  it('does not hide what was denied to it', async () => {
    const scene = await createScene();
    const { clock, send } = scene;

    await send(...changes({ n: 1, at: clock.now(), call: 'CreateVpc' }));
    await send(...changes({ n: 2, at: clock.now(), call: 'DeleteVpc', denied: true }));
    await clock.pass(minutes);

    expect(scene.rootTexts()).toHaveLength(2);
    expect(scene.rootTexts()[1]).toContain('denied');
  });
});
