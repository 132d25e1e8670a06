import { randomUUID } from 'node:crypto';
import type { App } from '@slack/bolt';
import { toError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Metrics } from '../core/metrics.ts';
import { areAnswerUrlsSafe } from './answer-url.ts';
import { appName } from './app-name.ts';
import { isBody, type SlackBody } from './request-body.ts';
import type { Seen } from './seen.ts';

interface Incoming {
  readonly via: 'http' | 'socket';
  readonly body: SlackBody;
  /** Socket Mode's id of the delivery; a redelivery has the same. */
  readonly envelopeId?: string;
  readonly retryNum?: number;
  readonly retryReason?: string;
  /** Answers Slack; an event that was seen before, or has no listener, is answered too. */
  readonly ack: (response?: unknown) => Promise<void>;
}

/** `refused`: what it asks for is not done, and no listener saw it. */
type Verdict = 'handled' | 'duplicate' | 'refused' | 'failed';

export interface Dispatch {
  readonly handle: (incoming: Incoming) => Promise<Verdict>;
  /** Resolves when nothing is being handled. */
  readonly idle: () => Promise<void>;
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/**
 * What makes a delivery the same as another. Slack has sent one message eleven times, each with an
 * event_id of its own: https://github.com/slackapi/node-slack-sdk/issues/2141
 */
const keysOf = ({ body, envelopeId }: Incoming): string[] => {
  const keys: string[] = [];
  const event = isBody(body['event']) ? body['event'] : undefined;
  const eventId = text(body['event_id']);
  const channel = text(event?.['channel']);
  const eventTs = text(event?.['event_ts']);
  const type = text(event?.['type']);
  if (envelopeId !== undefined) keys.push(`envelope ${envelopeId}`);
  if (eventId !== undefined) keys.push(`event ${eventId}`);
  if (channel !== undefined && eventTs !== undefined && type !== undefined)
    keys.push(`event ${type} ${channel} ${eventTs}`);
  return keys;
};

/** These take no answer but "received", which must not wait for anything. */
const answerless = new Set(['block_actions', 'message_action', 'event_callback']);

const once = (ack: Incoming['ack']): Incoming['ack'] => {
  let isAcked = false;
  return async (response) => {
    if (isAcked) return;
    isAcked = true;
    await ack(response);
  };
};

const unknownCommand = {
  response_type: 'ephemeral',
  text: `This version of ${appName} does not know that command.`,
};

/** Hands what Slack sends to Bolt: once each, and never without an answer. */
export const createDispatch = ({
  app,
  apiUrl,
  commands,
  seen,
  log,
  metrics,
}: {
  /** Loads it the first time. */
  readonly app: () => App;
  readonly apiUrl: string;
  /** The slash commands that have a listener, with the slash. */
  readonly commands: ReadonlySet<string>;
  readonly seen: Seen;
  readonly log: Log;
  readonly metrics: Metrics;
}): Dispatch => {
  const running = new Set<Promise<unknown>>();

  const isAnswerless = ({ command, type }: SlackBody): boolean =>
    typeof command === 'string' ? commands.has(command) : answerless.has(String(type));

  const run = async (incoming: Incoming): Promise<Verdict> => {
    const { body, via } = incoming;
    const ack = once(incoming.ack);
    try {
      if (!areAnswerUrlsSafe(body, apiUrl)) {
        log.warn('a request from Slack names a response_url elsewhere', { via });
        return 'refused';
      }
      if (!seen.isNew(keysOf(incoming))) {
        await ack();
        return 'duplicate';
      }
      // Before Bolt is asked: it is loaded with the first request, which takes a tenth of a second.
      if (isAnswerless(body)) await ack();
      const { retryNum, retryReason } = incoming;
      await app().processEvent({
        body,
        ack,
        ...(retryNum !== undefined && { retryNum }),
        ...(retryReason !== undefined && { retryReason }),
      });
      await ack(body['command'] === undefined ? undefined : unknownCommand);
      return 'handled';
    } catch (thrown) {
      const reference = randomUUID().slice(0, 8);
      log.error('handling a request from Slack failed', {
        via,
        reference,
        error: toError(thrown).message,
      });
      return 'failed';
    }
  };

  const handle = async (incoming: Incoming): Promise<Verdict> => {
    const work = run(incoming);
    running.add(work);
    const verdict = await work;
    running.delete(work);
    metrics.count('trailwarden_slack_requests_total', { via: incoming.via, outcome: verdict });
    return verdict;
  };

  return { handle, idle: async () => void (await Promise.allSettled(running)) };
};
