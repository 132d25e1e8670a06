import { isIP } from 'node:net';
import { parseArn, resourceName } from '../../core/arn.ts';
import { asEmail } from '../../core/human.ts';
import { isAccountId } from '../../core/ids.ts';
import { foreign } from '../../core/redact.ts';
import type { Text } from '../../core/text.ts';
import { dataCallName, isCallName, knownEvent } from './event-names.ts';

/** What is asked about. Plain JSON. */
export type Term =
  | {
      readonly kind: 'event';
      /** As AWS writes it, or as it was typed. */
      readonly name: string;
      /** That have such a call; none: the name is unknown. */
      readonly services: readonly string[];
    }
  | { readonly kind: 'event-id'; readonly id: string }
  | { readonly kind: 'key'; readonly id: string }
  /** One address, or a CIDR. */
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'resource'; readonly name: string }
  | { readonly kind: 'user'; readonly name: string }
  /** A member of the Slack workspace, or the asker. */
  | { readonly kind: 'member'; readonly id: string | undefined }
  | { readonly kind: 'role'; readonly name: string }
  | { readonly kind: 'service'; readonly name: string }
  | { readonly kind: 'login' }
  | { readonly kind: 'root' }
  | { readonly kind: 'account'; readonly id: string }
  /** Tried as a resource and as a user. */
  | { readonly kind: 'word'; readonly word: string };

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const accessKey = /^(?:AKIA|ASIA)[A-Z0-9]{16}$/i;

/** Ids that only one resource in the world has. */
const uniqueId =
  /^(?:sg|sgr|i|vpc|subnet|vol|ami|snap|eni|rtb|igw|nat|acl|vpce|pcx|tgw|lt|eipalloc|dopt|vgw|cgw|vpn|fl|eni-attach|mi)-[0-9a-f]{6,17}$/;

export const isUniqueId = (name: string): boolean =>
  uniqueId.test(name.toLowerCase()) || name.startsWith('arn:');

/** An address or a CIDR: `198.51.100.7`, `2001:db8::1`, `198.51.100.0/24`. */
export const asAddress = (word: string): string | undefined => {
  const [address = '', bits, more] = word.split('/');
  const version = isIP(address);
  if (version === 0 || more !== undefined) return undefined;
  if (bits === undefined) return address.toLowerCase();
  const most = version === 4 ? 32 : 128;
  return /^\d{1,3}$/.test(bits) && Number(bits) <= most
    ? `${address.toLowerCase()}/${Number(bits)}`
    : undefined;
};

const memberOf = (word: string): Term | undefined => {
  if (word.toLowerCase() === 'me') return { kind: 'member', id: undefined };
  const id = /^<@([UW][A-Z0-9]{2,20})>$/.exec(word)?.[1];
  return id === undefined ? undefined : { kind: 'member', id };
};

/** `alice`, `me`, `<@U…>`: somebody. */
export const whoTerm = (word: string): Term => memberOf(word) ?? { kind: 'user', name: word };

const eventTerm = (word: string): Term => {
  const known = knownEvent(word);
  if (known !== undefined) return { kind: 'event', ...known };
  const name = dataCallName(word) ?? `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
  return { kind: 'event', name, services: [] };
};

const arnTerm = (word: string): Term | undefined => {
  const arn = parseArn(word);
  if (arn === undefined) return undefined;
  // A session's ARN names its role and itself.
  const session = /^assumed-role\/([^/]+)\/(.+)$/.exec(arn.resource);
  if (arn.service === 'sts' && session?.[2] !== undefined)
    return { kind: 'user', name: session[2] };
  if (arn.service === 'iam' && arn.resource === 'root') return { kind: 'root' };
  if (arn.service === 'iam' && arn.resource.startsWith('role/'))
    return { kind: 'role', name: word };
  if (arn.service === 'iam' && arn.resource.startsWith('user/'))
    return { kind: 'user', name: resourceName(word).split('/').at(-1) ?? word };
  return { kind: 'resource', name: word };
};

const prefixes: Readonly<Record<string, (rest: string) => Term>> = {
  user: (rest) => whoTerm(rest),
  role: (name) => ({ kind: 'role', name }),
  key: (id) => ({ kind: 'key', id }),
  event: eventTerm,
  resource: (name) => ({ kind: 'resource', name }),
  address: (address) => ({ kind: 'address', address: asAddress(address) ?? address }),
  service: (name) => ({
    kind: 'service',
    name: name.toLowerCase().replace(/\.amazonaws\.com$/, ''),
  }),
};

/** `user:in`: the kind is said. Also `ec2:RunInstances`. */
const prefixed = (word: string): Term | undefined => {
  const [, prefix = '', rest = ''] = /^([a-z][a-z0-9-]{0,30}):(\S.*)$/i.exec(word) ?? [];
  if (prefix === '' || rest === '') return undefined;
  const lower = prefix.toLowerCase();
  if (Object.hasOwn(prefixes, lower)) return prefixes[lower]?.(rest);
  return /^[A-Za-z]{3,80}$/.test(rest) && knownEvent(rest)?.services.includes(lower) === true
    ? eventTerm(rest)
    : undefined;
};

const fixed: Readonly<Record<string, Term>> = {
  root: { kind: 'root' },
  login: { kind: 'login' },
  logins: { kind: 'login' },
  signin: { kind: 'login' },
  'sign-in': { kind: 'login' },
  consolelogin: { kind: 'login' },
};

/** A name that is one word of small letters could be anything: `encrypt`. */
const isEvent = (word: string): boolean => {
  const known = knownEvent(word);
  if (known !== undefined) return /[a-z][A-Z]/.test(known.name) || /^[A-Z]/.test(word);
  return isCallName(word) || dataCallName(word) !== undefined;
};

/** Guesses what kind of thing a word names. */
export const termOf = (word: string): Term => {
  const lower = word.toLowerCase();
  const sure = prefixed(word) ?? memberOf(word) ?? arnTerm(word);
  if (sure !== undefined) return sure;
  if (Object.hasOwn(fixed, lower)) return fixed[lower] ?? { kind: 'word', word };
  if (accessKey.test(word)) return { kind: 'key', id: word.toUpperCase() };
  if (uuid.test(word)) return { kind: 'event-id', id: lower };
  if (isAccountId(word)) return { kind: 'account', id: word };
  const address = asAddress(word);
  if (address !== undefined) return { kind: 'address', address };
  if (isUniqueId(word)) return { kind: 'resource', name: lower };
  if (asEmail(word) !== undefined) return { kind: 'user', name: word };
  if (/^[a-z0-9-]{2,40}\.amazonaws\.com$/.test(lower))
    return { kind: 'service', name: lower.replace(/\.amazonaws\.com$/, '') };
  return isEvent(word) ? eventTerm(word) : { kind: 'word', word };
};

const code = (text: string): Text => [{ code: foreign(text) }];

/** "calls on sg-0abc123". */
export const shownTerm = (term: Term): Text => {
  switch (term.kind) {
    case 'event':
      return ['calls of ', ...code(term.name)];
    case 'event-id':
      return ['the record ', ...code(term.id)];
    case 'key':
      return ['calls made with the key ', ...code(term.id)];
    case 'address':
      return ['calls from ', ...code(term.address)];
    case 'resource':
      return ['calls on ', ...code(term.name)];
    case 'user':
      return ['calls by ', ...code(term.name)];
    case 'member':
      return term.id === undefined ? ['your own calls'] : ['calls by ', { user: term.id }];
    case 'role':
      return ['calls on the role ', ...code(term.name), ' or by its sessions'];
    case 'service':
      return ['calls of the service ', ...code(term.name)];
    case 'login':
      return ['sign-ins to the console'];
    case 'root':
      return ['calls by the root user'];
    case 'account':
      return ['calls by anybody of the account ', ...code(term.id)];
    case 'word':
      return [
        'calls on a resource ',
        ...code(term.word),
        ', and calls by a user ',
        ...code(term.word),
      ];
  }
};

/** The word that stands for it, as it is typed. */
export const typedTerm = (term: Term): string => {
  switch (term.kind) {
    case 'event':
      return term.services.length === 0 ? `event:${term.name}` : term.name;
    case 'event-id':
    case 'account':
      return term.id;
    case 'key':
      return term.id;
    case 'address':
      return term.address;
    case 'resource':
    case 'user':
    case 'role':
    case 'service':
      return `${term.kind}:${term.name}`;
    case 'member':
      return term.id === undefined ? 'me' : `<@${term.id}>`;
    case 'login':
    case 'root':
      return term.kind;
    case 'word':
      return term.word;
  }
};
