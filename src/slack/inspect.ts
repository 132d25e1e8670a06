import type { Clock } from '../core/clock.ts';
import type { Outcome } from '../core/conversation.ts';
import { type ChannelId, isChannelId } from '../core/ids.ts';
import type { Log } from '../core/log.ts';
import { createSession, type Fields, isFields, listOf, nextCursor } from './session.ts';

interface BotIdentity {
  readonly team: string;
  /** The bot's own name, without `@`. */
  readonly bot: string;
  /** What the token may do; empty if Slack does not tell. */
  readonly scopes: readonly string[];
}

export interface ChannelFacts {
  readonly id: ChannelId;
  readonly name: string;
  readonly isMember: boolean;
  readonly isArchived: boolean;
  /** People of another organisation read along. */
  readonly isShared: boolean;
}

/** Slack as `doctor` looks at it. Nothing is thrown; every call has the client's deadline. */
export interface SlackInspector {
  readonly identity: () => Promise<Outcome<BotIdentity>>;
  /** apps.connections.open: does the app-level token open a socket? None is opened. */
  readonly socket: (appToken: string) => Promise<Outcome<undefined>>;
  /** Every channel the bot can see, archived ones too; ends when `signal` aborts. */
  readonly channels: (signal: AbortSignal) => Promise<Outcome<readonly ChannelFacts[]>>;
  /** By how much Slack's clock is ahead of ours, ms; undefined if Slack does not tell. Rejects when it cannot be reached. */
  readonly clockOffset: (signal: AbortSignal) => Promise<number | undefined>;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const channelFacts = (channel: Fields): readonly ChannelFacts[] => {
  const { id, name, is_member, is_archived, is_ext_shared, is_pending_ext_shared } = channel;
  if (typeof id !== 'string' || !isChannelId(id)) return [];
  return [
    {
      id,
      name: text(name),
      isMember: is_member === true,
      isArchived: is_archived === true,
      isShared: is_ext_shared === true || is_pending_ext_shared === true,
    },
  ];
};

/** The SDK puts the header x-oauth-scopes here. */
const scopesOf = (answer: Fields): readonly string[] => {
  const metadata = answer['response_metadata'];
  const scopes = isFields(metadata) ? metadata['scopes'] : undefined;
  return Array.isArray(scopes) ? scopes.map(String) : [];
};

export const createSlackInspector = (deps: {
  readonly token: () => string;
  readonly apiUrl: string;
  readonly clock: Clock;
  readonly log: Log;
}): SlackInspector => {
  const call = createSession(deps);
  return {
    identity: async () => {
      const answer = await call('auth.test', {});
      if (answer.kind !== 'ok') return answer;
      const { team, user } = answer.value;
      const value = { team: text(team), bot: text(user), scopes: scopesOf(answer.value) };
      return { kind: 'ok', value };
    },
    socket: async (appToken) => {
      const open = createSession({ ...deps, token: () => appToken });
      const answer = await open('apps.connections.open', {});
      return answer.kind === 'ok' ? { kind: 'ok', value: undefined } : answer;
    },
    channels: async (signal) => {
      const found: ChannelFacts[] = [];
      let cursor: string | undefined;
      do {
        const answer = await call('conversations.list', {
          types: 'public_channel,private_channel',
          limit: 1000,
          cursor,
        });
        if (answer.kind !== 'ok') return answer;
        found.push(...listOf(answer.value['channels']).flatMap(channelFacts));
        cursor = nextCursor(answer.value);
      } while (cursor !== undefined && !signal.aborted);
      return { kind: 'ok', value: found };
    },
    clockOffset: async (signal) => {
      const response = await fetch(new URL('api.test', deps.apiUrl), { method: 'POST', signal });
      await response.body?.cancel();
      const theirs = Date.parse(response.headers.get('date') ?? '');
      return Number.isNaN(theirs) ? undefined : theirs - deps.clock.now();
    },
  };
};
