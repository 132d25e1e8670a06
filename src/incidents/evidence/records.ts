import type { Evidence, EvidenceFilter } from '../../core/evidence.ts';
import { foreign } from '../../core/redact.ts';
import type { Text } from '../../core/text.ts';
import { counted, shorten } from '../../core/words.ts';
import { templateDetection } from '../../detections/template-metrics.ts';
import { readHistory } from './history.ts';
import { patternOfDetection } from './log-alarm.ts';
import type { Look } from './look.ts';
import { readFilter, type Window } from './read-filter.ts';
import type { Tallied, Tally } from './tally.ts';

const mostOfALine = 300;

const shownGroups = (filters: readonly EvidenceFilter[]): Text =>
  [...new Set(filters.map(({ logGroup }) => logGroup))]
    .slice(0, 3)
    .flatMap((group, index) => [index === 0 ? '' : ', ', { code: foreign(group) }]);

const sayNothing = (look: Look, filters: readonly EvidenceFilter[], { from, to }: Window): void =>
  look.gaps.add({
    kind: 'nothing-found',
    text: [
      'Nothing in ',
      ...shownGroups(filters),
      ' matches between ',
      { time: from, style: 'date-time' },
      ' and ',
      { time: to, style: 'date-time' },
      '.',
    ],
    cure: [
      'Records may arrive late, so it is looked again. If nothing comes, the log group may keep them too short a time, or the filter was changed meanwhile.',
    ],
  });

const sayLines = (look: Look, { lines, newestLine = '', events }: Tallied): void =>
  look.gaps.add({
    kind: 'unreadable',
    text: [
      events.length > 0
        ? `${counted(lines, 'more line')} that match could not be read as records of CloudTrail. The newest: `
        : `${counted(lines, 'line')} that match are no records of CloudTrail. The newest: `,
      { code: foreign(shorten(newestLine, mostOfALine)) },
    ],
    cure: undefined,
  });

/** In each filter's log; the patterns of those logs that cannot be read at all. */
const readLogs = async (
  look: Look,
  filters: readonly EvidenceFilter[],
  window: Window,
  tally: Tally,
) => {
  const unreadable: string[] = [];
  let read = 0;
  for (const filter of filters) {
    const failed = await readFilter(look, filter, window, tally);
    if (failed === undefined) read += 1;
    if (failed === 'denied' || failed === 'log-group-gone') unreadable.push(filter.pattern);
  }
  return { unreadable, read };
};

/** Without a filter: of what the message itself tells, else of what the template's metrics count. */
const patternsWithout = ({ request, alarm }: Look): readonly string[] => {
  const told = request.alert.detection;
  const ids = told === undefined ? alarm.metrics.map(templateDetection) : [told];
  return [...new Set(ids)].flatMap((id) => patternOfDetection(id) ?? []);
};

/**
 * Counts the records that tripped an alarm: in the logs that its filters read, else in Event
 * history. What kept them from being found is said.
 *
 * @returns where they are from
 */
export const readRecords = async (
  look: Look,
  filters: readonly EvidenceFilter[],
  window: Window,
  tally: Tally,
): Promise<Evidence['source']> => {
  const { unreadable, read } = await readLogs(look, filters, window, tally);
  const instead = filters.length === 0 ? patternsWithout(look) : [...new Set(unreadable)];
  let isFromHistory = false;
  for (const pattern of instead)
    isFromHistory = (await readHistory(look, pattern, window, tally)) || isFromHistory;
  const tallied = tally.result();
  if (tallied.lines > 0) sayLines(look, tallied);
  if (tallied.count + tallied.lines === 0 && read > 0) sayNothing(look, filters, window);
  if (read > 0) return 'logs';
  if (isFromHistory) return 'event-history';
  return tallied.count > 0 && filters.length > unreadable.length ? 'logs' : undefined;
};
