import type { AdvisorCheck, AdvisorResult, FlaggedResource } from '../../aws/support-types.ts';
import { byStatus, statusText } from '../../checks/advisor/status.ts';
import type { CardPart, Cell } from '../../core/card.ts';
import type { Csv, Place } from '../../core/command.ts';
import type { RegionId } from '../../core/ids.ts';
import { foreign } from '../../core/redact.ts';
import { type AdvisorQuery, statusOfColour } from './query.ts';

/** What a check says of one account, its resources included. */
export interface Result {
  readonly place: Place;
  readonly result: AdvisorResult;
}

interface Row {
  readonly place: Place;
  readonly resource: FlaggedResource;
}

/** `eu-west-1`, and of an Availability Zone `eu-west-1a` too; AWS writes `-` where there is none. */
const isIn = ({ region }: FlaggedResource, regions: readonly RegionId[] | undefined): boolean => {
  if (regions === undefined || region === undefined || !/\d/.test(region)) return true;
  return regions.some((one) => region.replace(/[a-z]$/, '') === one);
};

/** The resources that are asked for, worst first. */
export const wantedRows = (
  results: readonly Result[],
  { colour, regions }: AdvisorQuery,
): readonly Row[] =>
  results
    .flatMap(({ place, result }) => result.resources.map((resource) => ({ place, resource })))
    .filter(
      ({ resource }) =>
        isIn(resource, regions) &&
        (colour === undefined || resource.status === statusOfColour(colour)),
    )
    .toSorted((a, b) => byStatus(a.resource.status, b.resource.status));

const hasColumn = ({ columns }: AdvisorCheck, name: RegExp): boolean =>
  columns.some((column) => name.test(column));

/** Columns of ours that the check does not have itself, then its own. */
const columnsOf = (check: AdvisorCheck, severalAccounts: boolean): readonly string[] => [
  ...(severalAccounts ? ['Account'] : []),
  'Status',
  ...(hasColumn(check, /^region/i) ? [] : ['Region']),
  ...shownColumns(check).map(({ name }) => name),
];

/** The status has a column already, with a word for its colour. */
const shownColumns = ({ columns }: AdvisorCheck): readonly { name: string; index: number }[] =>
  columns
    .map((name, index) => ({ name: name.trim() === '' ? `Column ${index + 1}` : name, index }))
    .filter(({ name }) => !/^status$/i.test(name));

const text = (value: string | undefined): Cell =>
  value === undefined || value.trim() === '' ? ['–'] : [foreign(value)];

const cellsOf = (
  { place, resource }: Row,
  check: AdvisorCheck,
  severalAccounts: boolean,
): readonly Cell[] => [
  ...(severalAccounts ? [[place.account.name]] : []),
  statusText(resource.status),
  ...(hasColumn(check, /^region/i) ? [] : [text(resource.region)]),
  ...shownColumns(check).map(({ index }) => text(resource.metadata[index])),
];

/** A check's resources with its own columns; nothing where there are none. */
export const resourceTable = (
  caption: string,
  rows: readonly Row[],
  check: AdvisorCheck,
  severalAccounts: boolean,
): readonly CardPart[] =>
  rows.length === 0 || check.columns.length === 0
    ? []
    : [
        {
          kind: 'table',
          caption,
          columns: columnsOf(check, severalAccounts),
          rows: rows.map((row) => cellsOf(row, check, severalAccounts)),
        },
      ];

/** Every resource with every column, also those that are suppressed. */
export const resourceCsv = (check: AdvisorCheck, results: readonly Result[]): Csv => ({
  name: `trusted-advisor-${check.id.replaceAll(/[^A-Za-z0-9]/g, '').slice(0, 40)}`,
  columns: ['account', 'account_name', 'status', 'suppressed', 'region', ...check.columns],
  rows: results.flatMap(({ place, result }) =>
    result.resources.map((resource) => [
      place.account.id,
      place.account.name,
      resource.status,
      String(resource.isSuppressed),
      resource.region ?? '',
      ...check.columns.map((_, index) => resource.metadata[index] ?? ''),
    ]),
  ),
});
