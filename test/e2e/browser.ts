import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';

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

export const openChannel = (page: Page, name: string): Promise<void> =>
  page
    .getByRole('navigation')
    .getByRole('button', { name: new RegExp(`${name}( \\d+ unread)?$`) })
    .click();

const pictureFile = async (...names: readonly string[]): Promise<string> => {
  const folder = process.env['PICTURES_DIR'] ?? join('out', 'pictures');
  const file = `${join(folder, ...names)}.png`;
  await mkdir(join(file, '..'), { recursive: true });
  return file;
};

/** Keeps what the page looks like, for people: CI stores the folder. */
export const picture = async (page: Page, name: string): Promise<void> => {
  await page.screenshot({ path: await pictureFile(name) });
};

/** The same for a part of the page, into the folder of those that docs/commands.md shows. */
export const docsPicture = async (part: Locator, name: string): Promise<void> => {
  await part.screenshot({ path: await pictureFile('docs', name), animations: 'disabled' });
};
