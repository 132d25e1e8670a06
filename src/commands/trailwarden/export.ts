import type { Answer, Question } from '../../core/command.ts';
import type { Incident } from '../../core/incident-store.ts';
import { counted } from '../../core/words.ts';
import type { TrailwardenDeps } from './deps.ts';
import { exportAudit } from './export-audit.ts';
import {
  type Cut,
  createExportFiles,
  cutWords,
  type Exported,
  exportName,
  mostRows,
} from './export-files.ts';
import {
  incidentColumns,
  incidentRecord,
  incidentRow,
  type WholeIncident,
} from './export-incident.ts';
import type { ExportQuery } from './query.ts';
import { isInRegion, seesAccount } from './seen.ts';
import { whereShown } from './where-shown.ts';

/** Incidents a transaction: alarms wait for it. */
const pageSize = 50;

type Deps = Pick<TrailwardenDeps, 'accounts' | 'store'>;
type Asked = Question<ExportQuery>;

/** Those that are wanted of the page behind `after`, and where the next one begins. */
const readPage = (
  { store, accounts }: Deps,
  question: Asked,
  after: string | undefined,
): Promise<{ readonly found: readonly WholeIncident[]; readonly last: Incident | undefined }> =>
  store.transaction(async (tx) => {
    const { from, to, regions } = question.query;
    const sees = seesAccount(question, accounts());
    const page = await tx.incidents.between(from, to, pageSize, after);
    const found: WholeIncident[] = [];
    for (const incident of page) {
      if (!sees(incident.latest.account) || !isInRegion(incident, regions)) continue;
      const acts = await tx.acts.of(incident.id);
      const evidence = await tx.evidence.get(incident.id);
      found.push({ incident, acts, evidence, ...(await whereShown(tx, incident.id)) });
    }
    return { found, last: page.length < pageSize ? undefined : page.at(-1) };
  });

const exportIncidents = async (deps: Deps, question: Asked): Promise<Exported> => {
  const { query, signal, progress } = question;
  const accounts = deps.accounts();
  const files = createExportFiles(exportName('incidents', query), incidentColumns);
  let after: string | undefined;
  let cut: Cut | undefined;
  do {
    const { found, last } = await readPage(deps, question, after);
    for (const whole of found) {
      if (files.rows() === mostRows) cut = 'rows';
      else if (!files.add(incidentRow(whole, accounts), incidentRecord(whole, accounts)))
        cut = 'size';
      if (cut !== undefined) break;
    }
    progress([`${counted(files.rows(), 'incident')} read …`]);
    after = last?.id;
    if (after !== undefined && signal.aborted) cut ??= 'time';
  } while (after !== undefined && cut === undefined);
  return { files: files.finish(), rows: files.rows(), cut, notes: [] };
};

const headlineOf = ({ rows }: Exported, { what }: ExportQuery): string => {
  const one = what === 'audit' ? 'row of the audit log' : 'incident';
  const many = what === 'audit' ? 'rows of the audit log' : 'incidents';
  if (rows === 0)
    return what === 'audit' ? 'No row is of that time.' : 'No incident is of that time.';
  return `${counted(rows, one, many)}, as CSV and JSON Lines.`;
};

const badgeOf = ({ cut }: Exported) =>
  cut === undefined
    ? { emoji: 'page_facing_up', word: 'EXPORT' }
    : { emoji: 'warning', word: 'CUT' };

/** Files of incidents or of the audit log, to the asker's direct messages. */
export const exportAnswer = async (deps: Deps, question: Asked): Promise<Answer> => {
  const { query } = question;
  const exported =
    query.what === 'audit'
      ? await exportAudit(deps, question)
      : await exportIncidents(deps, question);
  const { files, cut, notes } = exported;
  const sums = files.at(-1);
  return {
    isPartial: cut !== undefined,
    files,
    card: {
      badge: badgeOf(exported),
      headline: [headlineOf(exported, query)],
      parts: [
        ...(cut === undefined ? [] : [{ kind: 'text', text: [cutWords[cut]] } as const]),
        ...notes.map((text) => ({ kind: 'text', text }) as const),
        ...(sums === undefined
          ? []
          : [
              { kind: 'text', text: ['SHA-256 of the files:'] } as const,
              { kind: 'code', text: { untrusted: sums.content.trimEnd() } } as const,
            ]),
      ],
    },
  };
};
