import type { z } from 'zod';
import { checkAccess, checkPlaces } from './access-checks.ts';
import { checkDigests } from './digests.ts';
import type { Path, SettingsDocument } from './document.ts';
import { checkPages } from './page-checks.ts';
import { locate } from './problems.ts';
import {
  type Complain,
  checkDuplicates,
  checkKnown,
  type Entry,
  get,
  list,
  words,
  wordsOf,
} from './raw.ts';
import { entrySchemas } from './schema.ts';
import { placeholders } from './schema-parts.ts';
import { checkSuppressions } from './suppress.ts';
import { checkTrailBuckets } from './trail-buckets.ts';
import { checkable, checkUnits } from './unit-checks.ts';

/** The entries that are right in themselves; what is wrong with the others was said. */
const entries = <T extends z.ZodType>(raw: unknown, key: string, schema: T): Entry<z.output<T>>[] =>
  list(get(raw, key)).flatMap((item, index) => {
    const parsed = schema.safeParse(item);
    return parsed.success ? [{ path: [key, index], value: parsed.data }] : [];
  });

const nameOfTopic = (arn: string): string => arn.slice(arn.lastIndexOf(':') + 1);

const checkRoutes = (raw: unknown, complain: Complain): void => {
  const accounts = wordsOf(raw, 'accounts', ['name', 'id', 'groups']);
  const topics = wordsOf(raw, 'topics', ['arn']).flatMap((arn) => [arn, nameOfTopic(arn)]);
  const known = (path: Path, value: readonly string[], among: readonly string[], lack: string) =>
    checkKnown({ path, value }, among, lack, complain);
  for (const [index, route] of list(get(raw, 'routes')).entries()) {
    const path: Path = ['routes', index];
    const when = get(route, 'when');
    known(
      [...path, 'when', 'account'],
      checkable(raw, words(get(when, 'account'))),
      accounts,
      'no entry of accounts has that id, name or group',
    );
    known(
      [...path, 'when', 'topic'],
      words(get(when, 'topic')),
      topics,
      'no entry of topics has that ARN or name',
    );
    const [channel = ''] = words(get(route, 'channel'));
    const used = [...channel.matchAll(/\{([^}]*)\}/g)].map(([, name = '']) => name);
    known([...path, 'channel'], used, placeholders, 'there is no such placeholder');
  }
};

const checkAccounts = (raw: unknown, complain: Complain): void => {
  const accounts = entries(raw, 'accounts', entrySchemas.accounts);
  const field = (key: 'id' | 'name'): Entry<string>[] =>
    accounts.map(({ path, value }) => ({ path: [...path, key], value: value[key] }));
  checkDuplicates(field('id'), 'the account', complain);
  checkDuplicates(field('name'), 'the account', complain);
  for (const { path, value } of accounts) {
    const roleAccount = value.role?.split(':')[4];
    if (roleAccount !== undefined && roleAccount !== value.id)
      complain(
        [...path, 'role'],
        ` is a role of account ${roleAccount}, but the entry is for ${value.id}.`,
      );
    if (value.externalId !== undefined && value.role === undefined)
      complain([...path, 'externalId'], ' has no use without a role: add role or leave it out.');
  }
};

const isLoopback = (host: string): boolean =>
  /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host);

/** https anywhere, http on this machine only: what goes there must not be read on the way. */
export const isSafeUrl = (url: URL): boolean =>
  url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));

const checkPublicUrl = (raw: unknown, complain: Complain): void => {
  const given = get(get(raw, 'http'), 'publicUrl');
  const url = typeof given === 'string' ? URL.parse(given) : null;
  if (url === null) return;
  const path: Path = ['http', 'publicUrl'];
  if (!isSafeUrl(url))
    complain(
      path,
      ' must begin with https://: alarms and their confirmation would travel in the open.',
    );
  if (/\/sns\/?$/.test(url.pathname))
    complain(path, ' must be given without /sns, which is added to it.');
  if (url.search !== '' || url.hash !== '' || url.username !== '')
    complain(path, ' must have no ?, # or user name in it.');
};

/** What is wrong between settings that are right in themselves. */
export const crossProblems = (document: SettingsDocument, fileName: string): readonly string[] => {
  const raw = document.value;
  const problems: string[] = [];
  const complain: Complain = (path, sentence) => {
    problems.push(`${locate(document, fileName, path)}${sentence}`);
  };
  const topics = entries(raw, 'topics', entrySchemas.topics);
  const queues = entries(raw, 'queues', entrySchemas.queues);
  if (list(get(raw, 'topics')).length === 0 && list(get(raw, 'queues')).length === 0)
    complain(
      ['topics'],
      ' is empty, and so is queues: list the SNS topics whose alarms are to be shown.',
    );
  checkDuplicates(
    topics.map(({ path, value }) => ({ path, value: value.arn })),
    'the topic',
    complain,
  );
  checkDuplicates(
    queues.map(({ path, value }) => ({ path, value: value.url })),
    'the queue',
    complain,
  );
  checkAccounts(raw, complain);
  checkUnits(raw, complain);
  checkRoutes(raw, complain);
  checkSuppressions(raw, complain);
  checkPages(raw, complain);
  checkDigests(raw, complain);
  checkAccess(document, complain);
  checkPlaces(raw, complain);
  checkTrailBuckets(raw, complain);
  checkPublicUrl(raw, complain);
  return problems;
};
