import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/start.ts';
import { isBrowserMissing, launchBrowser, openPage, picture } from './browser.ts';

const timeout = 30_000;

const openChannel = (page: Page, name: string): Promise<void> =>
  page
    .getByRole('navigation')
    .getByRole('button', { name: new RegExp(`${name}( \\d+ unread)?$`) })
    .click();

const newest = (page: Page, words: string): Locator =>
  page.locator('.tw-main article').filter({ hasText: words }).last();

/** A message by its `ts`, whatever becomes of its words. */
const same = async (page: Page, message: Locator): Promise<Locator> => {
  await message.waitFor({ timeout: 60_000 });
  const ts = (await message.getAttribute('data-ts')) ?? '';
  return page.locator(`.tw-main article[data-ts="${ts}"]`);
};

describe.skipIf(isBrowserMissing)('acknowledging in a browser', () => {
  let sandbox: Sandbox;
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser();
    sandbox = await startSandbox({ port: 0, story: false, page: true });
  });

  afterAll(async () => {
    await Promise.all([browser?.close(), sandbox?.stop()]);
  });

  it('is a button of the alarm, which then says who it was', async () => {
    const { page, problems } = await openPage(browser, sandbox.url);
    await openChannel(page, 'sec-prod');
    await page.locator('[data-deed="iam-policy-changed"]').click();
    const alarm = await same(page, newest(page, 'CloudTrailIAMPolicyChanges'));

    await page.getByLabel('Act as').selectOption({ label: 'Bob Brandt' });
    await alarm.getByRole('button', { name: 'Acknowledge', exact: true }).click({ timeout });
    await expect.poll(() => alarm.innerText(), { timeout }).toContain('Acknowledged: by @');
    await newest(page, 'You took over CloudTrailIAMPolicyChanges').waitFor({ timeout });
    await picture(page, 'acknowledged');

    expect(await alarm.innerText()).toContain('Acknowledged: by @Bob Brandt');
    expect(await alarm.getByRole('button', { name: 'Acknowledge', exact: true }).count()).toBe(0);
    expect(await alarm.getByText('Open in the AWS console').count()).toBe(1);
    await alarm.getByRole('button', { name: /repl(y|ies)/ }).click({ timeout });
    const thread = page.getByRole('complementary', { name: 'Thread' });
    await thread.getByText('acknowledged by').waitFor({ timeout });
    expect(problems).toEqual([]);
    await page.close();
  });

  it("is a menu of the storm's list, which gives a member its own message", async () => {
    const { page, problems } = await openPage(browser, sandbox.url);
    await openChannel(page, 'sec-prod');
    await page.locator('[data-deed="storm"]').click();
    const storm = await same(page, newest(page, 'STORM'));
    await storm.getByRole('button', { name: /repl(y|ies)/ }).click({ timeout: 60_000 });
    const thread = page.getByRole('complementary', { name: 'Thread' });
    const menu = thread.getByLabel('Acknowledge …').last();
    await menu.waitFor({ timeout: 60_000 });
    const label = (await menu.locator('option').last().innerText()).trim();
    const name = label.replace(/^[\d.]+ /, '').slice(0, 12);
    await picture(page, 'storm-menu');

    await menu.selectOption({ label });
    await thread.getByText('You took over').waitFor({ timeout });
    const own = page.locator('.tw-main article').filter({ hasText: 'Acknowledged: by @' }).last();
    await expect.poll(() => own.innerText(), { timeout: 60_000 }).toContain(name);
    await expect
      .poll(() => menu.locator('option').allInnerTexts(), { timeout: 60_000 })
      .not.toContain(label);
    await expect.poll(() => storm.innerText(), { timeout }).toMatch(/, [12] acknowledged/);
    await picture(page, 'storm-acknowledged');

    expect(problems).toEqual([]);
    await page.close();
  });
});
