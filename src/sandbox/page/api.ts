import { isRecord, type Json, numberAt, recordAt, recordsAt, stringAt } from './json.ts';
import { type Info, type Message, toInfo, toMessage, toView, type View } from './model.ts';
import type { Chosen } from './surface.ts';

/** One call that the fake Slack or the fake AWS received. */
export interface Call {
  /** Epoch ms. */
  readonly time: number;
  readonly target: string;
  readonly method: string;
  readonly outcome: string;
  readonly isFine: boolean;
}

/** The panel shows the last few calls only. */
const recentMs = 60_000;

const request = async (path: string, body?: Json): Promise<Json> => {
  const response = await fetch(path, {
    ...(body === undefined
      ? {}
      : {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
    // A command may take 35 s to be answered.
    signal: AbortSignal.timeout(45_000),
  });
  const answer: unknown = await response.json();
  const record = isRecord(answer) ? answer : { items: answer };
  if (response.ok) return record;
  throw new Error(stringAt(record, 'message') || `HTTP ${response.status}`);
};

/** The objects of an answer that is a list. */
const list = async (path: string): Promise<readonly Json[]> =>
  recordsAt(await request(path), 'items');

const toCall = (call: Json): Call => {
  const outcome = stringAt(call, 'outcome');
  return {
    time: numberAt(call, 'time') ?? 0,
    target: stringAt(call, 'target'),
    method: stringAt(call, 'method'),
    outcome,
    isFine: /^(ok|2\d\d)$/.test(outcome),
  };
};

export const getInfo = async (): Promise<Info> => toInfo(await request('/_sandbox/info'));

export const getMessages = async (channel: string, user: string): Promise<readonly Message[]> =>
  (await list(`/_sandbox/messages?${new URLSearchParams({ channel, user })}`)).map(toMessage);

export const getViews = async (user: string): Promise<readonly View[]> =>
  (await list(`/_sandbox/views?${new URLSearchParams({ user })}`)).map(toView);

export const getCalls = async (): Promise<readonly Call[]> =>
  (await list(`/_sandbox/calls?since=${Date.now() - recentMs}`)).map(toCall);

export const happen = async (what: string): Promise<void> => {
  await request('/_sandbox/happen', { what });
};

export const startAfresh = async (): Promise<void> => {
  await request('/_sandbox/reset', { everything: true });
};

/** Where somebody writes, and who. */
export interface Where {
  readonly user: string;
  readonly channel: string;
  readonly thread_ts?: string;
}

/** Says something in a channel or a thread. */
export const say = async (text: string, where: Where): Promise<void> => {
  await request('/_sandbox/message', { text, ...where });
};

/** Tells the bot that a member looks at its App Home. */
export const openHome = async (user: string): Promise<void> => {
  await request('/_sandbox/home', { user });
};

export const closeView = async (viewId: string, user: string): Promise<void> => {
  await request('/_sandbox/close', { view_id: viewId, user });
};

/** Types a slash command; resolves when it was answered. */
export const runCommand = async (line: string, where: Where): Promise<void> => {
  const [command = '', ...rest] = line.trim().split(' ');
  await request('/_sandbox/command', { command, text: rest.join(' ').trim(), ...where });
};

/** Uses a message shortcut. */
export const takeShortcut = async (
  place: { readonly channel: string; readonly ts: string },
  callbackId: string,
  user: string,
): Promise<void> => {
  await request('/_sandbox/shortcut', { ...place, callback_id: callbackId, user });
};

/** Presses a button or chooses something, in a message or in a view. */
export const act = async (
  place: { readonly channel: string; readonly ts: string } | { readonly view_id: string },
  action: {
    readonly actionId: string;
    readonly value: Chosen | undefined;
    readonly user: string;
    /** What the form around it holds. */
    readonly others?: ReadonlyMap<string, Chosen> | undefined;
  },
): Promise<void> => {
  const value = action.value === undefined ? {} : { value: action.value };
  await request('/_sandbox/action', {
    ...place,
    action_id: action.actionId,
    user: action.user,
    ...value,
    ...(action.others === undefined ? {} : { values: Object.fromEntries(action.others) }),
  });
};

/** @returns what is wrong with the form, by block id; empty if it was taken */
export const submit = async (
  viewId: string,
  values: ReadonlyMap<string, Chosen>,
  user: string,
): Promise<ReadonlyMap<string, string>> => {
  const answer = await request('/_sandbox/submit', {
    view_id: viewId,
    values: Object.fromEntries(values),
    user,
  });
  const errors = recordAt(answer, 'errors');
  return new Map(Object.keys(errors).map((key) => [key, stringAt(errors, key)]));
};
