import type {
  AccessKey,
  AccessKeyUse,
  CredentialReport,
  EntityLastAccessed,
  LastAccessedReport,
  ServiceLastAccessed,
} from '../../aws/iam-types.ts';
import { type Gathered, gather } from '../../core/gather.ts';
import { type Unread, unreadOf } from '../asking/unread.ts';
import { type IamLastusedDeps, type IamQuestion, iamWhere, readingOf } from './deps.ts';
import type { Entity } from './find.ts';

export interface KeyAndUse {
  readonly key: AccessKey;
  /** Undefined: it could not be read. */
  readonly use: AccessKeyUse | undefined;
}

export interface EntityRead {
  readonly entity: Entity;
  /** Undefined: not read. Newest use first, then what was never used, by name. */
  readonly services: readonly ServiceLastAccessed[] | undefined;
  /** For groups and policies: who used the newest few, by namespace. */
  readonly users: ReadonlyMap<string, readonly EntityLastAccessed[]>;
  /** Of users only. */
  readonly credentials: CredentialReport | undefined;
  readonly keys: readonly KeyAndUse[] | undefined;
  readonly unread: readonly Unread[];
  /** How many things were to be read. */
  readonly of: number;
}

/** For how many services it is asked who used them: a call each. */
const namedServices = 5;

const newestFirst = (services: readonly ServiceLastAccessed[]): readonly ServiceLastAccessed[] =>
  services.toSorted((a, b) => (b.at ?? 0) - (a.at ?? 0) || a.name.localeCompare(b.name));

const valueOf = <T>(got: Gathered<T> | undefined): T | undefined =>
  got?.kind === 'read' ? got.value : undefined;

const one = async <T>(work: () => Promise<T>, { signal }: IamQuestion): Promise<Gathered<T>> => {
  const [got] = await gather([undefined], work, { signal });
  return got ?? { kind: 'late' };
};

interface KeysRead {
  readonly keys: readonly KeyAndUse[];
  readonly unread: readonly Unread[];
}

const readKeys = async (
  { iam, whereOf }: IamLastusedDeps,
  { place, name }: Entity,
  question: IamQuestion,
): Promise<KeysRead> => {
  const where = iamWhere({ whereOf }, place);
  const reading = readingOf(question);
  const keys = await iam.accessKeys(where, name, reading);
  const uses = await gather(keys, ({ id }) => iam.accessKeyUse(where, id, reading), {
    signal: question.signal,
  });
  return {
    keys: keys.map((key, index) => ({ key, use: valueOf(uses[index]) })),
    unread: unreadOf(keys, uses, ({ id }) => `the last use of ${id}`),
  };
};

const readUsers = async (
  report: LastAccessedReport,
  services: readonly ServiceLastAccessed[],
  question: IamQuestion,
): Promise<{
  readonly users: EntityRead['users'];
  readonly unread: readonly Unread[];
}> => {
  const newest = services.filter(({ at }) => at !== undefined).slice(0, namedServices);
  const got = await gather(
    newest,
    ({ namespace }) => report.entities(namespace, readingOf(question)),
    { signal: question.signal },
  );
  return {
    users: new Map(
      newest.flatMap(({ namespace }, index) => {
        const users = valueOf(got[index]);
        return users === undefined ? [] : [[namespace, users] as const];
      }),
    ),
    unread: unreadOf(newest, got, ({ name }) => `who used ${name}`),
  };
};

/** Reads everything about one entity at once; what cannot be read spoils nothing else. */
export const readEntity = async (
  deps: IamLastusedDeps,
  entity: Entity,
  actions: boolean,
  question: IamQuestion,
): Promise<EntityRead> => {
  const where = iamWhere(deps, entity.place);
  const reading = readingOf(question);
  const granularity = actions ? 'ACTION_LEVEL' : 'SERVICE_LEVEL';
  const isUser = entity.type === 'user';
  const isShared = entity.type === 'group' || entity.type === 'policy';
  const skipped: Gathered<undefined> = { kind: 'read', value: undefined };
  const [report, credentials, keys] = await Promise.all([
    one(() => deps.iam.lastAccessed(where, { arn: entity.arn, granularity }, reading), question),
    isUser ? one(() => deps.iam.credentialReport(where, reading), question) : skipped,
    isUser ? one(() => readKeys(deps, entity, question), question) : skipped,
  ]);
  const read = valueOf(report);
  const services = read === undefined ? undefined : newestFirst(read.services);
  const shared =
    isShared && read !== undefined && services !== undefined
      ? await readUsers(read, services, question)
      : undefined;
  const parts = ['the services used', 'the credential report', 'the access keys'];
  return {
    entity,
    services,
    users: shared?.users ?? new Map(),
    credentials: valueOf(credentials),
    keys: valueOf(keys)?.keys,
    unread: [
      ...unreadOf(parts, [report, credentials, keys], (part) => part),
      ...(valueOf(keys)?.unread ?? []),
      ...(shared?.unread ?? []),
    ],
    of: isUser
      ? 3 + (valueOf(keys)?.keys.length ?? 0)
      : 1 + (shared?.users.size ?? 0) + (shared?.unread.length ?? 0),
  };
};
