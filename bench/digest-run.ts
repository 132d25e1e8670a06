import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parse, stringify } from 'yaml';
import { minute, systemClock } from '../src/core/clock.ts';
import { settingsName } from '../src/sandbox/bot-home.ts';
import { isJson, type Json, listOf, parseJson, stringOf } from '../src/sandbox/json.ts';
import type { Sandbox } from '../src/sandbox/start.ts';
import type { Found } from './digest-truth.ts';

const digestName = 'weekly';

/** The first full minute that the schedule counts for surely: the one before notices it. */
const nextDue = (): number => (Math.floor(systemClock.now() / minute) + 2) * minute;

const cronOf = (at: number): string => {
  const time = new Date(at);
  return `${time.getUTCMinutes()} ${time.getUTCHours()} * * *`;
};

/** Has a digest due at one of the next minutes, by the settings, which are read again; epoch ms. */
export const makeDue = async (sandbox: Sandbox, channel: string): Promise<number> => {
  const path = join(sandbox.dataDir, settingsName);
  const settings: unknown = parse(await readFile(path, 'utf8'));
  if (!isJson(settings)) throw new Error('there are no settings');
  const dueAt = nextDue();
  const digest = { name: digestName, cron: cronOf(dueAt), zone: 'UTC', channel };
  await writeFile(path, stringify({ ...settings, digests: [digest] }));
  const pid = sandbox.bot.pid();
  if (pid === undefined) throw new Error('the bot does not run');
  process.kill(pid, 'SIGHUP');
  return dueAt;
};

const openIn = (body: string): readonly string[] => {
  const snapshot = parseJson(body);
  const open = isJson(snapshot) ? listOf(snapshot['open']) : [];
  return open
    .filter((one): one is Json => isJson(one) && one['notSeenSince'] === undefined)
    .map((one) => stringOf(one['id']));
};

/** What the digest of that time has kept as open and seen, out of the bot's store. */
export const readFound = (sandbox: Sandbox, dueAt: number): Found => {
  const path = join(sandbox.dataDir, 'trailwarden.db');
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    const found = new Map<string, Map<string, ReadonlySet<string>>>();
    const rows = db.prepare('select * from digest_snapshots where due_at = ?').all(dueAt);
    for (const { section, subject, body } of rows) {
      const sections = found.get(String(subject)) ?? new Map<string, ReadonlySet<string>>();
      found.set(String(subject), sections.set(String(section), new Set(openIn(String(body)))));
    }
    if (found.size === 0) throw new Error('the digest has kept nothing');
    return found;
  } finally {
    db.close();
  }
};
