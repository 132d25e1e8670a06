import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { topics } from '../../src/sandbox/aws/organisation.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start.ts';
import { isBrowserMissing, launchBrowser, openChannel, openPage, picture } from './browser.ts';

/** Presses a button of the panel and waits until what it does is done. */
const makeHappen = async (page: Page, what: string): Promise<void> => {
  const button = page.locator(`[data-deed="${what}"]`);
  await button.click();
  await expect.poll(() => button.getAttribute('aria-busy'), { timeout: 30_000 }).toBe('false');
};

const messagesIn = (page: Page): Locator => page.locator('.tw-main article');
const newest = (page: Page, words: string): Locator =>
  messagesIn(page).filter({ hasText: words }).last();

const timeout = 30_000;

describe.skipIf(isBrowserMissing)('the sandbox in a browser', () => {
  let sandbox: Sandbox;
  let browser: Browser;

  beforeAll(async () => {
    // One after the other: whatever does not start, what did is known and gets stopped.
    browser = await launchBrowser();
    sandbox = await startSandbox({ port: 0, story: false, page: true });
  });

  afterAll(async () => {
    await Promise.all([browser?.close(), sandbox?.stop()]);
  });

  it('shows an alarm that trips, and says on the same message that it is OK and still open', async () => {
    const { page, problems } = await openPage(browser, sandbox.url);
    await openChannel(page, 'sec-prod');

    await makeHappen(page, 'iam-policy-changed');
    const message = newest(page, 'CloudTrailIAMPolicyChanges');
    await message.waitFor({ timeout });
    const ts = (await message.getAttribute('data-ts')) ?? '';
    const firing = await message.innerText();
    await picture(page, 'alarm-firing');
    await makeHappen(page, 'iam-policy-recovers');
    const same = page.locator(`.tw-main article[data-ts="${ts}"]`);
    await expect.poll(() => same.innerText(), { timeout }).toContain('still open');
    await picture(page, 'alarm-ok-still-open');

    expect(firing).toContain('went to ALARM in prod (111122223333), eu-west-1');
    expect(firing).not.toContain('RESOLVED');
    expect(await messagesIn(page).count()).toBe(1);

    await same.getByRole('button', { name: /repl(y|ies)/ }).click({ timeout });
    const thread = page.getByRole('complementary', { name: 'Thread' });
    await thread.locator('article').nth(1).waitFor({ timeout });
    await picture(page, 'thread');

    expect(await thread.locator('article').first().getAttribute('data-ts')).toBe(ts);
    expect(await thread.innerText()).toContain('OK');

    await thread.getByRole('button', { name: 'Close the thread' }).click();
    await page.getByText('More alarms').click();
    await makeHappen(page, 'somebody-denied');
    await page.getByText('More alarms').click();
    const next = newest(page, 'CloudTrailAuthorizationFailures');
    await next.waitFor({ timeout });
    await picture(page, 'sandbox');

    expect(await next.getAttribute('data-ts')).not.toBe(ts);
    expect(await messagesIn(page).count()).toBe(2);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('shows what an attacker wrote letter by letter, in the message and in its thread', async () => {
    const { page, problems } = await openPage(browser, sandbox.url);
    await openChannel(page, 'sec-prod');
    const name =
      '<!channel> *RESOLVED* <https://example.com/|Sign in> `x` :white_check_mark: &lt;b&gt;';

    await sandbox.publish({
      topicArn: topics.alarms,
      message: JSON.stringify({
        AlarmName: name,
        AlarmDescription: '<script>document.title = "taken"</script> <!here>',
        AWSAccountId: '111122223333',
        AlarmArn: `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${name}`,
        NewStateValue: 'ALARM',
        OldStateValue: 'OK',
        NewStateReason: 'Threshold Crossed: <!everyone>',
        StateChangeTime: new Date().toISOString().replace('Z', '+0000'),
        Region: 'EU (Ireland)',
        Trigger: { MetricName: 'Errors', Namespace: 'Example', Statistic: 'SUM', Period: 300 },
      }),
    });
    const message = newest(page, '<!channel>');
    await message.waitFor({ timeout });
    await picture(page, 'hostile-text');

    expect(await message.innerText()).toContain(name);
    expect(await message.locator('.tw-broadcast').count()).toBe(0);
    const links = await message
      .locator('a')
      .evaluateAll((all) => all.map((link) => new URL(link.getAttribute('href') ?? '').hostname));
    expect(links).toEqual(['console.aws.amazon.com']);
    expect(await page.title()).toBe('Trailwarden sandbox');
    expect(problems).toEqual([]);
    await page.close();
  });

  it('stays usable on a telephone', async () => {
    const { page, problems } = await openPage(browser, sandbox.url, { width: 390, height: 844 });

    await page.getByRole('button', { name: 'Channels' }).click();
    await openChannel(page, 'sec-prod');
    await newest(page, 'CloudTrailIAMPolicyChanges').waitFor({ timeout });
    await picture(page, 'telephone');
    const width = await page.evaluate(() => document.documentElement.scrollWidth);

    expect(width).toBeLessThanOrEqual(390);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('shows a storm of 200 alarms as one message with the list in its thread', async () => {
    const { page, problems } = await openPage(browser, sandbox.url);
    await openChannel(page, 'sec-prod');
    const before = await messagesIn(page).count();

    await makeHappen(page, 'storm');
    const storm = newest(page, 'STORM');
    await expect.poll(() => storm.innerText(), { timeout: 60_000 }).toMatch(/20\d alarms/);
    await picture(page, 'storm');

    // The first few alarms had their message before anybody could know of a storm.
    expect((await messagesIn(page).count()) - before).toBeLessThanOrEqual(6);
    expect(await messagesIn(page).filter({ hasText: 'STORM' }).count()).toBe(1);

    await storm.getByRole('button', { name: /repl(y|ies)/ }).click({ timeout });
    const thread = page.getByRole('complementary', { name: 'Thread' });
    await expect
      .poll(() => thread.getByText(/worker-\d+ disk almost full/).count(), { timeout: 60_000 })
      .toBeGreaterThanOrEqual(200);
    await picture(page, 'storm-thread');
    expect(problems).toEqual([]);
    await page.close();
  });

  it('lets one act as another member, who does not see a private channel', async () => {
    const { page } = await openPage(browser, sandbox.url);
    const privateChannel = page.getByRole('navigation').getByText('sec-private');
    await privateChannel.waitFor({ timeout });

    await page.getByLabel('Act as').selectOption({ label: 'Dave Doyle' });
    await privateChannel.waitFor({ state: 'detached', timeout });
    await openChannel(page, 'general');
    await page.getByRole('combobox').last().fill('Hello *there*');
    await page.keyboard.press('Enter');
    const said = newest(page, 'Hello');
    await said.waitFor({ timeout });

    expect(await said.innerText()).toContain('Dave Doyle');
    expect(await said.locator('strong', { hasText: /^there$/ }).count()).toBe(1);
    await page.close();
  });
});
