import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

const executablePath = '/usr/bin/chromium';

/** Without a browser these tests may be left out on a developer's machine, never in CI. */
export const isBrowserMissing = !existsSync(executablePath) && process.env['CI'] === undefined;

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

/** A page at `url` that fails the test by what it collects: errors, and requests beyond this machine. */
export const openPage = async (
  browser: Browser,
  url: string,
  size = { width: 1280, height: 800 },
): Promise<{ page: Page; problems: readonly string[] }> => {
  const page = await browser.newPage({ viewport: size, reducedMotion: 'reduce' });
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (line) => {
    if (line.type() === 'error' || line.type() === 'warning') problems.push(line.text());
  });
  page.on('request', (request) => {
    const asked = request.url();
    if (!asked.startsWith(url) && !asked.startsWith('data:')) problems.push(`asked for ${asked}`);
  });
  await page.goto(url);
  await page.getByRole('main').getByRole('log').waitFor();
  return { page, problems };
};

/** Keeps what the page looks like, for people: CI stores the folder. */
export const picture = async (page: Page, name: string): Promise<void> => {
  const folder = process.env['PICTURES_DIR'] ?? join('out', 'pictures');
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
};
