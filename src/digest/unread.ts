import type { CardPart } from '../core/card.ts';
import type { Text } from '../core/text.ts';
import type { ComposedSection } from './compose.ts';
import { brief, someNames, subjectName } from './words.ts';

interface Gap {
  readonly name: string;
  readonly why: Text;
}

const gapsOf = ({ told }: ComposedSection): readonly Gap[] =>
  told.flatMap(({ account, snapshot }) =>
    snapshot.unread.map(({ why }) => ({ name: subjectName(account), why })),
  );

/** Each reason once, with the accounts that it concerns, those of most accounts first. */
const gapLines = (gaps: readonly Gap[]): readonly Text[] =>
  [...Map.groupBy(gaps, ({ why }) => JSON.stringify(why)).values()]
    .map((alike) => ({
      names: [...new Set(alike.map(({ name }) => name))],
      why: alike[0]?.why ?? [],
    }))
    .toSorted((a, b) => b.names.length - a.names.length)
    .map(({ names, why }): Text => [{ bold: someNames(names) }, ': ', ...brief(why, 300)]);

const listed = (lines: readonly Text[], most: number): readonly CardPart[] => {
  if (lines.length === 0) return [];
  const more = lines.length - most;
  return [
    {
      kind: 'text',
      text: [
        { emoji: 'warning' },
        ' ',
        { bold: 'Could not be seen' },
        ', and is not called fixed:',
      ],
    },
    {
      kind: 'list',
      items: [...lines.slice(0, most), ...(more > 0 ? [[`and ${more} more reasons`]] : [])],
    },
  ];
};

/** What a section did not see, and why. */
export const unreadParts = (section: ComposedSection, most: number): readonly CardPart[] =>
  listed(gapLines(gapsOf(section)), most);

/** The same over all sections, each with the accounts of which something is missing. */
export const unreadOverall = (sections: readonly ComposedSection[]): readonly CardPart[] => {
  const lines = sections.flatMap((one): Text[] => {
    const gaps = gapsOf(one);
    const names = [...new Set(gaps.map(({ name }) => name))];
    if (names.length === 0) return [];
    const reasons = gapLines(gaps);
    const [first] = reasons;
    const says: Text =
      reasons.length === 1 && first !== undefined
        ? first
        : [{ bold: someNames(names) }, `: ${reasons.length} reasons, in the thread`];
    return [[`${one.section.title}: `, ...says]];
  });
  return listed(lines, sections.length);
};
