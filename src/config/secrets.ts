import { readFileSync, statSync } from 'node:fs';
import { toError } from '../core/errors.ts';

/** What is wrong with a secret's value, as the rest of a sentence; undefined if nothing is. */
export type SecretCheck = (value: string) => string | undefined;

export interface Secret {
  /** The value now; its file is read again when it has changed. */
  readonly get: () => string | undefined;
  readonly problems: readonly string[];
}

const stamp = (path: string): string | undefined => {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? undefined : `${stats.mtimeMs}/${stats.size}/${stats.ino}`;
};

const codeOf = (thrown: unknown): string => {
  const error = toError(thrown);
  if ('code' in error && error.code === 'ENOENT') return 'there is no such file';
  if ('code' in error && error.code === 'EACCES') return 'the bot may not read it';
  return error.message;
};

/**
 * A getter that looks whether the file has changed each time it is asked (a `stat`, some µs).
 * A file that is gone, half written or holds something else keeps the old value: a mistake while
 * rotating a secret must not stop a running bot.
 */
const fileSecret = (path: string, first: string, seen: string | undefined, check: SecretCheck) => {
  let value = first;
  let last = seen;
  return (): string => {
    try {
      const now = stamp(path);
      if (now === undefined || now === last) return value;
      const text = readFileSync(path, 'utf8').trim();
      if (text === '' || check(text) !== undefined) return value;
      value = text;
      last = now;
    } catch {
      return value;
    }
    return value;
  };
};

const nothing = (): undefined => undefined;
const bad = (problem: string): Secret => ({ get: nothing, problems: [problem] });

const readFirst = (name: string, path: string, check: SecretCheck): Secret => {
  try {
    const seen = stamp(path);
    const value = readFileSync(path, 'utf8').trim();
    if (value === '') return bad(`${name}_FILE: the file ${path} is empty.`);
    const wrong = check(value);
    return wrong === undefined
      ? { get: fileSecret(path, value, seen, check), problems: [] }
      : bad(`${name}_FILE: the content of ${path} ${wrong}`);
  } catch (thrown) {
    return bad(`${name}_FILE: ${path} cannot be read: ${codeOf(thrown)}.`);
  }
};

/**
 * The secret `name`, from the variable of that name or from the file that `<name>_FILE` names.
 * @param missing What to say if there is neither; undefined if it is not needed.
 */
export const readSecret = (
  env: NodeJS.ProcessEnv,
  name: string,
  check: SecretCheck,
  missing?: string,
): Secret => {
  const given = env[name]?.trim() ?? '';
  const path = env[`${name}_FILE`]?.trim() ?? '';
  if (given !== '' && path !== '')
    return bad(`${name} and ${name}_FILE are both set: keep one of them.`);
  if (path !== '') return readFirst(name, path, check);
  if (given === '') return missing === undefined ? { get: nothing, problems: [] } : bad(missing);
  const wrong = check(given);
  return wrong === undefined ? { get: () => given, problems: [] } : bad(`${name} ${wrong}`);
};

const tokenKind = (value: string): string | undefined => {
  if (/^(?:xoxe\.)?xoxb-/.test(value)) return 'a bot token (xoxb-): it belongs in SLACK_BOT_TOKEN';
  if (/^(?:xoxe\.)?xoxp-/.test(value)) return 'a user token (xoxp-), which the bot does not use';
  if (value.startsWith('xapp-')) return 'an app-level token (xapp-): it belongs in SLACK_APP_TOKEN';
  if (value.startsWith('xoxe-')) return 'a refresh token (xoxe-), which the bot does not use';
  return undefined;
};

const oneWord = (value: string): string | undefined =>
  /\s/.test(value) ? 'holds a space or a line break inside.' : undefined;

/** `xoxb-…`, or `xoxe.xoxb-…` with token rotation. */
export const checkBotToken: SecretCheck = (value) => {
  if (/^(?:xoxe\.)?xoxb-/.test(value)) return oneWord(value);
  const kind = tokenKind(value) ?? 'not a bot token';
  return `is ${kind}. Use the Bot User OAuth Token, which begins with xoxb- (OAuth & Permissions).`;
};

export const checkAppToken: SecretCheck = (value) => {
  if (value.startsWith('xapp-')) return oneWord(value);
  const kind = tokenKind(value) ?? 'not an app-level token';
  return `is ${kind}. Use the app-level token with connections:write, which begins with xapp- (Basic Information).`;
};

export const checkSigningSecret: SecretCheck = (value) => {
  const kind = tokenKind(value);
  return kind === undefined
    ? oneWord(value)
    : `is ${kind}. Use the Signing Secret (Basic Information, App Credentials).`;
};

export const checkDatabaseUrl: SecretCheck = (value) => {
  const protocol = URL.parse(value)?.protocol;
  return protocol === 'postgres:' || protocol === 'postgresql:'
    ? undefined
    : 'is not the URL of a PostgreSQL database: those look like postgres://user:password@host/database.';
};
