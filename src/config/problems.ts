import type { z } from 'zod';
import { didYouMean } from '../core/did-you-mean.ts';
import type { Path, SettingsDocument } from './document.ts';

type Issue = z.core.$ZodIssue;

/** What to write where something is needed and missing. */
const cures: Readonly<Record<string, string>> = {
  slack: 'add slack: with fallbackChannel: under it, the channel for alerts that no route takes',
  fallbackChannel: 'name the channel for alerts that no route takes, without #',
  channel: 'name the channel it goes to, without #',
  id: 'give the account id, twelve digits in quotes',
  name: 'give the account the name people know it by',
  arn: 'give the ARN of the topic',
  url: 'give the URL of the queue',
  region: 'give the region it is in, like eu-west-1',
  account: 'give the name or the id of the account it is in',
  logGroup: 'give the name of the log group that the trail writes to',
  mention: 'list the users (U…) and user groups (S…) to call, by their ids',
  commands: 'list the commands that may be used, or all',
  accounts: 'list the accounts that may be asked about, or all',
};

/** Secrets people look for in the file, and the variable that holds them. */
const secretKeys: Readonly<Record<string, string>> = {
  botToken: 'SLACK_BOT_TOKEN',
  token: 'SLACK_BOT_TOKEN',
  appToken: 'SLACK_APP_TOKEN',
  signingSecret: 'SLACK_SIGNING_SECRET',
  url: 'DATABASE_URL',
  databaseUrl: 'DATABASE_URL',
  apiUrl: 'SLACK_API_URL',
};

/** "entry 2 of routes, when.account". */
const labelOf = (path: Path): string =>
  path.reduce<string>((label, segment) => {
    if (typeof segment === 'number') {
      const comma = label.lastIndexOf(', ');
      const [before, last] =
        comma < 0 ? ['', label] : [label.slice(0, comma + 2), label.slice(comma + 2)];
      return `${before}entry ${segment + 1} of ${last}`;
    }
    if (label === '') return String(segment);
    return /(?:^|, )entry \d+ of \S+$/.test(label)
      ? `${label}, ${String(segment)}`
      : `${label}.${String(segment)}`;
  }, '');

/** `trailwarden.yaml line 7: ` and what stands there. */
export const locate = (document: SettingsDocument, fileName: string, path: Path): string => {
  const line = document.lineOf(path);
  const where = line === undefined ? fileName : `${fileName} line ${line}`;
  return path.length === 0 ? where : `${where}: ${labelOf(path)}`;
};

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (inner, segment) =>
      typeof inner === 'object' && inner !== null ? Reflect.get(inner, segment) : undefined,
    value,
  );

const shown = (value: unknown): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `"${text.length > 80 ? `${text.slice(0, 79)}…` : text}"`;
};

const kindOf = (value: unknown): string => {
  if (Array.isArray(value)) return 'a list';
  if (value === null) return 'empty';
  return typeof value === 'object' ? 'a group of settings' : `the ${typeof value} ${shown(value)}`;
};

const wanted: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number without quotes',
  int: 'a whole number without quotes',
  boolean: 'true or false',
  array: 'a list, each entry on a line that begins with "- "',
  object: 'a group of settings, each on an indented line of its own: "name: value"',
};

const wrongType = (issue: Issue, expected: string, document: SettingsDocument): string => {
  const value = valueAt(document.value, issue.path);
  const last = issue.path.at(-1);
  if (document.isBlank(issue.path))
    return ' is empty. A # begins a comment in YAML: write a channel without it.';
  if (value === undefined) {
    const cure = typeof last === 'string' ? cures[last] : undefined;
    return ` is missing${cure === undefined ? '' : `: ${cure}`}.`;
  }
  if (expected === 'string' && typeof value === 'number') {
    const written = document.writtenAt(issue.path) ?? String(value);
    const loss = written.length === 12 ? ', which may drop its zeros' : '';
    return ` is a number for YAML${loss}: quote it, '${written}'.`;
  }
  return ` is ${kindOf(value)}, but must be ${wanted[expected] ?? expected}.`;
};

const countOf = (branch: readonly Issue[]): number =>
  branch.reduce((sum, each) => sum + ('keys' in each ? each.keys.length : 1), 0);

/**
 * Of a union's branches the one that the value was meant for: of those that do not refuse its type the
 * one that finds least wrong.
 */
const branchOf = (errors: readonly (readonly Issue[])[]): readonly Issue[] => {
  const possible = errors.filter((branch) =>
    branch.every((inner) => inner.code !== 'invalid_type' || inner.path.length > 0),
  );
  return possible.toSorted((a, b) => countOf(a) - countOf(b))[0] ?? errors[0] ?? [];
};

const bounds = (
  issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig,
  value: unknown,
): string => {
  if (issue.origin === 'array')
    return ' is an empty list: give at least one entry or leave it out.';
  if (issue.origin === 'string') return ' is empty.';
  return issue.code === 'too_small'
    ? ` is ${shown(value)}, but must be at least ${issue.minimum}.`
    : ` is ${shown(value)}, but must be at most ${issue.maximum}.`;
};

const unknownKey = (key: string, section: Path, known: readonly string[]): string => {
  const variable = Object.hasOwn(secretKeys, key) ? secretKeys[key] : undefined;
  if (variable !== undefined && section.length > 0)
    return ` is not a setting of this file: it comes from the environment, ${variable} or ${variable}_FILE.`;
  return ` is not a setting.${didYouMean(key, known)}`;
};

/** One sentence for each thing zod found: where it stands, what is wrong, what to write. */
export const issueProblems = (
  issues: readonly Issue[],
  document: SettingsDocument,
  fileName: string,
  knownKeys: (path: Path) => readonly string[],
): readonly string[] =>
  issues.flatMap((issue): readonly string[] => {
    const at = locate(document, fileName, issue.path);
    const value = valueAt(document.value, issue.path);
    const deeper = (inner: readonly Issue[]): readonly string[] =>
      issueProblems(
        inner.map((each) => ({ ...each, path: [...issue.path, ...each.path] })),
        document,
        fileName,
        knownKeys,
      );
    switch (issue.code) {
      case 'invalid_union':
        return deeper(branchOf(issue.errors));
      case 'unrecognized_keys':
        return issue.keys.map((key) => {
          const path = [...issue.path, key];
          return `${locate(document, fileName, path)}${unknownKey(key, issue.path, knownKeys(issue.path))}`;
        });
      case 'invalid_type':
        return [`${at}${wrongType(issue, issue.expected, document)}`];
      case 'invalid_value': {
        if (value === undefined || typeof value === 'number')
          return [`${at}${wrongType(issue, 'string', document)}`];
        const values = issue.values.map(String);
        const near = typeof value === 'string' ? didYouMean(value, values) : '';
        const hint = near.startsWith(' Did') ? near : '';
        return [`${at} is ${shown(value)}, but must be one of ${values.join(', ')}.${hint}`];
      }
      case 'too_small':
      case 'too_big':
        return [`${at}${bounds(issue, value)}`];
      case 'custom':
      case 'invalid_format':
      case 'invalid_element':
      case 'invalid_key':
      case 'not_multiple_of':
        return [`${at}: ${shown(value)} ${issue.message}.`];
    }
  });
