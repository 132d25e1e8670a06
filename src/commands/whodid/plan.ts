import type { LookupAttribute } from '../../aws/trail-types.ts';
import { parseArn, resourceName } from '../../core/arn.ts';
import type { AccountId, RegionId } from '../../core/ids.ts';
import type { Text } from '../../core/text.ts';
import type { Condition, NamesOf } from './conditions.ts';
import { areGlobal, dataCall, isChatty } from './event-names.ts';
import type { WhodidQuery } from './query.ts';
import type { Side } from './row.ts';
import type { Term } from './term.ts';

/** One search of Event history; it is made in every place. */
export interface Lookup {
  /** Undefined: every event has to be read. */
  readonly attribute: (account: AccountId) => LookupAttribute | undefined;
  /** The condition that AWS itself answers by this. */
  readonly answers: Condition['about'] | undefined;
  readonly side: Side | undefined;
}

export interface Plan {
  readonly lookups: readonly Lookup[];
  /** False: nothing that AWS can search by was asked, every event has to be read. */
  readonly isKeyed: boolean;
  /** Everything is recorded in one region. */
  readonly isGlobal: boolean;
  /** Event history never has it: "an object-level call of S3". */
  readonly notRecorded: string | undefined;
  /** What could not be searched for, and how to narrow it. */
  readonly notes: readonly Text[];
}

interface Candidate {
  /** How many pages it gives, as a rank. */
  readonly cost: number;
  readonly lookups: readonly Lookup[];
}

const fixed = (
  key: LookupAttribute['key'],
  value: string,
  more: Partial<Pick<Lookup, 'answers' | 'side'>> = {},
): Lookup => ({
  attribute: () => ({ key, value }),
  answers: more.answers,
  side: more.side,
});

/** As the names of resources stand in Event history: mostly by themselves, now and then as ARNs. */
const onResource = (name: string, side?: Side): readonly Lookup[] =>
  [...new Set([name, resourceName(name)])].map((value) =>
    fixed('ResourceName', value, { answers: 'term', ...(side === undefined ? {} : { side }) }),
  );

/** A role stands by its name where it is changed, and by its ARN where it is assumed. */
const onRole = (name: string): readonly Lookup[] => {
  if (parseArn(name) !== undefined)
    return onResource(name).concat(onResource(resourceName(name).split('/').at(-1) ?? name));
  return [
    ...onResource(name),
    {
      attribute: (account) => ({
        key: 'ResourceName',
        value: `arn:aws:iam::${account}:role/${name}`,
      }),
      answers: 'term',
      side: undefined,
    },
  ];
};

const byUser = (names: readonly string[], side?: Side): readonly Lookup[] =>
  names.map((name) => fixed('Username', name, side === undefined ? {} : { side }));

const nothing: Candidate = {
  cost: 10,
  lookups: [{ attribute: () => undefined, answers: undefined, side: undefined }],
};

const candidateFor = (term: Term | undefined, namesOf: NamesOf): Candidate => {
  switch (term?.kind) {
    case 'event-id':
      return { cost: 0, lookups: [fixed('EventId', term.id)] };
    case 'key':
      return { cost: 1, lookups: [fixed('AccessKeyId', term.id), ...onResource(term.id)] };
    case 'resource':
      return { cost: 2, lookups: onResource(term.name) };
    case 'role':
      return { cost: 2, lookups: onRole(term.name) };
    case 'word':
      return {
        cost: 3,
        lookups: [...onResource(term.word, 'resource'), ...byUser(namesOf(term), 'user')],
      };
    case 'event':
      return { cost: isChatty(term.name) ? 6 : 3, lookups: [fixed('EventName', term.name)] };
    case 'login':
      return { cost: 3, lookups: [fixed('EventName', 'ConsoleLogin')] };
    case 'user':
    case 'member': {
      const names = namesOf(term);
      return names.length === 0 ? nothing : { cost: 4, lookups: byUser(names) };
    }
    case 'root':
      return { cost: 4, lookups: [fixed('Username', 'root')] };
    case 'service':
      return { cost: 7, lookups: [fixed('EventSource', `${term.name}.amazonaws.com`)] };
    case 'account':
    case 'address':
    case undefined:
      return nothing;
  }
};

/** Who made a call is a key; which role it was made with is none. */
const candidateBy = (by: Term | undefined, namesOf: NamesOf): Candidate => {
  if (by?.kind === 'key') return { cost: 1, lookups: [fixed('AccessKeyId', by.id)] };
  return by?.kind === 'user' || by?.kind === 'member' || by?.kind === 'root'
    ? candidateFor(by, namesOf)
    : nothing;
};

/** With somebody else named as who did it, a bare word can only be what it was done to. */
const settled = ({ term, by }: WhodidQuery): Term | undefined =>
  term?.kind === 'word' && by !== undefined ? { kind: 'resource', name: term.word } : term;

const narrower = ' Narrow it with a resource, a call or a name, or to one account and region.';

const notesFor = (query: WhodidQuery, chosen: Candidate): readonly Text[] => {
  const notes: Text[] = [];
  if (chosen === nothing) {
    const asked =
      query.term?.kind === 'address' || query.from !== undefined
        ? 'by address'
        : query.term?.kind === 'account'
          ? 'by account'
          : query.by?.kind === 'service'
            ? 'by the service that calls'
            : query.by?.kind === 'role'
              ? 'by the role of a caller'
              : query.outcome === undefined
                ? 'for that'
                : `for what was ${query.outcome}`;
    notes.push([
      `Event history has no search ${asked}: every event in the window has to be read.${narrower}`,
    ]);
  }
  if (query.term?.kind === 'role')
    notes.push([
      'Event history has no search by the role of a caller: shown is who assumed or changed it. What a session did is found by its name.',
    ]);
  return notes;
};

const onlyOwnNames: Text = [
  'Searched by your own names: calls of a role that name you only as their source identity are not found that way.',
];

/**
 * Which searches give the fewest pages: LookupEvents takes one attribute, the rest is filtered
 * here. `self`: the names of whom alone may be told.
 */
export const planOf = (
  query: WhodidQuery,
  namesOf: NamesOf,
  self: readonly string[] | undefined,
): Plan => {
  const term = settled(query);
  const ownNames = self === undefined ? nothing : { cost: 4, lookups: byUser(self) };
  const candidates = [candidateFor(term, namesOf), candidateBy(query.by, namesOf), ownNames];
  const chosen = candidates.reduce((best, each) => (each.cost < best.cost ? each : best));
  const services =
    term?.kind === 'event' ? term.services : term?.kind === 'service' ? [term.name] : [];
  return {
    lookups: chosen.lookups,
    isKeyed: chosen !== nothing,
    isGlobal: areGlobal(services),
    notRecorded: term?.kind === 'event' ? dataCall(term.name) : undefined,
    notes: [
      ...notesFor(query, chosen),
      ...(chosen === ownNames && chosen !== nothing ? [onlyOwnNames] : []),
    ],
  };
};

const globalRegions: readonly (readonly [prefix: string, region: string])[] = [
  ['cn-', 'cn-north-1'],
  ['us-gov-', 'us-gov-west-1'],
  ['eusc-', 'eusc-de-east-1'],
  ['', 'us-east-1'],
];

/** Where a partition's global services record, by any of its regions. */
export const globalRegion = (regions: readonly RegionId[]): string =>
  globalRegions.find(([prefix]) => (regions[0] ?? '').startsWith(prefix))?.[1] ?? 'us-east-1';
