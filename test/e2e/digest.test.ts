import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/start.ts';
import {
  docsPicture,
  isBrowserMissing,
  launchBrowser,
  openChannel,
  openPage,
  picture,
} from './browser.ts';

const timeout = 60_000;
/** It is due at one of the next two minutes, and then read. */
const dueWithin = 150_000;

/** Every day at the next full minute that the bot has surely begun before. */
const cronSoon = (): string => {
  const at = new Date(Math.ceil((Date.now() + 15_000) / 60_000) * 60_000);
  return `${at.getUTCMinutes()} ${at.getUTCHours()} * * *`;
};

const newest = (page: Page, words: string | RegExp): Locator =>
  page.locator('.tw-main article').filter({ hasText: words }).last();

const type = async (page: Page, line: string): Promise<void> => {
  const box = page.getByRole('main').getByRole('combobox', { name: /^Message / });
  await box.fill(line);
  await box.press('Enter');
};

describe.skipIf(isBrowserMissing)('the digest in a browser', () => {
  let sandbox: Sandbox;
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser();
    sandbox = await startSandbox({
      port: 0,
      story: true,
      page: true,
      organisation: 'large',
      trailLogs: true,
      settings: { digests: [{ name: 'weekly', cron: cronSoon(), channel: 'security-digest' }] },
    });
  });

  afterAll(async () => {
    await Promise.all([browser?.close(), sandbox?.stop()]);
  });

  it(
    'is shown to one person now, and stands in its channel when it is due, with its CSV',
    async () => {
      const { page, problems } = await openPage(browser, sandbox.url, {
        width: 1440,
        height: 1400,
      });
      await openChannel(page, 'sec-prod');
      await type(page, '/security-digest');
      const shown = newest(page, 'Understood: the security digest');
      await shown.getByText('Do first').waitFor({ timeout });
      await docsPicture(shown, 'security-digest');
      expect(await shown.innerText()).toMatch(/FIRST LOOK.*Users without MFA/s);

      await openChannel(page, 'security-digest');
      const root = newest(page, 'Security digest');
      await root.waitFor({ timeout: dueWithin });
      const replies = root.getByRole('button', { name: /5 replies/ });
      await replies.waitFor({ timeout: dueWithin });
      expect((await root.innerText()).replaceAll(/\s+/g, ' ')).toMatch(
        /FIRST LOOK Security digest, .* open in 40 accounts\. First: .* Do first /,
      );
      await picture(page, 'digest');
      await replies.click();
      const thread = page.getByRole('complementary', { name: 'Thread' });
      await thread.getByText('Watching the watcher').first().waitFor({ timeout });
      await picture(page, 'digest-thread');

      await root.getByRole('button', { name: 'CSV', exact: true }).click();
      await newest(page, /sent .* direct messages/i).waitFor({ timeout });
      expect(problems).toEqual([]);
      await page.close();
    },
    dueWithin + 3 * timeout,
  );
});
