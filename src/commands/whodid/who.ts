import type { Human } from '../../core/human.ts';
import { shownHuman } from '../../core/human-words.ts';
import { type Text, untrusted } from '../../core/text.ts';
import type { Chain, ChainStep } from './chain.ts';

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
