import { isRecord, type Json, recordAt, recordsAt, stringAt } from './json.ts';
import { type Info, type Message, toInfo, toMessage, toViews, type View } from './model.ts';
import type { Chosen } from './surface.ts';

/** One call that the fake Slack or the fake AWS received. */
export interface Call {
  readonly at: string;
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
  throw new Error(
    stringAt(record, 'error') || stringAt(record, 'message') || `HTTP ${response.status}`,
  );
};

/** Lists come bare or under a name of their own. */
const listIn = (answer: Json, name: string): readonly Json[] =>
  Array.isArray(answer[name]) ? recordsAt(answer, name) : recordsAt(answer, 'items');

const toCall = (call: Json): Call => {
  const outcome = call['outcome'] ?? call['status'];
  const words = typeof outcome === 'string' || typeof outcome === 'number' ? String(outcome) : '';
  const at = call['time'] ?? call['at'];
  return {
    at: typeof at === 'number' ? new Date(at).toISOString() : typeof at === 'string' ? at : '',
    target: stringAt(call, 'target') || stringAt(call, 'service'),
    method: stringAt(call, 'method') || stringAt(call, 'action'),
    outcome: words,
    isFine: /^(ok|2\d\d|)$/.test(words),
  };
};

export const getInfo = async (): Promise<Info> => toInfo(await request('/_sandbox/info'));

export const getMessages = async (channel: string, user: string): Promise<readonly Message[]> => {
  const query = new URLSearchParams({ channel, user });
  const answer = await request(`/_sandbox/messages?${query}`);
  return listIn(answer, 'messages').map(toMessage);
};

export const getViews = async (user: string): Promise<readonly View[]> =>
  toViews(await request(`/_sandbox/views?${new URLSearchParams({ user })}`));

export const getCalls = async (): Promise<readonly Call[]> =>
  listIn(await request(`/_sandbox/calls?since=${Date.now() - recentMs}`), 'calls').map(toCall);

export const happen = async (what: string): Promise<void> => {
  await request('/_sandbox/happen', { what });
};

export const addFault = async (fault: Json): Promise<void> => {
  await request('/_sandbox/fault', fault);
};

export const reset = async (): Promise<void> => {
  await request('/_sandbox/reset', {});
};

export const runCommand = async (
  line: string,
  where: { readonly user: string; readonly channel: string },
): Promise<void> => {
  const [command = '', ...rest] = line.trim().split(' ');
  await request('/_sandbox/command', { command, text: rest.join(' ').trim(), ...where });
};

/** Presses a button or chooses something, in a message or in a view. */
export const act = async (
  place: { readonly channel: string; readonly ts: string } | { readonly view_id: string },
  action: { readonly actionId: string; readonly value: Chosen | undefined; readonly user: string },
): Promise<void> => {
  const value = action.value === undefined ? {} : { value: action.value };
  await request('/_sandbox/action', {
    ...place,
    action_id: action.actionId,
    user: action.user,
    ...value,
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
  const errors = isRecord(answer['errors'])
    ? answer['errors']
    : recordAt(recordAt(answer, 'response'), 'errors');
  return new Map(Object.keys(errors).map((key) => [key, stringAt(errors, key)]));
};
