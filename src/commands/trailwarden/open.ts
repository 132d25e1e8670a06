import type { Answer, Question } from '../../core/command.ts';
import type { Incident } from '../../core/incident-store.ts';
import { compareSeverity } from '../../core/severity.ts';
import { counted } from '../../core/words.ts';
import { csvPart } from '../asking/csv.ts';
import { olderOf, pageOf, pageWords, rowsOfPage } from '../asking/page.ts';
import type { TrailwardenDeps } from './deps.ts';
import { type OpenIncident, openCsv, openDetail, openTable } from './open-rows.ts';
import type { OpenQuery } from './query.ts';
import { isInRegion, seesAccount } from './seen.ts';
import { whereShown } from './where-shown.ts';

/** More are not looked at; whoever has so many looks at what is behind them. */
const mostLookedAt = 2_000;
/** Incidents a transaction: alarms wait for it. */
const atOnce = 50;
const rowsOnPage = 30;

type Deps = Pick<TrailwardenDeps, 'accounts' | 'muting' | 'store' | 'clock'>;

/** Places, messages and mutes of each, in short transactions. */
const withPlaces = async (
  { store, muting }: Deps,
  incidents: readonly Incident[],
  signal: AbortSignal,
): Promise<readonly OpenIncident[]> => {
  const found: OpenIncident[] = [];
  for (let at = 0; at < incidents.length && !signal.aborted; at += atOnce)
    await store.transaction(async (tx) => {
      for (const incident of incidents.slice(at, at + atOnce))
        found.push({
          incident,
          ...(await whereShown(tx, incident.id)),
          muting: await muting(tx, incident),
        });
    });
  return found;
};

const worstFirst = (a: OpenIncident, b: OpenIncident): number =>
  compareSeverity(a.severity ?? 'info', b.severity ?? 'info') ||
  b.incident.lastAt - a.incident.lastAt;

interface Found {
  /** With what is known of each. */
  readonly open: readonly OpenIncident[];
  /** How many there are; more than `open` where time ran out. */
  readonly count: number;
  readonly unowned: number;
  /** There are older ones that were not looked at. */
  readonly isCut: boolean;
}

const headlineOf = ({ count, unowned, isCut }: Found, page: string | undefined): string => {
  if (count === 0)
    return isCut
      ? `None of the newest ${mostLookedAt} open incidents is where you asked.`
      : 'No open incident.';
  const shown = page === undefined ? '' : ` Shown: ${page}.`;
  return `${counted(count, 'open incident')}, ${unowned} without an owner.${shown}`;
};

const badgeOf = ({ count, isCut }: Found) => {
  if (count > 0) return { emoji: 'rotating_light', word: 'OPEN' };
  return isCut
    ? { emoji: 'grey_question', word: 'NOT KNOWN' }
    : { emoji: 'white_check_mark', word: 'QUIET' };
};

/** What the list may be without. */
const notesOf = ({ open, count, isCut }: Found, isListedOnly: boolean): readonly string[] => [
  ...(isCut ? [`Only the newest ${mostLookedAt} open incidents were looked at.`] : []),
  ...(open.length < count
    ? [`There was no time to look at all: ${open.length} are listed. Ask again, or in one account.`]
    : []),
  ...(isListedOnly
    ? [
        'Without incidents of accounts that the settings do not list: those need a rule about all accounts.',
      ]
    : []),
];

const findOpen = async (deps: Deps, question: Question<OpenQuery>): Promise<Found> => {
  const { query, signal } = question;
  const sees = seesAccount(question, deps.accounts());
  const newest = await deps.store.transaction((tx) => tx.incidents.open(mostLookedAt + 1));
  const wanted = newest
    .slice(0, mostLookedAt)
    .filter((one) => sees(one.latest.account) && isInRegion(one, query.regions));
  return {
    open: (await withPlaces(deps, wanted, signal)).toSorted(worstFirst),
    count: wanted.length,
    unowned: wanted.filter(({ acknowledged }) => acknowledged === undefined).length,
    isCut: newest.length > mostLookedAt,
  };
};

/** The open incidents of the accounts that the asker may see, worst first. */
export const openAnswer = async (deps: Deps, question: Question<OpenQuery>): Promise<Answer> => {
  const { store, clock } = deps;
  const found = await findOpen(deps, question);
  const { open, count, isCut } = found;
  const page = pageOf(question.older, rowsOnPage);
  const shown = rowsOfPage(open, page);
  const context = { accounts: deps.accounts(), now: clock.now() };
  const details = await store.transaction((tx) =>
    Promise.all(shown.map((one) => openDetail(tx, one, context))),
  );
  return {
    isPartial: isCut || open.length < count,
    card: {
      badge: badgeOf(found),
      headline: [headlineOf(found, pageWords(page, open.length))],
      parts: [
        ...(shown.length === 0 ? [] : [openTable(shown, context)]),
        ...notesOf(found, question.isUnlistedToo === false).map(
          (text) => ({ kind: 'note', text: [text] }) as const,
        ),
      ],
    },
    details,
    ...csvPart(openCsv(open, context)),
    ...olderOf(page, [open.length]),
  };
};
