import type { App, Ports } from '../app.ts';
import { loadSettings } from '../config/load.ts';
import { AppError, exitConfig, toError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { createLog } from '../log.ts';

/** A stop that takes longer than this ends the process anyway, with exit code 1. */
const stopDeadlineMs = 10_000;

const sayProblems = (problems: readonly string[]): number => {
  process.stderr.write('Trailwarden cannot start:\n');
  for (const problem of problems) process.stderr.write(`  - ${problem}\n`);
  return exitConfig;
};

const reload = async (app: App, log: Log): Promise<void> => {
  const loaded = await loadSettings(process.env);
  if (loaded.ok) {
    app.reload(loaded.settings);
    log.info('settings reloaded');
  } else {
    log.error('settings are wrong, the old ones stay', { problems: loaded.problems });
  }
};

const untilStopped = (app: App, log: Log): Promise<number> =>
  new Promise((resolve) => {
    let stopping = false;
    const stop = (signal: NodeJS.Signals): void => {
      if (stopping) return;
      stopping = true;
      log.info('stopping', { signal });
      setTimeout(() => {
        log.error('the stop took too long');
        process.exit(1);
      }, stopDeadlineMs).unref();
      app.stop().then(
        () => {
          log.info('stopped');
          resolve(0);
        },
        (thrown: unknown) => {
          log.error('the stop failed', { error: toError(thrown).message });
          resolve(1);
        },
      );
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
    process.on('SIGHUP', () => void reload(app, log));
  });

/** Starts the bot and runs until it is told to stop; the exit code, 78 when a setting is wrong. */
export const serve = async (ports: Ports): Promise<number> => {
  const [{ createApp }, loaded] = await Promise.all([
    import('../app.ts'),
    loadSettings(process.env),
  ]);
  if (!loaded.ok) return sayProblems(loaded.problems);
  const log = ports.log ?? createLog();
  try {
    const app = await createApp(loaded.settings, { ...ports, log });
    return await untilStopped(app, log);
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.kind === 'config')
      return sayProblems([
        thrown.hint === undefined ? thrown.message : `${thrown.message} ${thrown.hint}`,
      ]);
    throw thrown;
  }
};

export const run = (): Promise<number> => serve({});
