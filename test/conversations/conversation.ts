import { vi } from 'vitest';
import { isJson, type Json, listOf, stringOf } from '../../src/sandbox/json.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/start.ts';
import { wordsOf } from './words.ts';

/** A message, or a view, as the member sees it. */
export interface Shown {
  readonly json: Json;
  readonly ts: string;
  /** All its words, without the buttons' labels. */
  readonly words: string;
  readonly buttons: readonly Button[];
}

interface Button {
  readonly label: string;
  readonly action: string;
  readonly value: string;
  readonly options: readonly { readonly label: string; readonly value: string }[];
}

/** What came of a command, a button or a form. */
export interface Answered extends Shown {
  readonly user: string;
  readonly channel: string;
  /** All messages that came, this one last. */
  readonly all: readonly Shown[];
}

interface Press {
  readonly user?: string;
  /** Of a menu: what its entry's label has in it. */
  readonly option?: string;
}

/** The sandbox with the real bot, driven through its control API as people would. */
export interface Conversation {
  readonly sandbox: Sandbox;
  /** Every line that the bot logged. */
  readonly log: readonly string[];
  /** `alice sec-prod /whodid …`: who, where, what. Waits for the answer. */
  readonly ask: (line: string) => Promise<Answered>;
  /** Presses a button by its label and waits for what comes of it. */
  readonly press: (answered: Answered, label: string, press?: Press) => Promise<Answered>;
  /** The same, and waits for the form or modal that opens; what was open before is closed. */
  readonly open: (answered: Answered, label: string, press?: Press) => Promise<Shown>;
  /** Does something and waits for what the bot then tells `user` alone in `channel`. */
  readonly after: (
    user: string,
    channel: string,
    deed: () => Promise<unknown>,
  ) => Promise<Answered>;
  readonly messages: (user: string, channel: string) => Promise<readonly Shown[]>;
  /** The forms and the App Home that `user` has open. */
  readonly views: (user: string) => Promise<readonly Shown[]>;
  /** The modal that `user` has open, as soon as there is one. */
  readonly opened: (user: string) => Promise<Shown>;
  readonly closeAll: (user: string) => Promise<void>;
  readonly tell: (path: string, body: Json) => Promise<Json>;
  readonly fault: (fault: Json) => Promise<Json>;
  readonly stop: () => Promise<void>;
}

const buttonsOf = (blocks: unknown): readonly Button[] =>
  listOf(blocks)
    .filter(isJson)
    .filter(({ type }) => type === 'actions')
    .flatMap(({ elements }) => listOf(elements).filter(isJson))
    .map((element) => ({
      label: wordsOf(element['text'] ?? element['placeholder']),
      action: stringOf(element['action_id']),
      value: stringOf(element['value']),
      options: listOf(element['options'])
        .filter(isJson)
        .map((option) => ({ label: wordsOf(option['text']), value: stringOf(option['value']) })),
    }));

const shownOf = (json: Json): Shown => ({
  json,
  ts: stringOf(json['ts']),
  words: wordsOf(
    listOf(json['blocks']).filter((block) => isJson(block) && block['type'] !== 'actions'),
  ).trim(),
  buttons: buttonsOf(json['blocks']),
});

const isProgress = ({ json }: Shown): boolean =>
  listOf(json['blocks']).some(
    (block) => isJson(block) && stringOf(block['block_id']).startsWith('progress'),
  );

/** Only the member sees it; in a direct message everything is between the two. */
const isPrivate = ({ json }: Shown, channel: string): boolean =>
  json['ephemeral'] === true || (channel === 'dm' && json['bot_id'] !== undefined);

const isNew = (before: readonly Shown[], shown: Shown): boolean =>
  !isProgress(shown) &&
  !before.some((one) => one.ts === shown.ts && JSON.stringify(one) === JSON.stringify(shown));

const valueOf = (button: Button, option: string | undefined): string | undefined => {
  if (option === undefined) return undefined;
  const found = button.options.find(({ label }) => label.includes(option));
  if (found === undefined) throw new Error(`${button.label} offers no ${option}`);
  return found.value;
};

export const startConversation = async (options: SandboxOptions = {}): Promise<Conversation> => {
  const log: string[] = [];
  const sandbox = await startSandbox({ ...options, onBotLine: (line) => log.push(line) });
  const request = async (path: string, init?: RequestInit): Promise<unknown> => {
    const response = await fetch(`${sandbox.url}/_sandbox/${path}`, init);
    const body: unknown = await response.json();
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(body)}`);
    return body;
  };
  const tell = async (path: string, body: Json): Promise<Json> => {
    const headers = { 'content-type': 'application/json' };
    const told = await request(path, { method: 'POST', headers, body: JSON.stringify(body) });
    return isJson(told) ? told : {};
  };
  const list = async (path: string): Promise<readonly Shown[]> =>
    listOf(await request(path))
      .filter(isJson)
      .map(shownOf);
  const messages = (user: string, channel: string) =>
    list(`messages?user=${user}&channel=${channel}`);

  const after: Conversation['after'] = async (user, channel, deed) => {
    const before = await messages(user, channel);
    await deed();
    const fresh = await vi.waitFor(
      async () => {
        const found = (await messages(user, channel)).filter(
          (one) => isPrivate(one, channel) && isNew(before, one),
        );
        if (found.length === 0) throw new Error(`nothing new for ${user} in ${channel}`);
        return found;
      },
      { timeout: 10_000, interval: 20 },
    );
    return { ...fresh.at(-1)!, all: fresh, user, channel };
  };

  const views = (user: string) => list(`views?user=${user}`);
  const modals = async (user: string): Promise<readonly Shown[]> =>
    (await views(user)).filter(({ json }) => json['type'] === 'modal');
  const closeAll = async (user: string): Promise<void> => {
    for (const { json } of (await modals(user)).toReversed())
      await tell('close', { user, view_id: json['id'] });
  };
  const opened = (user: string): Promise<Shown> =>
    vi.waitFor(
      async () => {
        const [modal] = await modals(user);
        if (modal === undefined) throw new Error(`${user} has nothing open`);
        return modal;
      },
      { timeout: 5_000, interval: 20 },
    );
  const use = (answered: Answered, label: string, { user = answered.user, option }: Press) => {
    const button = answered.buttons.find((one) => one.label === label);
    if (button === undefined) throw new Error(`there is no button ${label}`);
    const value = valueOf(button, option);
    const { channel, ts } = answered;
    return tell('action', { user, channel, ts, action_id: button.action, ...(value && { value }) });
  };

  return {
    sandbox,
    log,
    messages,
    tell,
    after,
    views,
    fault: (fault) => tell('fault', fault),
    ask: async (line) => {
      const [user = '', channel = '', command = '', ...words] = line.split(' ');
      const told = await tell('command', { user, channel, command, text: words.join(' ') });
      const all = listOf(told['messages']).filter(isJson).map(shownOf);
      return { ...(all.at(-1) ?? shownOf({})), all, user, channel };
    },
    press: (answered, label, press = {}) => {
      const { user = answered.user } = press;
      return after(user, answered.channel, () => use(answered, label, press));
    },
    open: async (answered, label, press = {}) => {
      const { user = answered.user } = press;
      await closeAll(user);
      await use(answered, label, press);
      return opened(user);
    },
    opened,
    closeAll,
    stop: () => sandbox.stop(),
  };
};
