import { AppError } from '../core/errors.ts';
import { createClient } from './client.ts';
import { callSlack, type Failure } from './outcome.ts';
import { missingScopes, type Scope, scopeWithReason } from './scopes.ts';

/** Who the token is. */
export interface Identity {
  readonly teamId: string;
  /** The team's name, for people. */
  readonly team: string;
  readonly botId: string;
  readonly userId: string;
  readonly enterpriseId?: string;
  /** What Slack says it may do; empty where Slack does not say. */
  readonly scopes: readonly string[];
  readonly missing: readonly Scope[];
}

/** Where the team and the bot are remembered. */
export interface IdentityMemory {
  readonly get: (key: string) => Promise<string | undefined>;
  readonly set: (key: string, value: string) => Promise<void>;
}

const memoryKey = 'slack_identity';

const words: Readonly<Record<string, string>> = {
  invalid_auth: 'Slack does not know the bot token.',
  not_authed: 'There is no bot token.',
  token_revoked: 'The bot token was revoked.',
  token_expired: 'The bot token has expired.',
  account_inactive: 'The app was removed from the workspace, or its account is inactive.',
};

const refusal = (failure: Failure): AppError => {
  if (failure.kind !== 'unauthorized') {
    const reason = 'error' in failure ? failure.error : 'rate limited';
    return new AppError(`Slack cannot be asked who the bot is: ${reason}.`, {
      kind: 'upstream',
      code: 'slack_unreachable',
      retryable: true,
      ...(failure.kind === 'rate-limited' && { retryAfterMs: failure.retryAfterMs }),
    });
  }
  const said = words[failure.error] ?? `Slack refuses the bot token (${failure.error}).`;
  return new AppError(said, {
    kind: 'config',
    code: 'slack_token_refused',
    hint: 'Copy the Bot User OAuth Token (xoxb-…) from the app\'s "OAuth & Permissions" page into SLACK_BOT_TOKEN.',
  });
};

const field = (answer: object, key: string): string | undefined => {
  const value: unknown = Reflect.get(answer, key);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

const identityOf = (answer: object, granted: readonly string[]): Identity => {
  const teamId = field(answer, 'team_id');
  const botId = field(answer, 'bot_id');
  if (teamId === undefined || botId === undefined)
    throw new AppError('The Slack token is not that of a bot.', {
      kind: 'config',
      code: 'slack_token_not_a_bot',
      hint: 'SLACK_BOT_TOKEN must be the Bot User OAuth Token; it begins with xoxb-.',
    });
  const enterpriseId = field(answer, 'enterprise_id');
  return {
    teamId,
    botId,
    team: field(answer, 'team') ?? teamId,
    userId: field(answer, 'user_id') ?? '',
    ...(enterpriseId !== undefined && { enterpriseId }),
    scopes: granted,
    missing: granted.length === 0 ? [] : missingScopes(granted),
  };
};

/** The store's messages can be edited only by the bot that wrote them, and belong to its team. */
const refuseOther = async (identity: Identity, meta: IdentityMemory): Promise<void> => {
  const { teamId, botId, team } = identity;
  const mine = `${teamId}/${botId}`;
  const remembered = await meta.get(memoryKey);
  if (remembered === undefined) return meta.set(memoryKey, mine);
  if (remembered === mine) return undefined;
  const [knownTeam, knownBot] = remembered.split('/');
  const what =
    knownTeam === teamId
      ? `of bot ${botId}, but this store belongs to bot ${knownBot ?? ''}`
      : `of team ${team} (${teamId}), but this store belongs to team ${knownTeam ?? ''}`;
  throw new AppError(`The Slack token is ${what}. It is not used.`, {
    kind: 'config',
    code: 'slack_token_of_another',
    hint: 'Put the right token back, or start with a new store: the alerts of one team must not reach another.',
  });
};

/**
 * Asks Slack who the token is (auth.test), and refuses one of another team or bot than the store
 * remembers. The first one is remembered.
 *
 * @throws AppError kind `config` if the token is refused, of another team or bot, or lacks a vital
 * scope; kind `upstream`, retryable, if Slack cannot be asked
 */
export const checkIdentity = async ({
  token,
  apiUrl,
  meta,
}: {
  readonly token: string;
  readonly apiUrl: string;
  readonly meta: IdentityMemory;
}): Promise<Identity> => {
  const answer = await callSlack(createClient(token, { apiUrl }), 'auth.test', {});
  if (answer.kind !== 'ok') throw refusal(answer);
  // From the header x-oauth-scopes; https://docs.slack.dev/authentication/installing-with-oauth
  const identity = identityOf(answer.value, answer.value.response_metadata?.scopes ?? []);
  const vital = identity.missing.filter(({ isVital }) => isVital);
  if (vital.length > 0)
    throw new AppError(
      `The Slack token lacks ${identity.missing.map(scopeWithReason).join('; ')}.`,
      {
        kind: 'config',
        code: 'slack_scope_missing',
        hint: 'Add them on the app\'s "OAuth & Permissions" page and reinstall the app.',
      },
    );
  await refuseOther(identity, meta);
  return identity;
};
