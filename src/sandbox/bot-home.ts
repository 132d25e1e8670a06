import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bot } from './bot-process.ts';
import type { SandboxOptions } from './options.ts';
import type { Parts } from './parts.ts';
import { subscribe, waitReady } from './readiness.ts';
import { writeSettings } from './settings-file.ts';

/** The bot with its settings and its store. */
export interface BotHome {
  /** `start` writes the settings first. */
  readonly bot: Bot;
  /** Starts it and resolves when it is ready and subscribed. */
  readonly settle: () => Promise<void>;
  /** Empty channels, alarms as at first, and a bot that remembers nothing. */
  readonly startAfresh: () => Promise<void>;
}

export const settingsName = 'trailwarden.yaml';
const databaseName = 'trailwarden.db';
const readyWithinMs = 30_000;

export const createBotHome = (options: SandboxOptions, parts: Parts, dataDir: string): BotHome => {
  const { slack, aws, calls } = parts;
  const start = async (): Promise<void> => {
    // The first start takes any port, later ones the same, because SNS knows no other.
    const port = Number(URL.parse(parts.bot.url() ?? '')?.port ?? 0);
    await writeSettings(join(dataDir, settingsName), {
      mode: options.mode ?? 'socket',
      port,
      databasePath:
        options.botEnv?.['DATABASE_URL'] === undefined ? join(dataDir, databaseName) : undefined,
      organisation: aws.organisation,
      hasTrailLogs: options.trailLogs === true,
      extra: options.settings,
    });
    await parts.bot.start();
  };
  const settle = async (): Promise<void> => {
    await start();
    await waitReady(parts, readyWithinMs);
    await subscribe(parts, readyWithinMs);
  };
  return {
    bot: { ...parts.bot, start },
    settle,
    startAfresh: async () => {
      await parts.bot.stop();
      for (const suffix of ['', '-wal', '-shm', '.lock'])
        await rm(join(dataDir, `${databaseName}${suffix}`), { force: true });
      slack.store.reset();
      aws.alarms.reset();
      aws.trail.reset();
      aws.objects.reset();
      aws.units.reset();
      aws.weeks.moveTo(0);
      calls.clear();
      await settle();
    },
  };
};
