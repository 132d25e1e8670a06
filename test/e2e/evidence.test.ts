import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/start.ts';
import { isBrowserMissing, launchBrowser, openChannel, openPage, picture } from './browser.ts';

const timeout = 30_000;

const newest = (page: Page, words: string): Locator =>
  page.locator('.tw-main article').filter({ hasText: words }).last();

/** A message by its `ts`, whatever becomes of its words. */
const same = async (page: Page, message: Locator): Promise<Locator> => {
  await message.waitFor({ timeout });
  const ts = (await message.getAttribute('data-ts')) ?? '';
  return page.locator(`.tw-main article[data-ts="${ts}"]`);
};

const press = (within: Locator, name: string): Promise<void> =>
  within.getByRole('button', { name, exact: true }).click({ timeout });

/** Presses a button of the message, fills the form that opens, and sends it. */
const fill = async (page: Page, message: Locator, name: string, why: string): Promise<void> => {
  await press(message, name);
  const form = page.getByRole('dialog');
  await form.waitFor({ timeout });
  await form.getByLabel(/why/i).fill(why);
  await press(form, name);
  await form.waitFor({ state: 'detached', timeout });
};

describe.skipIf(isBrowserMissing)('a deleted security group in a browser', () => {
  let sandbox: Sandbox;
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser();
    sandbox = await startSandbox({ port: 0, story: false, page: true });
  });

  afterAll(async () => {
    await Promise.all([browser?.close(), sandbox?.stop()]);
  });

  it('is told with who did it within 3 seconds, and is in the hands of who reads it', async () => {
    const { page, problems } = await openPage(browser, sandbox.url, { width: 1280, height: 1000 });
    await openChannel(page, 'sec-prod');
    await page.getByLabel('Act as').selectOption({ label: 'Bob Brandt' });

    await page.locator('[data-deed="security-group-deleted"]').click();
    const alarm = await same(page, newest(page, 'CloudTrailSecurityGroupChanges'));
    await alarm.getByText('Who tripped it').waitFor({ timeout: 3_000 });
    const told = (await alarm.innerText()).replaceAll(/\s+/g, ' ');
    await picture(page, 'evidence');

    expect(told).toContain(
      'alice@example.com (role AdministratorAccess) deleted security group sg-0abc1230def456789 from 198.51.100.7 with the console, MFA',
    );

    await press(alarm, 'Acknowledge');
    await expect.poll(() => alarm.innerText(), { timeout }).toContain('Acknowledged: by @Bob');
    await fill(page, alarm, 'Mute', 'alice cleans up');
    await expect.poll(() => alarm.innerText(), { timeout }).toMatch(/Muted.*alice cleans up/s);
    await picture(page, 'evidence-muted');
    await fill(page, alarm, 'Resolve', 'the group was unused');
    await expect.poll(() => alarm.innerText(), { timeout }).toMatch(/RESOLVED.*was unused/s);
    await picture(page, 'evidence-resolved');

    expect(await alarm.innerText()).toContain('alice@example.com');
    expect(problems).toEqual([]);
    await page.close();
  });
});
