import { isIP } from 'node:net';
import { meansOf, plainCall, verbOf } from '../../core/call-words.ts';
import type { EvidenceEvent } from '../../core/evidence.ts';
import { foreign } from '../../core/redact.ts';
import type { Text, Untrusted } from '../../core/text.ts';
import { shorten } from '../../core/words.ts';

const mostOfAName = 60;

/** A name as it may stand in a sentence: on one line, and no longer than people read. */
export const shownName = (name: string, most = mostOfAName): Untrusted =>
  foreign(shorten(name.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim(), most));

/** `AdministratorAccess` of `AWSReservedSSO_AdministratorAccess_0123456789abcdef`, which Identity Center made. */
export const withoutMarks = (who: string): string =>
  who.replaceAll(/\bAWSReservedSSO_([\w+=,.@-]{1,64})_[0-9a-f]{16}\b/g, '$1');

/** "alice@example.com (role AdministratorAccess)". */
export const shownWho = ({ trail }: EvidenceEvent): Untrusted =>
  shownName(withoutMarks(trail.who), 90);

/** What ids are of, by how they begin. */
const nouns: Readonly<Record<string, string>> = {
  acl: 'network ACL',
  cgw: 'customer gateway',
  eni: 'network interface',
  i: 'instance',
  igw: 'internet gateway',
  rtb: 'route table',
  sg: 'security group',
  subnet: 'subnet',
  vpc: 'VPC',
};

/** `user/alice` of an ARN with a path is alice to people. */
const shortName = (name: string): string =>
  name.startsWith('aws-reserved/') ? (name.split('/').at(-1) ?? name) : name;

export const targetsOf = ({ trail }: EvidenceEvent): readonly string[] => [
  ...new Set(trail.which.map(shortName)),
];

const objects = (names: readonly string[]): Text => {
  const [first, ...more] = names;
  if (first === undefined) return [];
  const [second] = more;
  if (second === undefined) return [shownName(first)];
  return [
    shownName(first),
    ' and ',
    ...(more.length === 1 ? [shownName(second)] : [`${more.length} more`]),
  ];
};

const nounOf = (verb: string, [name = '']: readonly string[]): string => {
  const prefix = /^([a-z]+)-[0-9a-z]+$/.exec(name)?.[1] ?? '';
  const noun = Object.hasOwn(nouns, prefix) ? nouns[prefix] : undefined;
  return noun === undefined || verb.endsWith(noun) ? '' : `${noun} `;
};

/** A policy and who holds it are both named, in no order: a sentence about one would be wrong. */
const isAmbiguous = (call: string, names: readonly string[]): boolean =>
  names.length > 1 &&
  /(?:Role|User|Group)Polic|AccessKey|LoginProfile|MFADevice|UserToGroup/.test(call);

/** " deleted security group sg-0abc", " was denied DeleteTrail on x", " called PutThing on y". */
export const predicateOf = (event: EvidenceEvent): Text => {
  const { outcome } = event.trail;
  const call = plainCall(event.trail.call);
  const names = targetsOf(event);
  const onThem: Text = names.length === 0 ? [] : [' on ', ...objects(names)];
  if (call === 'ConsoleLogin')
    return [outcome === 'ok' ? ' signed in to the console' : ' failed to sign in to the console'];
  if (outcome === 'denied') return [' was denied ', shownName(call), ...onThem];
  if (outcome === 'failed') return [' tried ', shownName(call), ...onThem, ', which failed'];
  const verb = verbOf(call);
  if (verb === undefined || names.length === 0 || isAmbiguous(call, names))
    return [' called ', shownName(call), ...onThem];
  return [` ${verb} ${nounOf(verb, names)}`, ...objects(names)];
};

/** " from 203.0.113.7 with the console, MFA". */
export const circumstancesOf = ({ trail, human }: EvidenceEvent): Text => {
  const { address = '', mfa } = trail;
  const means = trail.call === 'ConsoleLogin' ? undefined : meansOf(trail, human);
  return [
    // A service has its name in the place of an address.
    ...(isIP(address) !== 0 && human.through === undefined ? [' from ', foreign(address)] : []),
    ...(means === undefined ? [] : [means === 'console' ? ' with the console' : ` with ${means}`]),
    ...(mfa === true ? [', MFA'] : []),
  ];
};

/** "alice@example.com (role Admin) deleted security group sg-0abc from 203.0.113.7 with the console, MFA". */
export const sentenceOf = (event: EvidenceEvent): Text => [
  shownWho(event),
  ...predicateOf(event),
  ...circumstancesOf(event),
];
