import { readFile } from 'node:fs/promises';
import { toError } from '../core/errors.ts';
import type { Settings, SlackSettings, StoreSettings } from '../core/settings.ts';
import { singleAccounts, toAccess, toIdentityCenter, toTrailLogs, toUnits } from './access.ts';
import { crossProblems, isSafeUrl } from './cross-checks.ts';
import { toDigests } from './digests.ts';
import { readDocument } from './document.ts';
import { issueProblems } from './problems.ts';
import { get } from './raw.ts';
import { toRoutes } from './routes.ts';
import { fileSchema, type SettingsFile } from './schema.ts';
import { createKnownKeys } from './schema-keys.ts';
import {
  checkAppToken,
  checkBotToken,
  checkDatabaseUrl,
  checkSigningSecret,
  readSecret,
  type Secret,
} from './secrets.ts';
import { toSuppressions } from './suppress.ts';
import { toTrailBuckets } from './trail-buckets.ts';

export type Loaded =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problems: readonly string[] };

const defaultPath = 'trailwarden.yaml';
const defaultStorePath = 'data/trailwarden.db';
const defaultApiUrl = 'https://slack.com/api/';

interface File {
  readonly settings: SettingsFile | undefined;
  /** Also of a file that is wrong elsewhere: it decides which secrets are needed. */
  readonly mode: SlackSettings['mode'];
  readonly problems: readonly string[];
}

const checkText = (text: string, path: string): File => {
  const knownKeys = createKnownKeys();
  const document = readDocument(text, path, (at, key) => knownKeys(at).includes(key));
  const mode = get(get(document.value, 'slack'), 'mode') === 'http' ? 'http' : 'socket';
  if (document.problems.length > 0)
    return { settings: undefined, mode, problems: document.problems };
  const parsed = fileSchema.safeParse(document.value ?? {});
  const found = parsed.success ? [] : issueProblems(parsed.error.issues, document, path, knownKeys);
  return { settings: parsed.data, mode, problems: [...found, ...crossProblems(document, path)] };
};

const readSettingsFile = async (path: string): Promise<File> => {
  try {
    return checkText(await readFile(path, 'utf8'), path);
  } catch (thrown) {
    const error = toError(thrown);
    const isMissing = 'code' in error && error.code === 'ENOENT';
    const problem = isMissing
      ? `${path}: there is no such file. Copy deploy/trailwarden.example.yaml there and edit it, or set TRAILWARDEN_CONFIG to where yours is.`
      : `${path} cannot be read: ${error.message}. TRAILWARDEN_CONFIG names the file.`;
    return { settings: undefined, mode: 'socket', problems: [problem] };
  }
};

interface Secrets {
  readonly botToken: Secret;
  readonly appToken: Secret;
  readonly signingSecret: Secret;
  readonly databaseUrl: Secret;
}

const readSecrets = (env: NodeJS.ProcessEnv, mode: SlackSettings['mode']): Secrets => ({
  botToken: readSecret(
    env,
    'SLACK_BOT_TOKEN',
    checkBotToken,
    'SLACK_BOT_TOKEN is not set: give the Bot User OAuth Token (xoxb-…), or SLACK_BOT_TOKEN_FILE with the path of a file that holds it.',
  ),
  appToken: readSecret(
    env,
    'SLACK_APP_TOKEN',
    mode === 'socket' ? checkAppToken : () => undefined,
    mode === 'socket'
      ? 'SLACK_APP_TOKEN is not set: Socket Mode (slack.mode: socket) needs the app-level token (xapp-…) with connections:write.'
      : undefined,
  ),
  signingSecret: readSecret(
    env,
    'SLACK_SIGNING_SECRET',
    mode === 'http' ? checkSigningSecret : () => undefined,
    mode === 'http'
      ? "SLACK_SIGNING_SECRET is not set: slack.mode: http needs the app's Signing Secret."
      : undefined,
  ),
  databaseUrl: readSecret(env, 'DATABASE_URL', checkDatabaseUrl),
});

const readApiUrl = (env: NodeJS.ProcessEnv): { url: string; problems: readonly string[] } => {
  const given = env['SLACK_API_URL']?.trim() ?? '';
  if (given === '') return { url: defaultApiUrl, problems: [] };
  const url = URL.parse(given);
  if (url === null || !isSafeUrl(url))
    return {
      url: defaultApiUrl,
      problems: [
        'SLACK_API_URL is not a URL that begins with https:// (http:// only on this machine): the bot token is sent there.',
      ],
    };
  return { url: given.endsWith('/') ? given : `${given}/`, problems: [] };
};

const storeSettings = (file: SettingsFile, databaseUrl: Secret): StoreSettings => {
  const first = databaseUrl.get();
  return first === undefined
    ? { kind: 'sqlite', path: file.store.path ?? defaultStorePath }
    : { kind: 'postgres', url: () => databaseUrl.get() ?? first };
};

const assemble = (
  file: SettingsFile,
  secrets: Secrets,
  botToken: string,
  apiUrl: string,
): Settings => ({
  slack: {
    ...file.slack,
    botToken: () => secrets.botToken.get() ?? botToken,
    appToken: secrets.appToken.get,
    signingSecret: secrets.signingSecret.get,
    apiUrl,
  },
  http: {
    host: file.http.host,
    port: file.http.port,
    publicUrl: file.http.publicUrl?.replace(/\/+$/, ''),
  },
  topics: file.topics,
  queues: file.queues,
  accounts: singleAccounts(file).map((account) => ({
    ...account,
    role: account.role,
    externalId: account.externalId,
  })),
  units: toUnits(file),
  routes: toRoutes(file),
  access: toAccess(file),
  trailLogs: toTrailLogs(file),
  trailBuckets: toTrailBuckets(file),
  suppress: toSuppressions(file),
  digests: toDigests(file),
  identityCenter: toIdentityCenter(file),
  incidents: { reopenWithinMs: file.incidents.reopenWithin },
  store: storeSettings(file, secrets.databaseUrl),
});

/**
 * The settings from trailwarden.yaml (`TRAILWARDEN_CONFIG` names another file) and the secrets from
 * the environment; or every problem at once, each a sentence that names the setting and the cure.
 * The only reader of the environment. Never throws.
 */
export const loadSettings = async (env: NodeJS.ProcessEnv): Promise<Loaded> => {
  const configured = env['TRAILWARDEN_CONFIG']?.trim() ?? '';
  const file = await readSettingsFile(configured === '' ? defaultPath : configured);
  const secrets = readSecrets(env, file.mode);
  const api = readApiUrl(env);
  const both =
    file.settings?.store.path !== undefined && secrets.databaseUrl.get() !== undefined
      ? ['DATABASE_URL and store.path are both set: keep one, they name two different stores.']
      : [];
  const problems = [
    ...file.problems,
    ...Object.values(secrets).flatMap((secret: Secret) => secret.problems),
    ...api.problems,
    ...both,
  ];
  const botToken = secrets.botToken.get();
  if (problems.length > 0 || file.settings === undefined || botToken === undefined)
    return { ok: false, problems };
  return { ok: true, settings: assemble(file.settings, secrets, botToken, api.url) };
};
