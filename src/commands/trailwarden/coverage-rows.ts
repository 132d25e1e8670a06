import type { Card, CardPart } from '../../core/card.ts';
import type { Csv, Detail, Place } from '../../core/command.ts';
import { foreign } from '../../core/redact.ts';
import type { Account } from '../../core/settings.ts';
import { compareSeverity } from '../../core/severity.ts';
import type { Text } from '../../core/text.ts';
import { counted, shorten } from '../../core/words.ts';
import { isMissing, isWatched, type Judged, type State } from '../../detections/coverage/judge.ts';
import type { Detection } from '../../detections/detection.ts';
import { accountLabel } from '../asking/account.ts';

/** The worst first. */
const kinds = ['none', 'unheard', 'unknown', 'event', 'alarm'] as const;

/** Columns beside the detection that are still to be read. */
const mostAccounts = 8;

const ofAccount = (judged: readonly Judged[], { account }: Place): readonly Judged[] =>
  judged.filter((one) => one.account === account.id);

const ofDetection = (judged: readonly Judged[], { id }: Detection): readonly Judged[] =>
  judged.filter((one) => one.detection.id === id);

const count = (judged: readonly Judged[], holds: (state: State) => boolean): number =>
  judged.filter(({ state }) => holds(state)).length;

/** "✓", "✓ 2 of 3", "–", "? 1 of 3": over the regions of an account. */
const cell = (judged: readonly Judged[]): string => {
  if (judged.length === 0) return '';
  const watched = count(judged, isWatched);
  if (watched === judged.length) return '✓';
  const missing = count(judged, isMissing);
  if (watched === 0) return missing > 0 ? '–' : '?';
  return missing > 0 ? `✓ ${watched} of ${judged.length}` : `? ${watched} of ${judged.length}`;
};

const worstDetections = (
  judged: readonly Judged[],
  detections: readonly Detection[],
): readonly Detection[] =>
  detections.toSorted(
    (a, b) =>
      count(ofDetection(judged, b), isMissing) - count(ofDetection(judged, a), isMissing) ||
      compareSeverity(a.severity.level, b.severity.level),
  );

export const worstPlaces = (
  judged: readonly Judged[],
  places: readonly Place[],
): readonly Place[] =>
  places.toSorted(
    (a, b) => count(ofAccount(judged, b), isMissing) - count(ofAccount(judged, a), isMissing),
  );

/** Detections × accounts, the worst first. */
export const coverageTable = (
  judged: readonly Judged[],
  places: readonly Place[],
  detections: readonly Detection[],
): CardPart => {
  const shown = worstPlaces(judged, places).slice(0, mostAccounts);
  return {
    kind: 'table',
    caption: `What is watched${places.length > shown.length ? `, the worst ${shown.length} of ${places.length} accounts` : ''}`,
    columns: ['Detection', 'Severity', ...shown.map(({ account }) => shorten(account.name, 40))],
    rows: worstDetections(judged, detections).map((detection) => [
      [detection.title],
      [detection.severity.level],
      ...shown.map((place): Text => [cell(ofDetection(ofAccount(judged, place), detection))]),
    ]),
  };
};

const names = (by: readonly string[]): string =>
  by.length > 3 ? `${by.slice(0, 3).join(', ')} and ${by.length - 3} more` : by.join(', ');

const howWords = (state: State): string => {
  switch (state.kind) {
    case 'alarm':
      return names(state.by);
    case 'event':
      return `an event came at ${new Date(state.lastSeen).toISOString()}`;
    case 'unheard':
      return `no action leads to a listed topic: ${names(state.by)}`;
    case 'none':
      return '';
    case 'unknown':
      return state.why;
  }
};

const words: Readonly<Record<State['kind'], string>> = {
  alarm: 'watched by an alarm',
  event: 'seen by event',
  unheard: 'alarm without a way here',
  none: 'not watched',
  unknown: 'not known',
};

/** Every row, the worst first. */
export const coverageCsv = (judged: readonly Judged[], accounts: readonly Account[]): Csv => ({
  name: 'trailwarden-coverage',
  columns: ['account', 'name', 'region', 'detection', 'severity', 'state', 'how'],
  rows: judged
    .toSorted((a, b) => kinds.indexOf(a.state.kind) - kinds.indexOf(b.state.kind))
    .map(({ account, region, detection, state }) => [
      account,
      accounts.find(({ id }) => id === account)?.name ?? '',
      region,
      detection.id,
      detection.severity.level,
      words[state.kind],
      howWords(state),
    ]),
});

const lineOf = (title: string, alike: readonly Judged[]): Text => {
  const [first] = alike;
  const how = first === undefined ? '' : howWords(first.state);
  return [
    { bold: title },
    ` in ${alike.map(({ region }) => region).join(', ')}`,
    ...(how === '' ? [] : [': ', foreign(how)]),
  ];
};

const detailList = (judged: readonly Judged[], kind: State['kind']): readonly CardPart[] => {
  const wanted = judged.filter(({ state }) => state.kind === kind);
  if (wanted.length === 0) return [];
  const groups = [...Map.groupBy(wanted, ({ detection }) => detection.title)];
  return [
    { kind: 'text', text: [{ bold: words[kind] }, `: ${counted(groups.length, 'detection')}`] },
    { kind: 'list', items: groups.slice(0, 40).map(([title, alike]) => lineOf(title, alike)) },
  ];
};

/** One account closely: everything that is watched there or not, and how. */
export const coverageDetail = (judged: readonly Judged[], place: Place): Detail => {
  const own = ofAccount(judged, place);
  const card: Card = {
    headline: [
      `${accountLabel(place.account)}: ${count(own, isWatched)} of ${own.length} are watched.`,
    ],
    parts: kinds.flatMap((kind) => detailList(own, kind)),
  };
  return { id: place.account.id, label: shorten(accountLabel(place.account), 75), card };
};
