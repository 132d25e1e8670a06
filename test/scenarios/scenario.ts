import { fileURLToPath } from 'node:url';
import { scaledClock } from '../../bench/scaled-clock.ts';
import { happenings } from '../../src/sandbox/happenings/index.ts';
import { isJson, type Json, listOf, stringOf } from '../../src/sandbox/json.ts';
import { app, newChannel } from '../../src/sandbox/slack/workspace.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/start.ts';
import { wordsOf } from '../conversations/words.ts';

/** What a member reads in a channel. */
interface Read {
  readonly ts: string;
  readonly threadTs: string | undefined;
  /** Headline, facts, tables, small print and buttons as words. */
  readonly words: string;
  /** What a notification shows. */
  readonly text: string;
  readonly isBroadcast: boolean;
  /** As Slack has them. */
  readonly buttons: readonly Json[];
}

/** A sample account in which time runs faster, with a channel for each alarm. */
export interface Scenario {
  readonly sandbox: Sandbox;
  readonly happen: (what: string) => Promise<void>;
  readonly publish: (topic: string, message: Json) => Promise<void>;
  readonly fault: (fault: Json) => Promise<void>;
  /** Presses a button of the channel's newest root as a member. */
  readonly press: (user: string, channel: string, label: string) => Promise<void>;
  /** Lets time pass, in the account's own ms. */
  readonly pass: (ms: number) => Promise<void>;
  readonly now: () => number;
  /** The messages of a channel that stand in no thread, and those that do. */
  readonly roots: (channel: string) => Promise<readonly Read[]>;
  readonly replies: (channel: string) => Promise<readonly Read[]>;
  /** What the newest of the channel's roots says now. */
  readonly root: (channel: string) => Promise<string>;
  /** Calls to AWS of this kind so far, e.g. `logs:FilterLogEvents`. */
  readonly calls: (method: string) => number;
  readonly stop: () => Promise<void>;
}

const buttonsOf = (blocks: unknown): readonly Json[] =>
  listOf(blocks)
    .filter(isJson)
    .flatMap(({ type, elements }) => (type === 'actions' ? listOf(elements).filter(isJson) : []));

const readOf = (json: Json): Read => ({
  ts: stringOf(json['ts']),
  threadTs: json['thread_ts'] === undefined ? undefined : stringOf(json['thread_ts']),
  words: wordsOf(listOf(json['blocks'])),
  text: stringOf(json['text']),
  isBroadcast: json['subtype'] === 'thread_broadcast',
  buttons: buttonsOf(json['blocks']),
});

/**
 * Starts it.
 *
 * @param routes alarm names by channel, in the order in which they are tried
 * @param factor how many times as fast its time runs
 */
export const startScenario = async (
  routes: readonly { readonly channel: string; readonly [key: string]: unknown }[],
  factor: number,
  options: SandboxOptions = {},
): Promise<Scenario> => {
  const origin = Date.now();
  const clock = scaledClock(origin, factor);
  const sandbox = await startSandbox({
    clock,
    spawnBot: false,
    story: false,
    settings: { routes },
    botEntry: fileURLToPath(new URL('../../bench/fast-bot.ts', import.meta.url)),
    botEnv: { CLOCK_ORIGIN: String(origin), CLOCK_FACTOR: String(factor) },
    ...options,
  });
  const channels = new Set(
    routes.map(({ channel }) => channel).filter((name) => name.startsWith('s-')),
  );
  for (const [index, name] of [...channels].entries())
    sandbox.slack.store.addChannel(
      newChannel(`C0SCENE${index}`, name, [app.botUserId, 'U0ALICE', 'U0BOB']),
    );
  await sandbox.bot.start();
  await sandbox.ready(60_000 * factor);
  await sandbox.subscribe(60_000 * factor);

  const post = async (path: string, body: Json): Promise<void> => {
    const response = await fetch(`${sandbox.url}/_sandbox/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
  };
  const messages = async (channel: string): Promise<readonly Read[]> => {
    const response = await fetch(`${sandbox.url}/_sandbox/messages?user=alice&channel=${channel}`);
    const found: unknown = await response.json();
    return listOf(found).filter(isJson).map(readOf);
  };
  const isRoot = ({ ts, threadTs }: Read): boolean => threadTs === undefined || threadTs === ts;
  const roots = async (channel: string) => (await messages(channel)).filter(isRoot);
  const press = async (user: string, channel: string, label: string): Promise<void> => {
    const root = (await roots(channel)).at(-1);
    const button = root?.buttons.find((one) => wordsOf(one['text']) === label);
    if (root === undefined || button === undefined)
      throw new Error(`#${channel} has no button ${label}`);
    await post('action', { user, channel, ts: root.ts, action_id: stringOf(button['action_id']) });
  };

  return {
    sandbox,
    happen: async (what) => {
      if (!happenings.some((one) => one.what === what))
        throw new Error(`nothing is called ${what}`);
      await post('happen', { what });
    },
    publish: (topic, message) => post('publish', { topic, message: JSON.stringify(message) }),
    fault: (fault) => post('fault', fault),
    press,
    pass: (ms) => clock.sleep(ms),
    now: clock.now,
    roots,
    replies: async (channel) => (await messages(channel)).filter((one) => !isRoot(one)),
    root: async (channel) => (await roots(channel)).at(-1)?.words ?? '',
    calls: (method) => sandbox.calls.since(0).filter((call) => call.method === method).length,
    stop: () => sandbox.stop(),
  };
};
