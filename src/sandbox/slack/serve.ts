import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Clock, minute } from '../../core/clock.ts';
import type { CallLog } from '../calls.ts';
import type { Fault, Faults } from '../faults.ts';
import { readBody, sendJson } from '../http.ts';
import type { LineFaults } from '../line-faults.ts';
import { type Args, parseArgs } from './args.ts';
import { authorize } from './authorize.ts';
import type { SlackContext } from './context.ts';
import { readUpload, uploadFile } from './files.ts';
import { faultOutcome, type Outcome, outcomeWord, refused, tooFast } from './outcome.ts';
import { createBucketPace, createWindowPace, type Pace } from './paces.ts';
import { useResponseUrl } from './response-url.ts';
import { methods } from './routes.ts';
import { SlackError } from './slack-error.ts';

export interface ServeDeps {
  readonly clock: Clock;
  readonly calls: CallLog;
  readonly faults: Faults;
  readonly lineFaults: LineFaults;
  /** False: no 429 but from faults. */
  readonly paces: boolean;
}

type Serve = (name: string, request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** A bucket of 3: Slack tolerates short bursts above one message a second and channel. */
const createPaces = (clock: Clock): ReadonlyMap<string, Pace> =>
  new Map([
    ['chat.postMessage', createBucketPace(clock, 3, 1000)],
    ['chat.update', createWindowPace(clock, 50, minute)],
  ]);

const channelOf = (args: Args): string | undefined => {
  const channel = args['channel'] ?? args['channel_id'];
  return typeof channel === 'string' && channel !== '' ? channel : undefined;
};

/** What a refusal looks like; anything else is a defect of the fake and goes up. */
const caught = (thrown: unknown): Outcome => {
  if (thrown instanceof SlackError) return refused(thrown.code, thrown.facts);
  throw thrown;
};

/** Answers, plays the fault if there is one, and notes the call. */
const createAnswer =
  ({ clock, calls, lineFaults }: ServeDeps) =>
  (
    call: { readonly method: string; readonly channel: string | undefined },
    fault: Fault | undefined,
    response: ServerResponse,
    run: () => Outcome,
  ): void => {
    const note = (outcome: string): void => {
      const place = call.channel === undefined ? {} : { channel: call.channel };
      calls.add({ time: clock.now(), target: 'slack', method: call.method, outcome, ...place });
    };
    if (fault) note(fault.kind === 'error' ? (fault.code ?? 'internal_error') : fault.kind);
    if (fault && lineFaults.play(fault, response, run)) return;
    const answer = fault ? faultOutcome(fault) : run();
    if (!fault) note(outcomeWord(answer));
    sendJson(response, answer.status, answer.body, answer.headers);
  };

/** Serves `/api/<method>`. */
export const createMethodServer = (context: SlackContext, deps: ServeDeps): Serve => {
  const byName = new Map(methods.map((method) => [method.name, method]));
  const paces = deps.paces ? createPaces(deps.clock) : new Map<string, Pace>();
  const answer = createAnswer(deps);

  const run = (name: string, request: IncomingMessage, args: Args): Outcome => {
    const method = byName.get(name);
    if (method === undefined) return refused('unknown_method', { req_method: name });
    try {
      authorize(context.app, method, request, args);
      const wait = paces.get(name)?.(name === 'chat.postMessage' ? String(args['channel']) : '');
      if (wait !== undefined && wait > 0) return tooFast(wait);
      const body = { ok: true, ...method.run(context, args) };
      const headers = method.headers?.(context);
      return headers ? { status: 200, body, headers } : { status: 200, body };
    } catch (thrown) {
      return caught(thrown);
    }
  };

  return async (name, request, response) => {
    const raw = await readBody(request);
    try {
      const args = parseArgs(request, raw);
      const channel = channelOf(args);
      const fault = deps.faults.take('slack', name, { channel });
      answer({ method: name, channel }, fault, response, () => run(name, request, args));
    } catch (thrown) {
      const outcome = caught(thrown);
      answer({ method: name, channel: undefined }, undefined, response, () => outcome);
    }
  };
};

/** Serves the addresses that `response_url` names. */
export const createResponseUrlServer = (context: SlackContext, deps: ServeDeps): Serve => {
  const answer = createAnswer(deps);
  const run = (id: string, request: IncomingMessage, text: string): Outcome => {
    try {
      useResponseUrl(context, id, request, text);
      return { status: 200, body: { ok: true } };
    } catch (thrown) {
      const outcome = caught(thrown);
      return { ...outcome, status: outcome.body['error'] === 'no_service' ? 404 : 400 };
    }
  };
  return async (id, request, response) => {
    const text = (await readBody(request)).toString('utf8');
    const fault = deps.faults.take('slack', 'response_url');
    const call = { method: 'response_url', channel: undefined };
    answer(call, fault, response, () => run(id, request, text));
  };
};

/** Serves the addresses that `files.getUploadURLExternal` gives. */
export const createUploadServer = (context: SlackContext, deps: ServeDeps): Serve => {
  const answer = createAnswer(deps);
  const run = (id: string, content: Buffer): Outcome => {
    try {
      uploadFile(context, id, content);
      return { status: 200, body: { ok: true } };
    } catch (thrown) {
      return { ...caught(thrown), status: 400 };
    }
  };
  return async (id, request, response) => {
    const content = await readUpload(request, await readBody(request));
    const fault = deps.faults.take('slack', 'upload_url');
    answer({ method: 'upload_url', channel: undefined }, fault, response, () => run(id, content));
  };
};
