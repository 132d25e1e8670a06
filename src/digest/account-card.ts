import type { Card } from '../core/card.ts';
import type { Account } from '../core/settings.ts';
import type { Composed, ComposedSection } from './compose.ts';
import { type Standings, standingsOf } from './kinds.ts';
import {
  changesText,
  csvButton,
  isFirstLook,
  type Places,
  standingsTable,
  type Telling,
} from './section-card.ts';
import { unreadOverall } from './unread.ts';
import { periodWords } from './words.ts';

const ofAccount = (
  sections: readonly ComposedSection[],
  account: Account,
): readonly ComposedSection[] =>
  sections.map(({ section, told }) => ({
    section,
    told: told.filter((one) => one.account?.id === account.id),
  }));

const together = (sections: readonly ComposedSection[]): Standings => {
  const all = sections.map(standingsOf);
  return { open: all.flatMap(({ open }) => open), fixed: all.flatMap(({ fixed }) => fixed) };
};

const places: Places = { column: 'Section', of: ({ section }) => section.title };

/** What of a digest is about one account, for its own channel. */
export const accountCard = (composed: Composed, account: Account, telling: Telling): Card => {
  const { day, period } = telling;
  const table = { day, places };
  const sections = ofAccount(composed.sections, account);
  const standings = together(sections);
  const { open, fixed } = standings;
  const isFirst = sections.every(isFirstLook);
  const says = changesText(standings, { isFirst, day });
  const fresh = open.filter(({ isFresh }) => isFresh);
  const still = open.filter(({ isFresh }) => !isFresh);
  return {
    headline: [
      { bold: `Security digest for ${account.name}` },
      ` (${account.id}), ${periodWords(period, day)}: ${says}`,
    ],
    parts: [
      ...standingsTable(fresh, { caption: 'New', ...table }),
      ...standingsTable(fixed, { caption: 'Fixed', ...table }),
      ...standingsTable(still, { caption: isFirst ? 'Open' : 'Still open', ...table }),
      ...unreadOverall(sections),
      ...csvButton(telling.csv, account.id),
    ],
  };
};
