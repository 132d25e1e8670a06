import type { AlarmState } from '../../aws/cloudwatch-types.ts';
import { parseArn } from '../../core/arn.ts';
import type { AlarmFacts, Evidence, EvidenceFilter } from '../../core/evidence.ts';
import { foreign } from '../../core/redact.ts';
import type { Text } from '../../core/text.ts';
import { detectionOfPattern } from '../../detections/pattern-detection.ts';
import { readChanges } from './changes.ts';
import { readChart } from './chart.ts';
import { filterLine } from './cli.ts';
import type { EvidenceDeps, EvidenceReader, EvidenceRequest } from './deps.ts';
import { findFilters } from './find-filters.ts';
import { createGaps, type Gaps } from './gaps.ts';
import { filtersOfLogs } from './log-alarm.ts';
import type { Look } from './look.ts';
import { evidenceOfMessage, sharedDetection } from './merge.ts';
import { readRecords } from './records.ts';
import { createTally, type Tallied } from './tally.ts';
import { type Watched, watchedBy } from './watched.ts';
import { knownStart, usualStart, windowOf } from './window.ts';

const mostAsked = 12;

const hasFilters = ({ previous }: EvidenceRequest): boolean => (previous?.filters.length ?? 0) > 0;

/** With nobody's role it may be asked in the bot's own account, where another alarm has its name. */
const isUnproved = ({ where, request }: Look): boolean =>
  where.account === undefined && !hasFilters(request) && request.previous?.chart === undefined;

const hasToAsk = (look: Look): boolean => {
  const { request, alarm } = look;
  if (isUnproved(look) || knownStart(request, alarm) === undefined) return true;
  if (hasFilters(request)) return false;
  return alarm.kind === 'log' || (alarm.kind === 'metric' && alarm.metrics.length === 0);
};

/** Undefined: it was not asked, or could not be. */
const alarmItself = async (look: Look): Promise<readonly AlarmState[] | undefined> => {
  if (!hasToAsk(look)) return undefined;
  const { deps, where, alarm, reading } = look;
  try {
    return await deps.alarms.named(where, [alarm.name], reading);
  } catch (thrown) {
    sayAlarm(look, thrown);
    return undefined;
  }
};

const sayAlarm = ({ gaps, account, region, alarm }: Look, thrown: unknown): void => {
  gaps.failed(thrown, {
    what: ['the alarm ', { code: foreign(alarm.name) }],
    action: 'cloudwatch:DescribeAlarms',
    resource: '*',
    account,
    region,
  });
};

const sayElsewhere = ({ gaps, account, alarm }: Look): void =>
  gaps.add({
    kind: 'denied',
    text: [
      `The settings name no role for the account ${account}, and the bot's own credentials are not of it: they know no alarm `,
      { code: foreign(alarm.name) },
      '.',
    ],
    cure: [`Name ${account} in the settings under `, { code: 'accounts' }, ', with its role.'],
  });

const watched = async (look: Look, state: AlarmState | undefined): Promise<Watched> => {
  const { request, alarm } = look;
  const start = knownStart(request, alarm);
  const usual = {
    metrics: alarm.metrics,
    start: start ?? usualStart(alarm, request.firedAt),
    logs: [],
  };
  // What counted when it fired counts later, whatever became of the children and the filters.
  if (hasFilters(request)) return usual;
  try {
    return await watchedBy(look, state, start);
  } catch (thrown) {
    sayAlarm(look, thrown);
    return usual;
  }
};

const detectionOf = (
  { request }: Look,
  filters: readonly EvidenceFilter[],
  { events }: Tallied,
): string | undefined => {
  const told = new Set(filters.map(({ pattern }) => detectionOfPattern(pattern)));
  const [only] = told.size === 1 ? told : [];
  return only ?? request.alert.detection ?? sharedDetection(events);
};

/** How it is with alarms that no record of CloudTrail tripped: the metric, and what was done to its resource. */
const circumstances = async (look: Look, { metrics }: Watched) => {
  const [chart, changes] = await Promise.all([
    readChart(look, metrics),
    readChanges(look, metrics),
  ]);
  return { chart, changes };
};

/** A query over metrics names none, and a composite alarm's children may be gone. */
const sayNoMetric = ({ gaps, alarm }: Look, { metrics, logs }: Watched): void => {
  if (metrics.length + logs.length > 0 || gaps.all().length > 0) return;
  gaps.add({
    kind: 'no-filter',
    text: [
      alarm.kind === 'composite'
        ? 'None of its alarms that are in ALARM was found, so there is no metric to follow.'
        : 'It names no single metric, so there is none to follow.',
    ],
    cure: undefined,
  });
};

/** Nothing feeds its metric, or it counts the lines of a program. */
const isOther = (filters: readonly EvidenceFilter[], { count, lines }: Tallied): boolean =>
  count === 0 && (filters.length === 0 || lines > 0);

const evidenceOf = async (look: Look, state: AlarmState | undefined, asked: readonly Text[]) => {
  const { request, gaps } = look;
  const { alert, incidentId, previous, now } = request;
  const about = await watched(look, state);
  const filters = hasFilters(request)
    ? (previous?.filters ?? [])
    : [...(await findFilters(look, about.metrics)), ...filtersOfLogs(look, about.logs)];
  if (filters.length === 0) sayNoMetric(look, about);
  const window = windowOf(request, about.start);
  const tally = createTally();
  tally.addEvents(alert.events ?? []);
  const source = await readRecords(look, filters, window, tally);
  const tallied = tally.result();
  const around = isOther(filters, tallied) ? await circumstances(look, about) : undefined;
  const { lines: _, newestLine: __, ...counted } = tallied;
  const [filter] = filters;
  return {
    incidentId,
    detection: detectionOf(look, filters, tallied),
    source: source ?? (tallied.count > 0 ? 'message' : undefined),
    filters,
    ...window,
    ...counted,
    gaps: gaps.all(),
    chart: around?.chart,
    changes: around?.changes,
    asked: asked.slice(0, mostAsked),
    cliLine: filter && filterLine(filter, window),
    readAt: now,
  } satisfies Evidence;
};

/** What the message brought itself, and why there is no more. */
const onlyTold = ({ alert, incidentId, now }: EvidenceRequest, gaps: Gaps): Evidence => ({
  ...evidenceOfMessage(incidentId, alert.events ?? [], now),
  ...(alert.detection !== undefined && { detection: alert.detection }),
  gaps: gaps.all(),
});

const lookAt = async (look: Look, asked: readonly Text[]): Promise<Evidence> => {
  const states = await alarmItself(look);
  const [state] = states ?? [];
  if (states !== undefined && isUnproved(look) && parseArn(state?.arn)?.account !== look.account) {
    sayElsewhere(look);
    return onlyTold(look.request, look.gaps);
  }
  return evidenceOf(look, state, asked);
};

const lookOf = (
  deps: EvidenceDeps,
  request: EvidenceRequest,
  alarm: AlarmFacts,
  signal: AbortSignal,
): { readonly look: Look; readonly asked: readonly Text[] } | undefined => {
  const { account, region } = request.alert;
  if (account === undefined || region === undefined) return undefined;
  const asked: Text[] = [];
  return {
    look: {
      deps,
      request,
      alarm,
      account,
      region,
      where: deps.whereOf(account, region),
      // The first look is what people wait for under a new message.
      reading: { urgency: request.previous === undefined ? 'people' : 'background', signal },
      gaps: createGaps(),
      asked: (text) => asked.push(text),
    },
    asked,
  };
};

const placeless = (request: EvidenceRequest): Evidence => {
  const gaps = createGaps();
  gaps.add({
    kind: 'no-filter',
    text: ['The message does not tell its account and region, so nothing could be asked.'],
    cure: undefined,
  });
  return onlyTold(request, gaps);
};

/** From an alarm to the records of CloudTrail that tripped it; of other alarms to what was around it. */
export const createEvidenceReader = (deps: EvidenceDeps): EvidenceReader => ({
  read: async (request, signal) => {
    const { alarm } = request.alert;
    if (alarm === undefined) return onlyTold(request, createGaps());
    const made = lookOf(deps, request, alarm, signal);
    return made === undefined ? placeless(request) : lookAt(made.look, made.asked);
  },
});
