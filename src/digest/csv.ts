import type { Csv } from '../core/command.ts';
import type { OpenFinding, SectionId, Snapshot } from '../core/digest.ts';
import { redactText } from '../core/redact.ts';
import type { Account } from '../core/settings.ts';
import { textOf } from '../core/text.ts';

/** A snapshot with whose it is. */
export interface CsvSubject {
  /** Undefined: the bot as a whole. */
  readonly account: Pick<Account, 'id' | 'name'> | undefined;
  readonly section: SectionId;
  readonly snapshot: Snapshot;
}

const columns = [
  'section',
  'account',
  'account_name',
  'kind',
  'finding',
  'weight',
  'state',
  'since',
  'not_seen_since',
  'why_not_read',
];

const iso = (at: number | undefined): string =>
  at === undefined ? '' : new Date(at).toISOString();

const stateOf = (finding: OpenFinding, fresh: ReadonlySet<string>): string => {
  if (finding.notSeenSince !== undefined) return 'not seen';
  return fresh.has(finding.id) ? 'new' : 'open';
};

const rowsOf = ({ account, section, snapshot }: CsvSubject): readonly (readonly string[])[] => {
  const { kinds, open, fixed, unread } = snapshot;
  const fresh = new Set(snapshot.fresh);
  const whose = [section, account?.id ?? '', account?.name ?? 'Trailwarden itself'];
  const row = (finding: OpenFinding, state: string): readonly string[] => [
    ...whose,
    textOf(kinds[finding.kind]?.title ?? [finding.kind]),
    textOf(finding.what),
    finding.weight,
    state,
    iso(finding.since),
    iso(finding.notSeenSince),
    '',
  ];
  return [
    ...open.map((finding) => row(finding, stateOf(finding, fresh))),
    ...fixed.map((finding) => row(finding, 'fixed')),
    ...unread.map(({ scope, why }) => [
      ...whose,
      '',
      scope === '*' ? 'all' : scope,
      '',
      'not read',
      '',
      '',
      textOf(why),
    ]),
  ];
};

/** Everything that was found, a row each, and a row for whatever was not read. Times are UTC. */
export const digestCsv = (name: string, subjects: readonly CsvSubject[]): Csv => ({
  name,
  columns,
  rows: subjects.flatMap(rowsOf).map((row) => row.map(redactText)),
});
