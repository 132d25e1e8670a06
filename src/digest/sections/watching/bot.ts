import type { Finding, SectionPart } from '../../../core/digest.ts';
import { toError } from '../../../core/errors.ts';
import type { Overview } from '../../../core/overview.ts';
import { foreign } from '../../../core/redact.ts';
import { counted } from '../../../core/words.ts';
import type { SectionRun } from '../../section.ts';
import { type DeadLetterDeps, lookAtDeadLetters } from './dead-letters.ts';
import { kinds, type Looked } from './kinds.ts';
import { type NumberDeps, type Numbers, numberIds, readNumbers } from './numbers.ts';
import type { WatchingDetail } from './tell-watching.ts';

export interface BotLookDeps extends DeadLetterDeps, NumberDeps {
  readonly overview: () => Promise<Overview>;
}

const setUpScope = 'set-up';
const storeScope = 'store';

/** The same words with other counts are the same problem; an account's number is no count. */
const stable = (words: string): string => words.replaceAll(/\b\d{1,11}\b/g, '#');

const problem = (words: string, kind: 'in-the-way' | 'set-up'): Finding => ({
  id: `${kind}/${foreign(stable(words)).untrusted}`,
  kind,
  scope: setUpScope,
  weight: kind === 'in-the-way' ? 'fail' : 'warn',
  what: [foreign(words)],
});

const lookAtSetUp = async ({ overview }: BotLookDeps): Promise<Looked> => {
  try {
    const { reasons, aws } = await overview();
    return {
      findings: [
        ...reasons.map((words) => problem(words, 'in-the-way')),
        ...aws.setUp.map((words) => problem(words, 'set-up')),
      ],
      unread: [],
    };
  } catch (thrown) {
    return {
      findings: [],
      unread: [{ scope: setUpScope, why: [foreign(toError(thrown).message)] }],
    };
  }
};

/** What the bot has laid aside, for somebody to look at. */
const asideOf = ({ quarantined = 0, parked = 0 }: Numbers): readonly Finding[] => [
  ...(parked > 0
    ? [
        {
          id: 'parked',
          kind: 'parked',
          scope: storeScope,
          weight: 'fail' as const,
          what: [`Slack did not take ${counted(parked, 'message')}, which are kept`],
        },
      ]
    : []),
  ...(quarantined > 0
    ? [
        {
          id: 'quarantine',
          kind: 'quarantine',
          scope: storeScope,
          weight: 'fail' as const,
          what: [`${counted(quarantined, 'notification')} could not be trusted or read`],
        },
      ]
    : []),
];

/** The figures of the last digest, as far as they are still told. */
const beforeOf = async ({ previous }: SectionRun): Promise<Numbers> => {
  const figures = (await previous?.('watching', 'bot'))?.figures ?? {};
  return Object.fromEntries(
    numberIds.flatMap((id) => {
      const figure = Object.hasOwn(figures, id) ? figures[id] : undefined;
      return figure === undefined ? [] : [[id, figure]];
    }),
  );
};

/** The bot itself: what it has not delivered, what is in its way, and what went through it. */
export const lookAtBot = async (
  deps: BotLookDeps,
  run: SectionRun,
): Promise<SectionPart<WatchingDetail>> => {
  const [dead, setUp, counts, before] = await Promise.all([
    lookAtDeadLetters(deps, run),
    lookAtSetUp(deps),
    readNumbers(deps, run.period, run.signal),
    beforeOf(run),
  ]);
  const numbers: Numbers = {
    ...counts,
    ...(dead.waiting !== undefined && { 'dead-letters': dead.waiting }),
  };
  return {
    findings: [...setUp.findings, ...dead.findings, ...asideOf(numbers)].toSorted(
      (a, b) => Number(b.weight === 'fail') - Number(a.weight === 'fail'),
    ),
    kinds,
    unread: [...setUp.unread, ...dead.unread],
    figures: { ...numbers },
    detail: { kind: 'bot', numbers, before },
  };
};
