import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prod, topics } from '../../src/sandbox/aws/organisation.ts';
import { routes } from './routes.ts';
import { type Scenario, startScenario } from './scenario.ts';

const minute = 60_000;
/** Ten minutes of the sample accounts pass in 15 s. */
const factor = 40;
const soon = { timeout: 20_000 };

describe('events of CloudTrail, in the sample accounts', () => {
  let scene: Scenario;
  beforeAll(async () => {
    scene = await startScenario(routes, factor);
  });
  afterAll(() => scene.stop());

  const messages = async (channels: readonly string[]): Promise<number> => {
    const all = channels.flatMap((channel) => [scene.roots(channel), scene.replies(channel)]);
    return (await Promise.all(all)).flat().length;
  };

  it('of a call that trips an alarm too are shown once', async () => {
    await scene.happen('security-group-told-twice');
    await scene.pass(minute);

    const all = [...(await scene.roots('s-group')), ...(await scene.roots('s-events'))];
    expect(all.filter(({ words }) => words.includes('sg-0abc1230def456789'))).toHaveLength(1);
  });

  it('of a run of terraform are at most three messages, with the right number', async () => {
    const channels = ['s-events', 's-files', 's-group', 's-elsewhere'];
    const before = await messages(channels);
    await scene.happen('terraform-apply');
    await scene.pass(3 * minute);

    expect(await scene.root('s-events')).toMatch(
      /deploy \(example-org\/infra@main\) made 300 changes in prod .*: 15 operations, 2 unusual/,
    );
    expect((await messages(channels)) - before).toBeLessThanOrEqual(3);
  });

  it('about what the bot itself is denied make no message for ten minutes', async () => {
    const channels = ['s-events', 's-files', 's-denied', 's-elsewhere'];
    const before = await messages(channels);
    for (let at = 0; at < 10; at += 1) {
      await scene.happen('bot-denied');
      await scene.pass(minute);
    }

    expect(await messages(channels)).toBe(before);
  });

  it('about its role in other hands are critical', async () => {
    await scene.happen('bot-role-elsewhere');

    await expect
      .poll(() => scene.root('s-elsewhere'), soon)
      .toMatch(/CRITICAL Role of the bot used from elsewhere .* from 203\.0\.113\.66/);

    await scene.happen('bot-home-role-elsewhere');
    await expect
      .poll(async () => (await scene.roots('s-elsewhere')).map(({ words }) => words).join(), soon)
      .toMatch(/CRITICAL Role of the bot used from elsewhere .*role Trailwarden .*203\.0\.113\.66/);
  });

  it('about what guards the account stand for themselves', async () => {
    await scene.happen('guardduty-off');

    await expect
      .poll(() => scene.root('s-guard'), soon)
      .toMatch(
        /CRITICAL GuardDuty switched off in prod .*: frank@example\.com .*198\.51\.100\.101/,
      );
  });

  it('are read from the log files of a listed bucket', async () => {
    await scene.happen('log-file-delivered');
    await expect.poll(() => scene.root('s-files'), soon).toMatch(/^ ?MEDIUM Network ACL change/);
    await scene.happen('log-file-announced');

    await expect
      .poll(() => scene.root('s-files'), soon)
      .toMatch(/frank@example\.com \(role PowerUserAccess\) made 2 changes .*DeleteVpc/s);
  });

  it('that nobody watches are ignored and counted', async () => {
    const before = await messages(['s-events']);
    const record = {
      eventName: 'DescribeInstances',
      eventSource: 'ec2.amazonaws.com',
      eventTime: new Date(scene.now()).toISOString(),
      awsRegion: 'eu-west-1',
      recipientAccountId: prod,
      userIdentity: { type: 'IAMUser', userName: 'alice', accountId: prod },
    };
    await scene.publish(topics.findings, { Records: [record] });
    await scene.pass(minute / 2);

    const metrics = await (await fetch(`${scene.sandbox.bot.url() ?? ''}/metrics`)).text();
    expect(metrics).toMatch(/trailwarden_events_ignored_total [1-9]/);
    expect(await messages(['s-events'])).toBe(before);
  });
});
