import type { LogReader } from '../../../src/aws/trail-types.ts';
import type { WhodidQuery } from '../../../src/commands/whodid/query.ts';
import { createWhodid, type WhodidDeps } from '../../../src/commands/whodid/whodid.ts';
import { systemClock } from '../../../src/core/clock.ts';
import type { Answer, Place, Question, ReadingContext } from '../../../src/core/command.ts';
import { type AccountId, asAccountId, asRegionId, type RegionId } from '../../../src/core/ids.ts';
import type { Person } from '../../../src/core/person.ts';
import type { Account, TrailLogGroup } from '../../../src/core/settings.ts';
import type { Text } from '../../../src/core/text.ts';
import { prod, staging, tooling } from './records.ts';
import { type FakeTrail, now } from './trail.ts';

const accountId = (id: string): AccountId => asAccountId(id) ?? ('' as AccountId);
export const region = (id: string): RegionId => asRegionId(id) ?? ('' as RegionId);

const account = (id: string, name: string): Account => ({
  id: accountId(id),
  name,
  role: undefined,
  externalId: undefined,
  regions: [region('us-east-1'), region('eu-west-1'), region('ap-south-1')],
  groups: [],
});

export const accounts = [
  account(prod, 'prod'),
  account(staging, 'staging'),
  account(tooling, 'tooling'),
];

export const asker: Person = {
  id: { enterprise: undefined, team: 'T0123', user: 'U0DAVE' },
  name: 'dave',
  email: 'dave@example.com',
  zone: 'Etc/UTC',
  kind: 'member',
};

export const context: ReadingContext = { now, zone: 'Etc/UTC', accounts };

const noLogs: LogReader = {
  filter: () => Promise.reject(new Error('no log is configured')),
  startQuery: () => Promise.reject(new Error('no log is configured')),
  queryResults: () => Promise.reject(new Error('no log is configured')),
  stopQuery: () => Promise.resolve(),
  logGroup: () => Promise.resolve(undefined),
};

export interface Asked {
  readonly self?: string;
  readonly signal?: AbortSignal;
  readonly older?: unknown;
  readonly progress?: (text: Text) => void;
  readonly deps?: Partial<WhodidDeps>;
  readonly trailLogs?: readonly TrailLogGroup[];
}

export const whodid = (trail: FakeTrail, deps: Partial<WhodidDeps> = {}) =>
  createWhodid({
    trail: trail.reader,
    logs: noLogs,
    keys: { accountOfKey: () => Promise.resolve(undefined) },
    identities: {
      instance: () => Promise.resolve(undefined),
      userById: () => Promise.resolve(undefined),
      userByEmail: () => Promise.resolve(undefined),
    },
    whereOf: (id, where) => ({ account: id, region: where }),
    home: () => ({ account: undefined, region: region('us-east-1') }),
    trailLogs: () => [],
    identityCenter: () => undefined,
    memberByEmail: () => Promise.resolve(undefined),
    emailOfMember: () => Promise.resolve(undefined),
    clock: { ...systemClock, now: () => now },
    ...deps,
  });

export const placesOf = (query: {
  readonly accounts: 'all' | readonly AccountId[] | undefined;
  readonly regions: readonly RegionId[] | undefined;
}): readonly Place[] =>
  accounts
    .filter(({ id }) => !Array.isArray(query.accounts) || query.accounts.includes(id))
    .map((each) => ({ account: each, regions: query.regions ?? each.regions }));

/** Reads the words and asks, as the desk does. */
export const ask = async (trail: FakeTrail, text: string, asked: Asked = {}): Promise<Answer> => {
  const command = whodid(trail, {
    ...(asked.trailLogs === undefined ? {} : { trailLogs: () => asked.trailLogs ?? [] }),
    ...asked.deps,
  });
  const reading = command.read(text, context);
  if (reading.kind !== 'question') throw new Error(JSON.stringify(reading));
  const question: Question<WhodidQuery> = {
    query: reading.query,
    places: placesOf(reading.where),
    asker,
    self: asked.self,
    signal: asked.signal ?? new AbortController().signal,
    progress: asked.progress ?? (() => undefined),
    older: asked.older,
  };
  return command.run(question);
};

/** A text as a person would read it, in UTC. */
export const said = (text: Text): string =>
  text
    .map((piece) => {
      if (typeof piece === 'string') return piece;
      if ('untrusted' in piece) return piece.untrusted;
      if ('time' in piece) {
        const iso = new Date(piece.time).toISOString();
        return piece.style === 'time' ? iso.slice(11, 16) : iso.slice(0, 16);
      }
      if ('user' in piece) return `@${piece.user}`;
      if ('emoji' in piece) return '';
      if ('bold' in piece || 'code' in piece) {
        const inner = 'bold' in piece ? piece.bold : piece.code;
        return typeof inner === 'string' ? inner : inner.untrusted;
      }
      return JSON.stringify(piece);
    })
    .join('');

export const headline = ({ card }: Answer): string => said(card.headline);

/** Everything below the headline, line by line; a table's rows with bars. */
export const body = ({ card }: Answer): string =>
  card.parts
    .flatMap((part) => {
      if (part.kind === 'text' || part.kind === 'note') return [said(part.text)];
      if (part.kind === 'list') return part.items.map(said);
      if (part.kind === 'table')
        return part.rows.map((row) =>
          row.map((cell) => ('shown' in cell ? cell.shown : said(cell))).join(' | '),
        );
      return [];
    })
    .join('\n');
