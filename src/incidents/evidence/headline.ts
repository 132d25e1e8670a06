import { plainCall } from '../../core/call-words.ts';
import type { Evidence, EvidenceEvent } from '../../core/evidence.ts';
import type { Text } from '../../core/text.ts';
import { counted } from '../../core/words.ts';
import { callOf, type EvidenceNews, mostKnown } from './merge.ts';
import { circumstancesOf, predicateOf, sentenceOf, shownName, shownWho } from './sentence.ts';

const shownCalls = 3;
const shownCallers = 2;

const callsOf = ({ count, isCountAtLeast }: Evidence): string =>
  `${isCountAtLeast ? 'at least ' : ''}${counted(count, 'call')}`;

const isPerson = ({ human }: EvidenceEvent): boolean =>
  human.kind === 'person' || human.kind === 'iam-user' || human.kind === 'root';

/** "2 people", "3 callers". */
const callersOf = ({ actors, events }: Evidence): string => {
  if (actors.length >= mostKnown) return `${mostKnown} or more callers`;
  return events.every(isPerson)
    ? counted(actors.length, 'person', 'people')
    : counted(actors.length, 'caller');
};

const inAccounts = ({ accounts }: Evidence): string =>
  accounts.length > 1 ? ` in ${counted(accounts.length, 'account')}` : '';

/** "DeleteSecurityGroup, StopLogging and 2 more". */
const calls = (evidence: Evidence): Text => {
  const names = [...new Set(evidence.calls.map((call) => plainCall(call.replace(/^[^:]*:/, ''))))];
  const more = names.length - shownCalls;
  return [
    ...names.slice(0, shownCalls).flatMap((name, at) => [at === 0 ? '' : ', ', shownName(name)]),
    ...(more > 0 ? [` and ${more} more`] : []),
  ];
};

const ofOne = (evidence: Evidence, newest: EvidenceEvent): Text => [
  shownWho(newest),
  ` made ${callsOf(evidence)}${inAccounts(evidence)} (`,
  ...calls(evidence),
  '), the newest:',
  ...predicateOf(newest),
  ...circumstancesOf(newest),
];

const ofSeveral = (evidence: Evidence): Text => {
  const newest = [...Map.groupBy(evidence.events, ({ actor }) => actor).values()];
  const more = evidence.actors.length - Math.min(newest.length, shownCallers);
  return [
    `${callsOf(evidence)} by ${callersOf(evidence)}${inAccounts(evidence)}: `,
    ...newest
      .slice(0, shownCallers)
      .flatMap(([event], at) => (event ? [at === 0 ? '' : '; ', ...sentenceOf(event)] : [])),
    ...(more > 0 ? [`; and ${more} more`] : []),
  ];
};

/** What evidence says in one sentence; empty where no call stands in it. */
export const evidenceHeadline = (evidence: Evidence): Text => {
  const [newest] = evidence.events;
  if (newest === undefined) return [];
  if (evidence.count <= 1) return sentenceOf(newest);
  return evidence.actors.length === 1 ? ofOne(evidence, newest) : ofSeveral(evidence);
};

/** An event that shows what is new; the newest. */
const showing = (
  { actors, calls: newCalls, accounts }: EvidenceNews,
  { events }: Evidence,
): EvidenceEvent | undefined =>
  events.find(({ actor }) => actors.includes(actor)) ??
  events.find((event) => newCalls.includes(callOf(event))) ??
  events.find(({ trail }) => trail.account !== undefined && accounts.includes(trail.account));

const kindsOf = ({ actors, calls: newCalls, accounts }: EvidenceNews): string =>
  [
    ...(actors.length > 0 ? [counted(actors.length, 'new actor')] : []),
    ...(newCalls.length > 0 ? [counted(newCalls.length, 'new call')] : []),
    ...(accounts.length > 0 ? [counted(accounts.length, 'new account')] : []),
  ].join(', ');

/** "1 new actor: bob deleted …", for the thread; undefined where nothing is new. */
export const newsLine = (news: EvidenceNews, merged: Evidence): Text | undefined => {
  const kinds = kindsOf(news);
  if (kinds === '') return undefined;
  const event = showing(news, merged);
  return event === undefined ? [kinds] : [`${kinds}: `, ...sentenceOf(event)];
};
