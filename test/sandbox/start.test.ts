import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadSettings } from '../../src/config/load.ts';
import { startSandbox } from '../../src/sandbox/start.ts';

const stubBot = fileURLToPath(new URL('./stub-bot.ts', import.meta.url));
const orphan = fileURLToPath(new URL('./orphan.ts', import.meta.url));

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('starting the sandbox', () => {
  it('writes settings that the bot takes', async () => {
    const sandbox = await startSandbox({ botEntry: stubBot });
    const env = {
      TRAILWARDEN_CONFIG: join(sandbox.dataDir, 'trailwarden.yaml'),
      SLACK_BOT_TOKEN: sandbox.slack.context.app.botToken,
      SLACK_APP_TOKEN: sandbox.slack.context.app.appToken,
      SLACK_API_URL: sandbox.slack.apiUrl,
    };

    const loaded = await loadSettings(env);

    await sandbox.stop();
    expect(loaded).toMatchObject({
      ok: true,
      settings: { slack: { fallbackChannel: 'sec-alerts' }, accounts: [{ name: 'prod' }, {}, {}] },
    });
  });

  it('subscribes the bot to every topic, and leaves nothing behind', async () => {
    const sandbox = await startSandbox({ botEntry: stubBot });
    const pid = sandbox.bot.pid() ?? 0;
    const subscriptions = [...sandbox.aws.sns.topics.values()].map((topic) => topic.subscriptions);

    await sandbox.stop();

    expect(subscriptions.every(([one]) => one?.isConfirmed === true)).toBe(true);
    expect(isAlive(pid)).toBe(false);
    expect(existsSync(sandbox.dataDir)).toBe(false);
  });

  it('has believable messages already where a story is wanted', async () => {
    const sandbox = await startSandbox({ botEntry: stubBot, story: true, snsDelayScale: 0.01 });

    const texts = sandbox.slack.store
      .timeline('C0SECPROD')
      .all()
      .map(({ text }) => text);

    await sandbox.stop();
    expect(texts.some((text) => text.includes('CloudTrailConsoleSignInFailures'))).toBe(true);
    expect(sandbox.aws.alarms.find('CloudTrailIAMPolicyChanges')?.state).toBe('OK');
  });

  it('says what the bot said where it does not start', async () => {
    const starting = startSandbox({ botEntry: `${stubBot}.no-such-bot` });

    await expect(starting).rejects.toThrow(/the bot ended with code 1[^]*no-such-bot/);
  });

  it("gives the bot none of the caller's own credentials", async () => {
    process.env['AWS_SESSION_TOKEN'] = 'of-the-caller';
    const sandbox = await startSandbox({ botEntry: stubBot });
    const environment = await fetch(`${sandbox.bot.url() ?? ''}/env`).then((answer) =>
      answer.text(),
    );
    delete process.env['AWS_SESSION_TOKEN'];

    await sandbox.stop();

    expect(environment).toContain('SLACK_API_URL');
    expect(environment).not.toContain('AWS_SESSION_TOKEN');
  });

  it('takes the bot along when it is killed', async () => {
    const parent = spawn(process.execPath, [orphan, stubBot], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: parent.stdout });
    const [line] = await once(lines, 'line');
    const { bot, dataDir }: { bot: number; dataDir: string } = JSON.parse(String(line));
    expect(isAlive(bot)).toBe(true);

    parent.kill('SIGKILL');

    await expect.poll(() => isAlive(bot), { timeout: 10_000 }).toBe(false);
    // Killed, it could not tidy up.
    rmSync(dataDir, { recursive: true, force: true });
  });
});
