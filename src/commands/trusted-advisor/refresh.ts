import type { AdvisorCheck, RefreshState } from '../../aws/support-types.ts';
import type { CardPart } from '../../core/card.ts';
import type { Answer, Place } from '../../core/command.ts';
import { gather } from '../../core/gather.ts';
import { foreign } from '../../core/redact.ts';
import { counted, shownDuration } from '../../core/words.ts';
import { accountLabel, homeRegion, inAccounts } from '../asking/account.ts';
import { cliLine } from '../asking/cli-line.ts';
import { type Unread, unreadParts } from '../asking/unread.ts';
import { advisorWhere } from './accounts.ts';
import { type AdvisorQuestion, readingOf, type TrustedAdvisorDeps } from './deps.ts';
import { againWords } from './query.ts';

/** A check of one account to be refreshed. */
export interface RefreshWish {
  readonly place: Place;
  readonly check: AdvisorCheck;
}

interface Refreshed extends RefreshWish {
  readonly state: RefreshState;
}

interface RefreshPlan {
  readonly wishes: readonly RefreshWish[];
  readonly noPlan: readonly string[];
  readonly unread: readonly Unread[];
}

const isTaken = ({ state }: Refreshed): boolean =>
  state.status === 'enqueued' || state.status === 'processing' || state.status === 'success';

const stateWords: Readonly<Record<RefreshState['status'], string>> = {
  none: 'not taken',
  enqueued: 'enqueued',
  processing: 'being checked',
  success: 'done',
  abandoned: 'given up by AWS',
  automatic: 'refreshed by AWS itself',
};

/** "5 minutes" rounded up; "at once". */
const waitWords = (ms: number): string => {
  if (ms <= 0) return 'at once';
  return ms < 60_000
    ? shownDuration(Math.ceil(ms / 1000))
    : shownDuration(Math.ceil(ms / 60_000) * 60);
};

const table = (refreshed: readonly Refreshed[], several: boolean): readonly CardPart[] => {
  const byHand = refreshed.filter(({ state }) => state.status !== 'automatic');
  if (byHand.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: 'Asked for',
      columns: [...(several ? ['Account'] : []), 'Check', 'State', 'Can be asked again in'],
      rows: byHand.map(({ place, check, state }) => [
        ...(several ? [[accountLabel(place.account)]] : []),
        [foreign(check.name)],
        [stateWords[state.status]],
        { number: Math.max(0, state.waitMs), shown: waitWords(state.waitMs) },
      ]),
    },
  ];
};

const automaticPart = (refreshed: readonly Refreshed[]): readonly CardPart[] => {
  const names = new Set(
    refreshed.filter(({ state }) => state.status === 'automatic').map(({ check }) => check.name),
  );
  if (names.size === 0) return [];
  const shown = [...names].toSorted().slice(0, 8);
  const more = names.size - shown.length;
  return [
    {
      kind: 'text',
      text: [
        `AWS refreshes ${counted(names.size, 'check')} by itself, several times a day, and takes no wish: `,
        foreign(shown.join(', ')),
        more > 0 ? ` and ${more} more.` : '.',
      ],
    },
  ];
};

const headline = (
  refreshed: readonly Refreshed[],
  { wishes }: RefreshPlan,
  { places }: AdvisorQuestion,
): string => {
  const taken = refreshed.filter(isTaken).length;
  const where = inAccounts(places);
  if (wishes.length === 0) return `Nothing to refresh ${where}`;
  if (taken > 0) return `AWS is checking ${counted(taken, 'check')} again ${where}`;
  if (refreshed.length > 0 && refreshed.every(({ state }) => state.status === 'automatic'))
    return `Nothing to refresh ${where}: AWS refreshes ${refreshed.length === 1 ? 'this check' : 'these checks'} by itself`;
  return `AWS did not take the wish to check again ${where}`;
};

const noPlanPart = (names: readonly string[]): readonly CardPart[] =>
  names.length === 0
    ? []
    : [
        {
          kind: 'text',
          text: [
            `No Support plan in ${names.slice(0, 6).join(', ')}${names.length > 6 ? ` and ${names.length - 6} more` : ''}: nothing to refresh there. The bot's own checks read AWS anew each time they are asked.`,
          ],
        },
      ];

const notes = ({ query, places }: AdvisorQuestion, wishes: readonly RefreshWish[]): CardPart[] => {
  const region = places[0] === undefined ? 'us-east-1' : homeRegion(places[0]);
  const again = againWords({ ...query, action: 'show' }, places);
  return [
    {
      kind: 'note',
      text: [
        'A refresh takes a few minutes. Then look again: ',
        { code: foreign(`/trusted-advisor ${again}`) },
      ],
    },
    {
      kind: 'note',
      text: [
        `Asked of AWS: Support in ${region}: RefreshTrustedAdvisorCheck for ${counted(wishes.length, 'check')}. `,
        cliLine(
          'support',
          'refresh-trusted-advisor-check',
          '--check-id',
          wishes[0]?.check.id ?? 'CHECK_ID',
          '--region',
          region,
        ),
      ],
    },
  ];
};

/** Has AWS look again, and says what it took, what waits and what it does by itself. */
export const createRefresh =
  (deps: TrustedAdvisorDeps) =>
  async (plan: RefreshPlan, question: AdvisorQuestion): Promise<Answer> => {
    const { wishes, noPlan } = plan;
    const got = await gather(
      wishes,
      async ({ place, check }) =>
        deps.advisor.refresh(advisorWhere(deps, place), check.id, readingOf(question)),
      {
        signal: question.signal,
        onDone: (done, of) => question.progress([`Refresh: ${done} of ${of} checks`]),
      },
    );
    const refreshed: Refreshed[] = [];
    const failed: Unread[] = [];
    for (const [index, wish] of wishes.entries()) {
      const one = got[index];
      if (one?.kind === 'read') refreshed.push({ ...wish, state: one.value });
      else
        failed.push({
          what: `${wish.check.name} in ${wish.place.account.name}`,
          error: one?.kind === 'failed' ? one.error : undefined,
        });
    }
    const accounts = new Set(wishes.map(({ place }) => place.account.id)).size;
    return {
      isPartial: failed.length > 0 || plan.unread.length > 0,
      card: {
        headline: [headline(refreshed, plan, question)],
        parts: [
          ...unreadParts(plan.unread, question.places.length, 'account'),
          ...unreadParts(failed, wishes.length, 'check', 'Not refreshed'),
          ...table(refreshed, accounts > 1),
          ...automaticPart(refreshed),
          ...noPlanPart(noPlan),
          ...(wishes.length === 0 ? [] : notes(question, wishes)),
        ],
      },
      next: [
        {
          label: 'Look again',
          text: againWords({ ...question.query, action: 'show' }, question.places),
        },
      ],
    };
  };
