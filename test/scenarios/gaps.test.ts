import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from './routes.ts';
import { type Scenario, startScenario } from './scenario.ts';

const minute = 60_000;
/** Fifteen minutes of the sample accounts pass in 22 s. */
const factor = 40;
const soon = { timeout: 20_000 };

describe('an alarm whose evidence is missing, late, much, or of others', () => {
  let scene: Scenario;
  beforeAll(async () => {
    scene = await startScenario(routes, factor);
  });
  afterAll(() => scene.stop());

  it('says that no filter feeds its metric, and what can be done', async () => {
    await scene.happen('metric-without-filter');

    await expect
      .poll(() => scene.root('s-no-filter'), soon)
      .toMatch(/No metric filter feeds the metric VpcEventCount .*under trailLogs/s);
  });

  it('says that the log group is gone, and who it was by Event history', async () => {
    await scene.happen('log-group-gone');

    await expect
      .poll(() => scene.root('s-gone'), soon)
      .toMatch(
        /frank@example\.com .*There is no longer the log group CloudTrail\/OldLogGroup.*LookupEvents/s,
      );
  });

  it('says what right is missing, with the line that gives it', async () => {
    await scene.happen('log-group-denied');

    await expect
      .poll(() => scene.root('s-closed'), soon)
      .toMatch(
        /frank@example\.com .*No right to read .*Add \{"Effect":"Allow","Action":"logs:FilterLogEvents","Resource":"arn:aws:logs:eu-west-1:111122223333:log-group:CloudTrail\/LockedLogGroup"\}/s,
      );
  });

  it('says that nothing matches, and where it looked', async () => {
    await scene.happen('nothing-recorded');

    await expect
      .poll(() => scene.root('s-nothing'), soon)
      .toMatch(/Nothing in CloudTrail\/DefaultLogGroup matches between /);
  });

  it('finds what comes late, and says so in the thread', async () => {
    await scene.happen('security-group-deleted-late');
    await expect
      .poll(() => scene.root('s-late'), soon)
      .toMatch(/Nothing in CloudTrail\/DefaultLogGroup matches/);
    await scene.pass(5 * minute);

    await expect
      .poll(() => scene.root('s-late'), soon)
      .toMatch(/– dave@example\.com \(role PowerUserAccess\) deleted security group sg-0ddd/);
    const told = await scene.replies('s-late');
    expect(told.map(({ text }) => text)).toEqual([
      expect.stringContaining('What tripped it: dave@example.com'),
    ]);
  });

  it('of ten thousand calls counts all, and reads a bounded number of pages', async () => {
    const before = scene.calls('logs:FilterLogEvents');
    await scene.happen('denied-flood');

    await expect
      .poll(() => scene.root('s-denied'), soon)
      .toMatch(/IAM user bob made 10,000 calls \(GetSecretValue\).*\+9,980 more/s);
    expect(scene.calls('logs:FilterLogEvents') - before).toBeLessThanOrEqual(60);
  });

  it('over the trails of an organisation opens one incident for each account', async () => {
    await scene.happen('org-trail-changed');

    await expect
      .poll(() => scene.root('s-umbrella'), soon)
      .toMatch(/2 organization trail events .*CloudTrail change \(staging\)/);
    await expect
      .poll(() => scene.root('s-child-prod'), soon)
      .toMatch(
        /CRITICAL .* in prod \(111122223333\).*frank.*Found under OrganizationTrailChanges/s,
      );
    await expect
      .poll(() => scene.root('s-child-staging'), soon)
      .toMatch(/HIGH .* in staging \(444455556666\).*dave/s);
  });

  it('waits for AWS that throttles, and finds it', async () => {
    const kind = { kind: 'error', code: 'ThrottlingException', count: 3 };
    await scene.fault({ target: 'aws', method: 'logs:FilterLogEvents', ...kind });
    const before = scene.calls('logs:FilterLogEvents');
    await scene.happen('security-group-deleted');

    await expect
      .poll(() => scene.root('s-group'), soon)
      .toMatch(/– alice@example\.com \(role AdministratorAccess\) deleted/);
    expect(scene.calls('logs:FilterLogEvents') - before).toBeGreaterThan(3);
  });
});
