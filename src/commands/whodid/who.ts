import type { Human } from '../../core/human.ts';
import { type Text, untrusted } from '../../core/text.ts';
import type { Chain, ChainStep } from './chain.ts';

/** Names are redacted when a record is read. */
const named = (name: string) => untrusted(name);

/** Who it is, with the Slack member where one is known; never a session's name as a fact. */
export const shownHuman = (human: Human, member?: string): Text => {
  const name = named(human.name);
  switch (human.kind) {
    case 'person':
      return member === undefined ? [name] : [name, ' (', { user: member }, ')'];
    case 'iam-user':
      return ['IAM user ', name, ...(member === undefined ? [] : [' (', { user: member }, ')'])];
    case 'root':
      return ['root of ', name];
    case 'session':
      return human.role === undefined
        ? ['a role session that calls itself ', name]
        : ['role ', named(human.role), ' (session ', name, ', claimed)'];
    case 'federated':
      return ['a federated session that calls itself ', name];
    case 'subject':
      return ['OIDC subject ', name];
    case 'workload':
      return [name, ...(human.role === undefined ? [] : [' (role ', named(human.role), ')'])];
    case 'service':
      return ['AWS service ', name];
    case 'account':
      return ['account ', name];
    case 'unknown':
      return [name];
  }
};

/** With the service that made the call for them. */
export const shownCaller = (human: Human, member?: string): Text => [
  ...shownHuman(human, member),
  ...(human.through === undefined ? [] : [' through ', named(human.through)]),
];

/** Where a chain leads: whoever stands at its other end, as far as it is somebody. */
export const originOf = (chain: Chain | undefined): Human | undefined => {
  const last = chain?.steps.at(-1)?.human;
  return last === undefined || last.kind === 'session' ? undefined : last;
};

const sureness = {
  certain: 'certain',
  likely: 'likely: an identity provider says so',
  claimed: 'claimed only',
} as const;

const ends: Readonly<Record<Chain['end'], string | undefined>> = {
  origin: undefined,
  'not-found': 'what began it was not found',
  elsewhere: 'it goes on in an account that was not asked about',
  unread: 'the rest could not be read',
  'no-time': 'there was no time to follow it further',
  limit: 'it is longer than what is followed',
};

const shownStep = ({ human, call, at }: ChainStep): Text => [
  ' ← ',
  ...shownHuman(human),
  ' by ',
  untrusted(call),
  ...(at === undefined ? [] : [' at ', { time: at, style: 'time' } as const]),
];

/** "role deploy (session …) ← role ci-deploy … ← OIDC subject …: certain by the access keys". */
export const shownChain = (from: Human, chain: Chain, sure: Human | undefined): Text => {
  const end = ends[chain.end];
  return [
    ...shownHuman(from),
    ...chain.steps.flatMap(shownStep),
    ...(chain.steps.length === 0 ? [] : ['. Each step is certain by the access key it issued']),
    ...(sure === undefined ? [] : [`; ${sure.why}, ${sureness[sure.sure]}`]),
    ...(end === undefined ? [] : [`${chain.steps.length === 0 ? ': ' : '; '}${end}`]),
    '.',
  ];
};

/** How far a name can be relied on, with the reason: for Details. */
export const shownSureness = (human: Human): Text => [`${human.why}, ${sureness[human.sure]}`];
