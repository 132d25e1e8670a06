import { loadSettings } from '../config/load.ts';
import { systemClock } from '../core/clock.ts';
import { AppError, exitConfig, toError } from '../core/errors.ts';
import type { InboxRow } from '../core/inbox-store.ts';
import { silentLog } from '../core/log.ts';
import type { Post } from '../core/post-store.ts';
import type { StoreSettings } from '../core/settings.ts';
import type { Store } from '../core/store.ts';
import { openStore } from '../store/open.ts';
import { restoreStore } from '../store/sqlite/restore.ts';

const exitUsage = 64;
const shown = 1_000;

const usage = `Usage: npm run store -- COMMAND
  backup              write a copy of the store now
  restore FILE        put a copy in place of the store (the bot must be stopped)
  list quarantined    notifications that could not be read
  requeue ID          have a quarantined notification read again
  list parked         messages that Slack did not take for 24 hours
  send-again ID|all   have parked messages sent again
`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);

/** Foreign text must not steer the terminal it is shown in. */
const plain = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ');
const when = (ms: number): string => new Date(ms).toISOString();

const quarantinedLine = (row: InboxRow): string =>
  plain(
    `${row.id}  received ${when(row.receivedAt)} by ${row.via} from ${row.topicArn}, MessageId ${row.messageId}: ${row.error ?? 'no reason kept'}`,
  );

const parkedLine = (post: Post): string =>
  plain(
    `${post.id}  ${post.kind} for ${post.channel}, failing since ${when(post.failingSince ?? post.createdAt)}: ${post.error ?? 'no reason kept'}`,
  );

const withStore = async (
  settings: StoreSettings,
  readOnly: boolean,
  use: (store: Store) => Promise<number>,
): Promise<number> => {
  const store = await openStore(settings, { clock: systemClock, log: silentLog, readOnly });
  try {
    return await use(store);
  } finally {
    await store.stop();
  }
};

const backUp = async (store: Store): Promise<number> => {
  if (store.backUp === undefined) {
    complain('The store is in PostgreSQL: back it up with pg_dump or as your provider does.');
    return exitUsage;
  }
  say(await store.backUp());
  return 0;
};

const list = (lines: readonly string[], none: string): number => {
  for (const line of lines) say(line);
  if (lines.length === 0) say(none);
  return 0;
};

const listQuarantined = async (store: Store): Promise<number> => {
  const rows = await store.transaction((tx) => tx.inbox.quarantined(shown));
  return list(rows.map(quarantinedLine), 'Nothing is quarantined.');
};

const listParked = async (store: Store): Promise<number> => {
  const posts = await store.transaction((tx) => tx.posts.parked(shown));
  return list(posts.map(parkedLine), 'Nothing is parked.');
};

const requeue = async (store: Store, id: string): Promise<number> => {
  const found =
    /^\d{1,15}$/.test(id) && (await store.transaction((tx) => tx.inbox.requeue(Number(id))));
  if (found) say(`${id} will be read again.`);
  else complain(`Nothing quarantined has the id ${plain(id)}.`);
  return found ? 0 : 1;
};

const sendAgain = async (store: Store, id: string): Promise<number> => {
  const now = systemClock.now();
  const sent = await store.transaction(async (tx) => {
    const ids = id === 'all' ? (await tx.posts.parked(shown)).map((post) => post.id) : [id];
    let count = 0;
    for (const one of ids) if (await tx.posts.unpark(one, now)) count += 1;
    return count;
  });
  if (sent === 0 && id !== 'all') {
    complain(`Nothing parked has the id ${plain(id)}.`);
    return 1;
  }
  say(sent === 1 ? '1 message will be sent again.' : `${sent} messages will be sent again.`);
  return 0;
};

const restore = async (settings: StoreSettings, from: string): Promise<number> => {
  if (settings.kind === 'postgres') {
    complain('The store is in PostgreSQL: restore it with pg_restore or as your provider does.');
    return exitUsage;
  }
  const aside = await restoreStore(settings.path, from, systemClock.now());
  say(`${settings.path} is now the copy ${from}.`);
  if (aside !== undefined) say(`What stood there before is kept as ${aside}.`);
  return 0;
};

const dispatch = (
  settings: StoreSettings,
  args: readonly string[],
): Promise<number> | undefined => {
  const [command, argument, ...more] = args;
  if (more.length > 0) return undefined;
  if (command === 'backup' && argument === undefined) return withStore(settings, true, backUp);
  if (argument === undefined) return undefined;
  if (command === 'restore') return restore(settings, argument);
  if (command === 'list' && argument === 'quarantined')
    return withStore(settings, true, listQuarantined);
  if (command === 'list' && argument === 'parked') return withStore(settings, true, listParked);
  if (command === 'requeue') return withStore(settings, false, (store) => requeue(store, argument));
  if (command === 'send-again')
    return withStore(settings, false, (store) => sendAgain(store, argument));
  return undefined;
};

/** Looks after the store of the settings; the exit code: 64 for wrong usage, 78 for wrong settings. */
export const run = async (args: readonly string[]): Promise<number> => {
  const loaded = await loadSettings(process.env);
  if (!loaded.ok) {
    for (const problem of loaded.problems) complain(problem);
    return exitConfig;
  }
  try {
    const code = await dispatch(loaded.settings.store, args);
    if (code === undefined) process.stderr.write(usage);
    return code ?? exitUsage;
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw toError(thrown);
    complain(thrown.hint === undefined ? thrown.message : `${thrown.message} ${thrown.hint}`);
    return thrown.kind === 'config' ? exitConfig : 1;
  }
};
