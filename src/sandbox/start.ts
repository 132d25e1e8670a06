import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Handle } from '../core/handle.ts';
import type { FakeAws, Published, ToPublish } from './aws/server.ts';
import { createBotHome, settingsName } from './bot-home.ts';
import type { Bot } from './bot-process.ts';
import type { CallLog } from './calls.ts';
import type { Changes } from './changes.ts';
import { createPage, type Page } from './control/page.ts';
import { startControl } from './control.ts';
import type { Faults } from './faults.ts';
import { changeAlarm } from './happenings/alarm-world.ts';
import type { World } from './happenings/happening.ts';
import type { SandboxOptions } from './options.ts';
import { startParts } from './parts.ts';
import { subscribe, waitReady } from './readiness.ts';
import { createPeople } from './slack/people.ts';
import type { FakeSlack } from './slack/server.ts';
import { playStory, tellStory } from './story.ts';

export type { SandboxOptions } from './options.ts';

export interface Sandbox extends Handle {
  /** The page and the control API. */
  readonly url: string;
  readonly slack: FakeSlack;
  readonly aws: FakeAws;
  readonly bot: Bot;
  readonly world: World;
  readonly calls: CallLog;
  readonly faults: Faults;
  readonly changes: Changes;
  readonly dataDir: string;
  /** Where the bot's certificates come from, for others that verify what this SNS signs. */
  readonly certificateUrl: string;
  readonly publish: (wanted: ToPublish) => Promise<Published>;
  /** Resolves when `/readyz` says yes; rejects with its reasons after `withinMs`. */
  readonly ready: (withinMs?: number) => Promise<void>;
  /** Subscribes the bot to every topic; resolves when it has confirmed; rejects after `withinMs`. */
  readonly subscribe: (withinMs?: number) => Promise<void>;
}

const noPage: Page = { ready: () => Promise.resolve(), serve: () => false };
const readyWithinMs = 30_000;

/** Ends everything in the order in which it depends on each other. */
type Ends = (() => Promise<unknown>)[];

const endAll = async (ends: Ends): Promise<void> => {
  for (const end of ends.toReversed()) await end();
};

const makeDataDir = async ({ dataDir }: SandboxOptions, ends: Ends): Promise<string> => {
  if (dataDir !== undefined) return dataDir;
  const made = await mkdtemp(join(tmpdir(), 'trailwarden-sandbox-'));
  ends.push(() => rm(made, { recursive: true, force: true }));
  return made;
};

const assemble = async (options: SandboxOptions, ends: Ends): Promise<Sandbox> => {
  const page = options.page === true ? createPage() : noPage;
  const dataDir = await makeDataDir(options, ends);
  const parts = await startParts(options, join(dataDir, settingsName));
  const { slack, aws, certificates } = parts;
  ends.push(() => Promise.all([slack.stop(), aws.stop(), certificates.stop()]));
  const { bot, settle, startAfresh } = createBotHome(options, parts, dataDir);
  const world: World = { ...parts, trail: aws.trail, alarm: changeAlarm(parts) };
  const people = createPeople(slack.context, slack.gateway);
  const context = { ...parts, people, world, bot, startAfresh };
  const control = await startControl(context, page, options.port ?? 0);
  ends.push(control.stop, bot.stop);
  const hasStory = options.story === true;
  if (hasStory) tellStory(world);
  if (options.spawnBot !== false) {
    await settle();
    if (hasStory) await playStory(world);
  }
  await page.ready();
  return {
    ...parts,
    bot,
    url: control.url,
    world,
    dataDir,
    certificateUrl: certificates.url,
    publish: aws.publish,
    ready: (withinMs = readyWithinMs) => waitReady(parts, withinMs),
    subscribe: (withinMs = readyWithinMs) => subscribe(parts, withinMs),
    stop: () => endAll(ends),
  };
};

/**
 * Starts the fake Slack, the fake AWS and the control API on loopback, and the bot against them.
 * Resolves when the bot is connected and subscribed, and the page is served.
 */
export const startSandbox = async (options: SandboxOptions = {}): Promise<Sandbox> => {
  const ends: Ends = [];
  try {
    return await assemble(options, ends);
  } catch (thrown) {
    await endAll(ends);
    throw thrown;
  }
};
