import type { Place } from '../../../src/core/command.ts';
import type { SectionPart } from '../../../src/core/digest.ts';
import type { Section, SectionRun, Told } from '../../../src/digest/section.ts';
import { textWords } from '../../../src/slack/render/pieces.ts';
import { renderPlain } from '../../../src/slack/render/plain.ts';
import { now, placesOf, prod, regionId } from '../../commands/helpers.ts';

const week = 7 * 86_400_000;

export const runOf = (more: Partial<SectionRun> = {}): SectionRun => ({
  places: placesOf(prod),
  period: { from: now - week, to: now },
  home: regionId('us-east-1'),
  signal: new AbortController().signal,
  urgency: 'background',
  ...more,
});

/** One line a finding: its weight, its id, and what it says. */
export const linesOf = ({ findings }: SectionPart): readonly string[] =>
  findings.map(({ weight, id, what }) => `${weight} ${id}: ${textWords(what, 500)}`);

export const unreadOf = ({ unread }: SectionPart): readonly string[] =>
  unread.map(({ scope, why }) => `${scope}: ${textWords(why, 500)}`);

/** As the message has it, with the findings of the part as what was there already, but for `fresh` and `fixed`. */
export const toldOf = <D>(
  place: Place,
  part: SectionPart<D> | undefined,
  { fresh = [], fixed = [], isFirst = false }: Partial<Told<D>['snapshot']> = {},
): Told<D> => ({
  account: place.account,
  part,
  snapshot: {
    at: now,
    isFirst,
    kinds: part?.kinds ?? {},
    fresh,
    open: (part?.findings ?? []).map((one) => ({ ...one, since: now - week })),
    fixed,
    unread: part?.unread ?? [],
  },
});

/** What a person reads. */
export const shown = <D>(
  section: Section<D>,
  told: readonly Told<D>[],
  run: SectionRun = runOf(),
): string => renderPlain({ headline: [section.title], parts: section.tell(told, run.period) });
