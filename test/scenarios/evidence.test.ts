import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from './routes.ts';
import { type Scenario, startScenario } from './scenario.ts';

const minute = 60_000;
/** Fifteen minutes of the sample accounts pass in 22 s. */
const factor = 40;
const soon = { timeout: 20_000 };

describe('an alarm with its evidence, in the sample accounts', () => {
  let scene: Scenario;
  beforeAll(async () => {
    scene = await startScenario(routes, factor);
  });
  afterAll(() => scene.stop());

  const texts = async (channel: string): Promise<readonly string[]> =>
    (await scene.replies(channel)).map(({ text }) => text);

  it('names who deleted a security group, what, from where and how', async () => {
    await scene.happen('security-group-deleted');

    await expect
      .poll(() => scene.root('s-group'), soon)
      .toMatch(/Who \| What \| When.*First time in 90 days that alice@example\.com/s);
    expect(await scene.root('s-group')).toMatch(
      /^ ?HIGH CloudTrailSecurityGroupChanges went to ALARM in prod \(111122223333\), eu-west-1: 1 security group change in 5 minutes – alice@example\.com \(role AdministratorAccess\) deleted security group sg-0abc1230def456789 from 198\.51\.100\.7 with the console, MFA Desc/,
    );
  });

  it('tells a second caller while it stays in ALARM, to everybody', async () => {
    await scene.happen('security-group-deleted-again');
    await scene.pass(6 * minute);

    await expect
      .poll(() => scene.root('s-group'), soon)
      .toMatch(/2 calls by 2 people: IAM user bob/);
    const told = async () =>
      (await scene.replies('s-group')).find(({ text }) =>
        text.startsWith('1 new actor: IAM user bob'),
      );
    await expect.poll(told, soon).toMatchObject({ isBroadcast: true });
  });

  it('calls, reminds and escalates although it is OK again', async () => {
    await scene.happen('security-group-recovers');
    await scene.pass(10 * minute);

    await expect
      .poll(() => scene.root('s-leads'), soon)
      .toMatch(
        /^ ?HIGH nobody has acknowledged this for 15 minutes: .*alice@example\.com.*This is CloudTrailSecurityGroupChanges, escalated from/,
      );
    const calls = (await texts('s-group')).filter((text) => text.includes('<@U0BOB>'));
    // Ten seconds, after which it calls without a name too, are a quarter of one here.
    expect(calls).toEqual([
      expect.stringMatching(/alice@example\.com .* deleted security group|1 security group change/),
      expect.stringContaining('nobody has acknowledged this for 10 minutes'),
    ]);
    expect(await scene.root('s-group')).toMatch(/alarm OK since \d\d:\d\d UTC, still open/);
    await expect.poll(() => scene.calls('sns:Publish'), soon).toBe(1);
  });

  it('tells whom it was escalated to who takes it over', async () => {
    await scene.press('bob', 's-group', 'Acknowledge');

    await expect.poll(() => scene.root('s-group'), soon).toMatch(/Acknowledged: by @U0BOB/);
    await expect.poll(() => scene.calls('sns:Publish'), soon).toBe(2);
    await expect
      .poll(async () => (await texts('s-group')).at(-1), soon)
      .toMatch(/acknowledged by <@U0BOB>/);
  });

  it('counts what two overlapping filters of one metric find once', async () => {
    await scene.happen('iam-policy-changed');

    await expect.poll(() => scene.root('s-policy'), soon).toMatch(/Who \| What \| When/);
    const words = await scene.root('s-policy');
    expect(words).toMatch(/changes? in 5 minutes – alice@example\.com .* called PutRolePolicy on/);
    expect(words).not.toMatch(/\d calls|× \d/);
    expect(words.match(/FilterLogEvents on/g)).toHaveLength(2);
  });

  it('tells many calls of one caller as one', async () => {
    await scene.happen('somebody-denied');

    await expect
      .poll(() => scene.root('s-denied'), soon)
      .toMatch(/IAM user bob made 14 calls \(GetSecretValue\).*GetSecretValue × 14 \(denied\)/s);
  });

  it('of a stopped trail stays open when the alarm is OK', async () => {
    await scene.happen('trail-stopped');
    await expect
      .poll(() => scene.root('s-trail'), soon)
      .toMatch(/frank@example\.com \(role PowerUserAccess\) stopped the logging of trail/);
    await scene.happen('trail-recovers');

    await expect.poll(() => scene.root('s-trail'), soon).toMatch(/, still open .* Resolve /s);
    await expect
      .poll(async () => (await texts('s-trail')).join(), soon)
      .toContain('it stays open until somebody resolves it');
  });

  it('of the root user is critical, whatever no route says', async () => {
    await scene.happen('root-use');

    await expect
      .poll(() => scene.root('s-root'), soon)
      .toMatch(
        /CRITICAL CloudTrailRootUse .* root of 111122223333 signed in to the console from.*First time in 90 days that root of 111122223333 signs in to the console/s,
      );
  });

  it('of sign-ins tells where they came from, not what was typed as a name', async () => {
    await scene.happen('sign-in-failures');

    await expect
      .poll(() => scene.root('s-sign-in'), soon)
      .toMatch(/failed to sign in to the console from 203\.0\.113\.201.*console sign-in × 5/s);
    expect(await scene.root('s-sign-in')).not.toContain('HIDDEN_DUE_TO_SECURITY_REASONS');
  });

  it.each([
    ['cpu-high', 's-cpu', /CPUUtilization of i-0abcdef1234567890: last 93\.4 .*threshold 80/],
    ['error-rate-high', 's-math', /HTTPCode_Target_5XX_Count of app\/shop\/\w+: last 78 /],
    ['anomaly', 's-anomaly', /RequestCount of app\/shop\/\w+: last \d+ /],
    ['contributor', 's-contributor', /OldestMessage of orders: last 731 .*threshold 600/],
  ])(
    'that has no records (%s) shows its metric, and what changed',
    async (what, channel, chart) => {
      await scene.happen(what);

      await expect.poll(() => scene.root(channel), soon).toMatch(chart);
      expect(await scene.root(channel)).toMatch(
        /What changed here(?:: .*Event history| in the hour before: \d\d:\d\d UTC .* called \w+ )/,
      );
    },
  );

  it('that is composite looks through its children', async () => {
    await scene.happen('composite');

    await expect
      .poll(() => scene.root('s-composite'), soon)
      .toMatch(/2 children in ALARM: .* of app\/shop\/\w+: last \d+ .*i-0abcdef1234567890/s);
  });

  it('of a log names who its lines are about', async () => {
    await scene.happen('log-alarm');

    await expect
      .poll(() => scene.root('s-log'), soon)
      .toMatch(
        /CRITICAL root signs in .*: its log query gave 1, threshold ≥ 1 – root of 777788889999 signed in .*"eventName":"ConsoleLogin"/s,
      );
  });

  it('that is ordinary resolves in place', async () => {
    await scene.happen('cpu-recovers');

    await expect
      .poll(() => scene.root('s-cpu'), soon)
      .toMatch(/RESOLVED web-1 CPU above 80 % is OK again/);
  });
});
