import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/start.ts';
import { docsPicture, isBrowserMissing, launchBrowser, openChannel, openPage } from './browser.ts';

const group = 'sg-0abc1234def567890';
/** Opened by what the sandbox makes happen. */
const opened = 'sg-0feed1234abc56789';
const timeout = 40_000;

const messages = (page: Page): Locator => page.locator('.tw-main article');
const answers = (page: Page): Locator => page.locator('.tw-main article.tw-message-ephemeral');

/** Types a line into the message box, as a person does. */
const type = async (page: Page, line: string): Promise<void> => {
  const box = page.getByRole('main').getByRole('combobox', { name: /^Message / });
  await box.fill(line);
  await box.press('Enter');
};

/** The private answer that `words` stand in, once it is there. */
const answer = async (page: Page, words: string | RegExp): Promise<Locator> => {
  const found = answers(page).filter({ hasText: words }).last();
  await found.waitFor({ timeout });
  return found;
};

const ask = async (page: Page, line: string, words: string | RegExp): Promise<Locator> => {
  await type(page, line);
  return answer(page, words);
};

const dialog = async (page: Page): Promise<Locator> => {
  const open = page.getByRole('dialog');
  await open.waitFor({ timeout });
  return open;
};

const actAs = async (page: Page, name: string): Promise<void> => {
  await page.getByLabel('Act as').selectOption({ label: name });
};

describe.skipIf(isBrowserMissing)('commands in a browser', () => {
  let sandbox: Sandbox;
  let browser: Browser;
  let page: Page;
  let problems: readonly string[];

  beforeAll(async () => {
    browser = await launchBrowser();
    sandbox = await startSandbox({
      port: 0,
      story: false,
      page: true,
      organisation: 'large',
      trailLogs: true,
    });
  });

  const tell = (what: string, body: object): Promise<Response> =>
    fetch(`${sandbox.url}/_sandbox/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  beforeEach(async () => {
    ({ page, problems } = await openPage(browser, sandbox.url, { width: 1440, height: 1400 }));
    await openChannel(page, 'sec-prod');
    return async () => {
      await page.close();
      await tell('reset', {});
      if (problems.length > 0) throw new Error(problems.join('\n'));
    };
  });

  afterAll(async () => {
    await Promise.all([browser?.close(), sandbox?.stop()]);
  });

  it('asks about a message from its menu, and lists open incidents in the App Home', async () => {
    await page.setViewportSize({ width: 1280, height: 960 });
    await tell('happen', { what: 'security-group-opened' });
    const alarm = messages(page).filter({ hasText: 'CloudTrailSecurityGroupChanges' }).last();
    await alarm.waitFor({ timeout });
    await type(page, `Who opened ${opened} to the world?`);
    const question = messages(page).filter({ hasText: 'Who opened' }).last();
    await question.hover();
    await question.getByRole('button', { name: 'Message actions' }).click();
    await question.getByRole('menuitem', { name: 'Who did this?' }).click();
    const found = await answer(page, `Understood: calls on ${opened} between`);
    const seen = await found.innerText();
    await docsPicture(page.locator('body'), 'sandbox');
    await page.getByRole('navigation').getByRole('button', { name: 'Trailwarden' }).click();
    const home = page.locator('.tw-home');
    await home.getByText('CloudTrailSecurityGroupChanges').waitFor({ timeout });
    await page.setViewportSize({ width: 1440, height: 430 });
    await docsPicture(home, 'home');

    expect(seen).toContain('AuthorizeSecurityGroupIngress');
    expect(await home.innerText()).toContain('open incident');
  });

  it('answers /whodid privately, shows a record, and shares the answer with the channel', async () => {
    const found = await ask(page, `/whodid ${group} since 4h`, `calls on ${group}`);
    await docsPicture(found, 'whodid');

    expect(await found.innerText()).toContain('Only visible to you');
    expect(await found.innerText()).toContain(`Understood: calls on ${group}`);

    const record = found.getByLabel('Details of …').locator('option', { hasText: 'Authorize' });
    await found.getByLabel('Details of …').selectOption(await record.getAttribute('value'));
    const details = await dialog(page);
    await details.getByText('Event id').first().waitFor({ timeout });
    await docsPicture(details, 'details');

    expect(await details.innerText()).toContain('"eventName": "AuthorizeSecurityGroupIngress"');
    expect(await details.innerText()).not.toContain('ASIAALICE2ADMEXAMPLE');

    await details.getByRole('button', { name: 'Close' }).last().click();
    await details.waitFor({ state: 'detached', timeout });
    await found.getByRole('button', { name: 'Share' }).click();
    await answer(page, 'Shared with the channel');
    await actAs(page, 'Bob Brandt');
    const shared = messages(page).filter({ hasText: 'Shared by' }).last();
    await shared.waitFor({ timeout });

    await expect.poll(() => answers(page).count(), { timeout }).toBe(0);
    expect(await shared.innerText()).toContain('AuthorizeSecurityGroupIngress');
    expect(await shared.getByRole('button', { name: 'Share' }).count()).toBe(0);
  });

  it('opens a form for a command without words, and answers what was filled in', async () => {
    await actAs(page, 'Bob Brandt');
    await type(page, '/whodid');
    const form = await dialog(page);
    await form.getByLabel('What or whom').fill('bob');
    await form.getByLabel('Outcome').selectOption({ label: 'Denied' });
    await form.getByLabel('In which accounts and regions').fill('prod');
    await form.getByLabel('When').fill('since yesterday');
    await docsPicture(form, 'form');
    await form.getByLabel('When').fill('since banana');
    await form.locator('button[type=submit]').click();
    const problem = form.getByRole('alert');
    await problem.waitFor({ timeout });
    const said = await problem.innerText();
    await form.getByLabel('When').fill('since yesterday');
    await form.locator('button[type=submit]').click();
    const found = await answer(page, 'Understood');
    await form.waitFor({ state: 'detached', timeout });

    expect(said).toContain('banana is no time that I understand');
    expect(await found.innerText()).toContain('IAM user bob was denied');
  });

  it('answers /trusted-advisor, from a category down to the flagged resources of a check', async () => {
    const found = await ask(page, '/trusted-advisor security red', 'checks are red');
    const check = found.getByRole('button', { name: 'Security Groups - Specific Ports' });
    await docsPicture(found, 'trusted-advisor');
    await check.click();
    const flagged = await answer(page, 'Trusted Advisor, the check');

    expect(await found.innerText()).toContain('17 of 52 security group rules');
    expect(await flagged.innerText()).toContain('17 of 52 security group rules');
    expect(await flagged.locator('table tbody tr').count()).toBeGreaterThan(3);
  });

  it('answers /iam-lastused with the services that a role used', async () => {
    const found = await ask(page, '/iam-lastused role deploy', 'deploy');
    await docsPicture(found, 'iam-lastused');

    expect(await found.innerText()).toContain('Understood: last use of the role deploy');
    expect(await found.locator('table').count()).toBeGreaterThan(0);
  });

  it('tells how the bot fares', async () => {
    const found = await ask(page, '/trailwarden status', 'Intake');
    await docsPicture(found, 'trailwarden');

    expect(await found.innerText()).toContain('6 access rules');
  });

  it('refuses what no rule allows, says who can change that, and asks them', async () => {
    await actAs(page, 'Dave Doyle');
    await openChannel(page, 'general');
    const refused = await ask(page, '/trusted-advisor security red', 'REFUSED');
    await docsPicture(refused, 'refusal');
    const said = await refused.innerText();
    await refused.getByRole('button', { name: 'Request access' }).click();
    await answer(page, 'The admins were asked');
    await actAs(page, 'Alice Adler');
    await openChannel(page, 'sec-alerts');
    const request = messages(page).filter({ hasText: 'asks to use' }).last();
    await request.waitFor({ timeout });

    expect(said).toContain('This can be changed by');
    expect(said).not.toMatch(/security group|\d{12}/);
    expect(await request.innerText()).toContain('members: [U0DAVE]');
  });
});
