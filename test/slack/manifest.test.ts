import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { run } from '../../src/cli/manifest.ts';
import { commandSpecs } from '../../src/commands/specs.ts';
import { createManifest } from '../../src/slack/manifest.ts';
import { scopes } from '../../src/slack/scopes.ts';

const manifest = createManifest(commandSpecs);

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

  it('has each command once, as Slack takes commands', () => {
    const { slash_commands: commands } = manifest.features;

    expect(commands.length).toBeLessThanOrEqual(50);
    expect(new Set(commands.map(({ command }) => command)).size).toBe(commands.length);
    for (const { command, description, usage_hint: usage } of commands) {
      expect(command).toMatch(/^\/[a-z][a-z-]{0,30}$/);
      // Slack takes 2,000; more than this is cut off beside the command.
      expect(description.length).toBeLessThanOrEqual(140);
      expect(usage.length).toBeLessThanOrEqual(1000);
    }
  });

  it('has its shortcuts as Slack takes them', () => {
    const { shortcuts } = manifest.features;

    expect(shortcuts.length).toBeLessThanOrEqual(10);
    for (const { name, callback_id: id, description } of shortcuts) {
      expect(name.length).toBeLessThanOrEqual(24);
      expect(id).toMatch(/^[a-z-]{1,255}$/);
      expect(description.length).toBeLessThanOrEqual(150);
    }
  });

  it('asks for the scopes that its events and features need', () => {
    const { bot } = manifest.oauth_config.scopes;
    const { bot_events: events } = manifest.settings.event_subscriptions;

    expect(events).toEqual(['app_home_opened', 'app_mention', 'message.im']);
    expect(bot).toEqual(expect.arrayContaining(['commands', 'app_mentions:read', 'im:history']));
  });

  it('can do without any scope but the one to post', () => {
    expect(scopes.filter(({ isVital }) => isVital).map(({ name }) => name)).toEqual(['chat:write']);
  });
});

describe('SECURITY.md', () => {
  it('says of each scope why it is asked for', async () => {
    const text = await readFile(new URL('../../SECURITY.md', import.meta.url), 'utf8');

    const rows = [...text.matchAll(/^\| `([a-z:._]+)` \| (.+) \|$/gm)].map(([, name, why]) => ({
      name,
      why,
    }));
    for (const { name, why } of scopes) expect(rows).toContainEqual({ name, why });
  });
});
