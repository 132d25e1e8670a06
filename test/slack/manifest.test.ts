import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { run } from '../../src/cli/manifest.ts';
import { manifest } from '../../src/slack/manifest.ts';
import { scopes } from '../../src/slack/scopes.ts';

describe('deploy/slack-manifest.yaml', () => {
  it('is what the code says', async () => {
    expect(await run(['--check'])).toBe(0);

    const file = await readFile(
      new URL('../../deploy/slack-manifest.yaml', import.meta.url),
      'utf8',
    );
    expect(parse(file)).toEqual(manifest);
    for (const { name, why } of scopes) expect(file).toContain(`#   ${name}: to ${why}`);
  });
});

describe('the manifest', () => {
  // https://docs.slack.dev/reference/app-manifest
  it("is within Slack's limits", () => {
    const { name, description, long_description: long } = manifest.display_information;

    expect(name.length).toBeLessThanOrEqual(35);
    expect(description.length).toBeLessThanOrEqual(140);
    expect(long.length).toBeGreaterThanOrEqual(174);
    expect(long.length).toBeLessThanOrEqual(4000);
    expect(manifest.features.bot_user.display_name).toMatch(/^[\w.-]{1,80}$/);
  });

  it('asks for each scope once, and for none that lets the bot in where nobody invited it', () => {
    const { bot } = manifest.oauth_config.scopes;

    expect(new Set(bot).size).toBe(bot.length);
    expect(bot).toEqual(
      expect.arrayContaining(['chat:write', 'channels:history', 'groups:history']),
    );
    expect(bot).not.toContain('chat:write.public');
    expect(bot).not.toContain('channels:join');
  });
});
