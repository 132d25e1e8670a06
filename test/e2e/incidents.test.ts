import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/start.ts';
import { isBrowserMissing, launchBrowser, openChannel, openPage, picture } from './browser.ts';

const timeout = 30_000;

const newest = (page: Page, words: string): Locator =>
  page.locator('.tw-main article').filter({ hasText: words }).last();

/** A message by its `ts`, whatever becomes of its words. */
const same = async (page: Page, message: Locator): Promise<Locator> => {
  await message.waitFor({ timeout: 60_000 });
  const ts = (await message.getAttribute('data-ts')) ?? '';
  return page.locator(`.tw-main article[data-ts="${ts}"]`);
};

const dialog = async (page: Page): Promise<Locator> => {
  const open = page.getByRole('dialog');
  await open.waitFor({ timeout });
  return open;
};

const press = (within: Locator, name: string): Promise<void> =>
  within.getByRole('button', { name, exact: true }).click({ timeout });

describe.skipIf(isBrowserMissing)('an incident in a browser', () => {
  let sandbox: Sandbox;
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser();
    sandbox = await startSandbox({ port: 0, story: false, page: true });
  });

  afterAll(async () => {
    await Promise.all([browser?.close(), sandbox?.stop()]);
  });

  it('is muted until a time that is told, unmuted, resolved with a reason, and looked into', async () => {
    const { page, problems } = await openPage(browser, sandbox.url);
    await openChannel(page, 'sec-prod');
    await page.locator('[data-deed="iam-policy-changed"]').click();
    const alarm = await same(page, newest(page, 'CloudTrailIAMPolicyChanges'));
    await page.getByLabel('Act as').selectOption({ label: 'Bob Brandt' });

    await press(alarm, 'Mute');
    const mute = await dialog(page);
    await mute.getByLabel('Why?').fill('x');
    await press(mute, 'Mute');
    await mute.getByText('Say why, in 3 characters at least').waitFor({ timeout });
    await picture(page, 'mute');
    await mute.getByLabel('Why?').fill('planned work');
    await press(mute, 'Mute');
    await newest(page, 'You muted').waitFor({ timeout });
    await expect.poll(() => alarm.innerText(), { timeout }).toMatch(/Muted.*until.*planned work/s);
    await press(alarm, 'Unmute');
    await expect.poll(() => alarm.innerText(), { timeout }).not.toMatch(/Muted.*until/s);

    await press(alarm, 'Resolve');
    const resolve = await dialog(page);
    await resolve.getByLabel('What was it, and why is it over?').fill('known deploy');
    await press(resolve, 'Resolve');
    await expect.poll(() => alarm.innerText(), { timeout }).toMatch(/RESOLVED.*known deploy/s);
    await press(alarm, 'Details');
    const details = await dialog(page);
    await details.getByText('What was done').waitFor({ timeout });
    await picture(page, 'incident-details');

    expect(await details.innerText()).toMatch(/resolved by .*Bob Brandt.*known deploy/s);
    expect(problems).toEqual([]);
    await page.close();
  });
});
