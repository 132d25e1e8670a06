import type { Period } from '../../../core/digest.ts';
import type { Evidence, EvidenceEvent } from '../../../core/evidence.ts';
import type { AccountId } from '../../../core/ids.ts';
import type { Incident } from '../../../core/incident-store.ts';
import { foreign } from '../../../core/redact.ts';
import type { Store, Tx } from '../../../core/store.ts';
import type { Text } from '../../../core/text.ts';
import { guardsTheGuards } from '../../../detections/by-id.ts';
import { readIncidentPages } from '../../incident-pages.ts';
import {
  type Caller,
  type Deed,
  doersOf,
  type Measure,
  type MeasureId,
  sessionOf,
} from './measures.ts';

/** What the bot received about one account, by measure; what it received nothing of is not in it. */
export type Received = ReadonlyMap<AccountId | undefined, ReadonlyMap<MeasureId, Measure>>;

const byDetection: Readonly<Record<string, MeasureId>> = {
  'root-use': 'root',
  'console-sign-in-failure': 'failed-sign-ins',
  'console-sign-in-without-mfa': 'sign-ins-without-mfa',
  'denied-call': 'denied',
};

const isFailedSignIn = ({ trail }: EvidenceEvent): boolean =>
  trail.call === 'ConsoleLogin' && trail.outcome !== 'ok';

const measureOf = (
  detection: string | undefined,
  events: readonly EvidenceEvent[],
): MeasureId | undefined => {
  if (detection === undefined) return undefined;
  // Whoever fails to sign in as root does not use it.
  if (detection === 'root-use' && events.length > 0 && events.every(isFailedSignIn))
    return 'failed-sign-ins';
  return byDetection[detection] ?? (guardsTheGuards(detection) ? 'guards' : undefined);
};

interface Happening {
  readonly account: AccountId | undefined;
  readonly measure: MeasureId;
  readonly deed: Deed;
}

/** As a log group's records are told, so that figures can be compared. */
const callerIn = ({ human: { kind, name, role } }: EvidenceEvent): Caller => {
  if (kind === 'root') return { who: ['root'] };
  if (kind === 'iam-user') return { who: ['user ', foreign(name)] };
  if (role === undefined) return { who: [foreign(name)] };
  return kind === 'person'
    ? { who: [foreign(name), ' (role ', foreign(role), ')'] }
    : sessionOf(role, name);
};

const deedOf = (event: EvidenceEvent, count: number): Deed => {
  const { service, call } = event.trail;
  const what: Text =
    call === 'ConsoleLogin' ? ['console sign-in'] : [foreign(`${service}:${call}`)];
  return { ...callerIn(event), what, count };
};

/** A change that was refused changed nothing. */
const isInVain = (event: EvidenceEvent, measure: MeasureId): boolean =>
  measure === 'guards' ? event.trail.outcome !== 'ok' : measure === 'root' && isFailedSignIn(event);

/** What an incident says was done; undefined: nothing that counts. */
const doneIn = (
  { latest, firings }: Incident,
  measure: MeasureId,
  { events, evidence }: { events: readonly EvidenceEvent[]; evidence: Evidence | undefined },
): Deed | undefined => {
  const failed = events.filter((event) => isInVain(event, measure));
  const newest = events.find((event) => !failed.includes(event));
  if (newest !== undefined)
    return deedOf(newest, (evidence?.count ?? events.length) - failed.length);
  // Its records stand in another incident, or it never fired.
  const isElsewhere = (evidence?.elsewhere ?? []).length > 0;
  if (failed.length > 0 || isElsewhere || firings === 0) return undefined;
  return { who: ['not known'], what: [foreign(latest.name.untrusted)], count: 1 };
};

const happeningsIn = async (tx: Tx, incident: Incident): Promise<readonly Happening[]> => {
  const { latest, detection } = incident;
  const evidence = await tx.evidence.get(incident.id);
  const events = evidence?.events ?? latest.events ?? [];
  const measure = measureOf(detection ?? latest.detection ?? evidence?.detection, events);
  const { account } = latest;
  const done = measure && doneIn(incident, measure, { events, evidence });
  const firsts = events.filter(({ normality }) => normality === 'first-time');
  return [
    ...(measure && done ? [{ account, measure, deed: done }] : []),
    ...firsts.map(
      (event): Happening => ({
        account: event.trail.account ?? account,
        measure: 'first-time',
        deed: deedOf(event, 1),
      }),
    ),
  ];
};

const happeningsOf = async (
  tx: Tx,
  incidents: readonly Incident[],
): Promise<readonly Happening[]> => {
  const found: Happening[] = [];
  for (const incident of incidents) found.push(...(await happeningsIn(tx, incident)));
  return found;
};

const measured = (happenings: readonly Happening[]): Measure => {
  const doers = doersOf(happenings.map(({ deed }) => deed));
  return {
    count: doers.reduce((sum, { count }) => sum + count, 0),
    // What did not reach the bot is not in it.
    isAtLeast: true,
    doers,
  };
};

/** What alarms and events that reached the bot tell of the period; nothing else is known of it. */
export const readReceived = async (
  store: Store,
  period: Period,
  signal: AbortSignal,
): Promise<Received> => {
  const { found } = await readIncidentPages(store, { period, signal, read: happeningsOf });
  return new Map(
    [...Map.groupBy(found, ({ account }) => account)].map(([account, own]) => [
      account,
      new Map(
        [...Map.groupBy(own, ({ measure }) => measure)].map(([measure, alike]) => [
          measure,
          measured(alike),
        ]),
      ),
    ]),
  );
};
