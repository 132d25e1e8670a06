import { BlockList, isIP } from 'node:net';
import type { TrailRecord } from '../../aws/trail-types.ts';
import { resourceName } from '../../core/arn.ts';
import { sessionNameOf } from '../../core/human.ts';
import { isRecord, textAt } from '../../core/values.ts';
import type { WhodidQuery } from './query.ts';
import type { Row } from './row.ts';
import type { Term } from './term.ts';

/** One thing that a record has to fulfil. */
export interface Condition {
  /** A lookup that AWS answers by the same thing need not be tested again. */
  readonly about: 'term' | 'by' | 'from' | 'outcome' | 'window' | 'self';
  readonly test: (row: Row) => boolean;
}

/** The names that stand for somebody: `alice`, and `alice@example.com` where the asker is of example.com. */
export type NamesOf = (term: Term) => readonly string[];

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** Is an address that one, or in that network? */
const isFrom = (wanted: string): ((row: Row) => boolean) => {
  const [network = '', bits] = wanted.split('/');
  const list = new BlockList();
  if (bits === undefined) list.addAddress(network, familyOf(network));
  else list.addSubnet(network, Number(bits), familyOf(network));
  return ({ record }) => {
    const address = textAt(record, 'sourceIPAddress');
    return address !== undefined && isIP(address) !== 0 && list.check(address, familyOf(address));
  };
};

const same = (a: string | undefined, b: string): boolean => a?.toLowerCase() === b.toLowerCase();

/** Everything that a record calls its caller. */
const callerNames = ({ record, human }: Row): readonly (string | undefined)[] => {
  const { userIdentity } = record;
  return [
    human.name,
    human.email,
    // alice of alice@example.com
    human.email?.split('@')[0],
    sessionNameOf(userIdentity),
    textAt(userIdentity, 'userName'),
    textAt(userIdentity, 'arn'),
    textAt(userIdentity, 'sessionContext', 'sourceIdentity'),
  ];
};

export const isBy =
  (names: readonly string[]) =>
  (row: Row): boolean =>
    names.some((name) => callerNames(row).some((known) => same(known, name)));

const isOfRole = (name: string) => {
  const wanted = resourceName(name).split('/').at(-1) ?? name;
  return ({ record, human }: Row): boolean =>
    same(human.role, wanted) ||
    same(textAt(record, 'userIdentity', 'sessionContext', 'sessionIssuer', 'arn'), name);
};

/** A name by itself, or at the end of an ARN or a path. */
const isNameOf = (value: string, name: string): boolean => {
  const [text, wanted] = [value.toLowerCase(), name.toLowerCase()];
  return (
    text === wanted || (text.endsWith(wanted) && /[/:]/.test(text.at(-wanted.length - 1) ?? ''))
  );
};

const anyString = (value: unknown, test: (text: string) => boolean, depth = 0): boolean => {
  if (typeof value === 'string') return test(value);
  if (typeof value !== 'object' || value === null || depth > 50) return false;
  return Object.values(value).some((each) => anyString(each, test, depth + 1));
};

const whatItIsDoneTo = [
  'requestParameters',
  'responseElements',
  'resources',
  'serviceEventDetails',
];

/** Does the record name this resource, outside of its caller? */
export const isOn =
  (name: string) =>
  ({ record }: Row): boolean =>
    whatItIsDoneTo.some((part) =>
      anyString(record[part], (text) => isNameOf(text, name) || isNameOf(text, resourceName(name))),
    );

const isOfAccount =
  (id: string) =>
  ({ record }: Row): boolean =>
    textAt(record, 'userIdentity', 'accountId') === id;

const isSignIn = ({ record }: Row): boolean => record['eventName'] === 'ConsoleLogin';

const isRoot = ({ record }: Row): boolean => textAt(record, 'userIdentity', 'type') === 'Root';

const termTest = (term: Term, namesOf: NamesOf): ((row: Row) => boolean) => {
  switch (term.kind) {
    case 'event':
      return ({ event }) => same(event.call, term.name);
    case 'event-id':
      return ({ event }) => same(event.id, term.id);
    case 'key':
      return (row) =>
        same(textAt(row.record, 'userIdentity', 'accessKeyId'), term.id) || isOn(term.id)(row);
    case 'address':
      return isIP(term.address.split('/')[0] ?? '') === 0 ? () => false : isFrom(term.address);
    case 'resource':
      return isOn(term.name);
    case 'user':
    case 'member':
      return isBy(namesOf(term));
    case 'role': {
      const by = isOfRole(term.name);
      const on = isOn(term.name);
      return (row) => by(row) || on(row);
    }
    case 'service':
      return ({ event }) => same(event.service, term.name);
    case 'login':
      return isSignIn;
    case 'root':
      return isRoot;
    case 'account':
      return isOfAccount(term.id);
    case 'word': {
      const by = isBy(namesOf(term));
      const on = isOn(term.word);
      return (row) => by(row) || on(row);
    }
  }
};

/** `by role:deploy` is what its sessions did, not what was done to it. */
const byTest = (by: Term, namesOf: NamesOf): ((row: Row) => boolean) => {
  if (by.kind === 'role') return isOfRole(by.name);
  if (by.kind === 'service')
    return ({ record, human }) =>
      human.through?.startsWith(`${by.name}.`) === true ||
      textAt(record, 'userIdentity', 'invokedBy')?.startsWith(`${by.name}.`) === true;
  return termTest(by, namesOf);
};

const outcomeTest =
  (outcome: 'denied' | 'failed', term: Term | undefined) =>
  ({ event }: Row): boolean =>
    // A refused sign-in has no code that says so.
    outcome === 'failed' || term?.kind === 'login'
      ? event.outcome !== 'ok'
      : event.outcome === 'denied';

/** All that a record has to fulfil to be an answer. */
export const conditionsOf = (query: WhodidQuery, namesOf: NamesOf): readonly Condition[] => {
  const { term, by, from, outcome, since, until } = query;
  const conditions: (Condition | undefined)[] = [
    { about: 'window', test: ({ at }) => at >= Math.floor(since / 1000) * 1000 && at <= until },
    term && { about: 'term', test: termTest(term, namesOf) },
    by && { about: 'by', test: byTest(by, namesOf) },
    from === undefined ? undefined : { about: 'from', test: isFrom(from) },
    outcome && { about: 'outcome', test: outcomeTest(outcome, term) },
  ];
  return conditions.filter((condition) => condition !== undefined);
};

const asRecord = (message: string): TrailRecord | undefined => {
  try {
    const value: unknown = JSON.parse(message);
    return isRecord(value) && typeof value['eventName'] === 'string' ? value : undefined;
  } catch {
    // No JSON: another program writes into the log group too.
    return undefined;
  }
};

/** The records among the lines of a log, which may hold anything. */
export const recordsIn = (messages: readonly string[]): readonly TrailRecord[] =>
  messages.map(asRecord).filter((record) => record !== undefined);
