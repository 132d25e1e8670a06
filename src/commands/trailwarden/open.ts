import type { Answer, Question } from '../../core/command.ts';
import { compareSeverity } from '../../core/severity.ts';
import type { Incident } from '../../core/store.ts';
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

const headlineOf = (open: readonly OpenIncident[], page: string | undefined): string => {
  const unowned = open.filter(({ incident }) => incident.acknowledged === undefined).length;
  if (open.length === 0) return 'No open incident.';
  const shown = page === undefined ? '' : ` Shown: ${page}.`;
  return `${counted(open.length, 'open incident')}, ${unowned} without an owner.${shown}`;
};

const badgeOf = (open: readonly OpenIncident[]) =>
  open.length === 0
    ? { emoji: 'white_check_mark', word: 'QUIET' }
    : { emoji: 'rotating_light', word: 'OPEN' };

/** The open incidents of the accounts that the asker may see, worst first. */
export const openAnswer = async (deps: Deps, question: Question<OpenQuery>): Promise<Answer> => {
  const { store, clock } = deps;
  const { query, signal, older, isUnlistedToo } = question;
  const accounts = deps.accounts();
  const sees = seesAccount(question, accounts);
  const newest = await store.transaction((tx) => tx.incidents.open(mostLookedAt + 1));
  const wanted = newest
    .slice(0, mostLookedAt)
    .filter((one) => sees(one.latest.account) && isInRegion(one, query.regions));
  const open = (await withPlaces(deps, wanted, signal)).toSorted(worstFirst);
  const page = pageOf(older, rowsOnPage);
  const shown = rowsOfPage(open, page);
  const isPartial = newest.length > mostLookedAt || open.length < wanted.length;
  const context = { accounts, now: clock.now() };
  const details = await store.transaction((tx) =>
    Promise.all(shown.map((one) => openDetail(tx, one, context))),
  );
  return {
    isPartial,
    card: {
      badge: badgeOf(open),
      headline: [headlineOf(open, pageWords(page, open.length))],
      parts: [
        ...(shown.length === 0 ? [] : [openTable(shown, context)]),
        ...(isPartial
          ? [{ kind: 'note', text: [`Only the newest ${mostLookedAt} were looked at.`] } as const]
          : []),
        ...(isUnlistedToo === false
          ? [
              {
                kind: 'note',
                text: [
                  'Without incidents of accounts that the settings do not list: those need a rule about all accounts.',
                ],
              } as const,
            ]
          : []),
      ],
    },
    details,
    ...csvPart(openCsv(open, context)),
    ...olderOf(page, [open.length]),
  };
};
