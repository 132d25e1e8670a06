import { foreign } from '../../core/redact.ts';
import type { Text, Untrusted } from '../../core/text.ts';
import { counted } from '../../core/words.ts';
import { type Gap, gapOf } from '../verdict.ts';
import type { Holder, Policy } from './authorization.ts';
import type { HeldPolicy } from './privilege.ts';

export const holderName = ({ kind, name }: Pick<Holder, 'kind' | 'name'>): Untrusted =>
  foreign(`${kind} ${name}`);

/** "policy deploy", "policy deploy in user alice". */
export const policyName = ({ policy, holders: [only] }: HeldPolicy): Untrusted =>
  foreign(
    policy.kind === 'inline' && only !== undefined
      ? `policy ${policy.name} in ${only.kind} ${only.name}`
      : `policy ${policy.name}`,
  );

const shownHolders = 3;

/** "held by user alice, group ops and 3 others; "; nothing for one that stands in its holder. */
export const heldBy = ({ policy, holders }: HeldPolicy): Text => {
  if (policy.kind === 'inline') return [];
  const shown = holders.slice(0, shownHolders).map(({ kind, name }) => `${kind} ${name}`);
  const more = holders.length - shown.length;
  return [
    'held by ',
    foreign(shown.join(', ')),
    `${more > 0 ? ` and ${counted(more, 'other')}` : ''}; `,
  ];
};

/** Why documents say nothing: "The policy deploy of user alice is not a JSON object." */
export const brokenGaps = (held: readonly HeldPolicy[]): readonly Gap[] =>
  held.flatMap(({ policy, holders }) =>
    policy.document?.kind === 'broken'
      ? [gapOf(brokenText(policy, policy.document.why, holders))]
      : [],
  );

const brokenText = ({ name }: Policy, why: string, [first]: readonly Holder[]): Text => [
  'The policy ',
  { bold: foreign(name) },
  ...(first === undefined ? [] : [' of ', holderName(first)]),
  ` could not be judged: it ${why}.`,
];
