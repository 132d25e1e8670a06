import type { Period } from '../../../core/digest.ts';
import type { EvidenceEvent } from '../../../core/evidence.ts';
import type { AccountId } from '../../../core/ids.ts';
import type { Incident } from '../../../core/incident-store.ts';
import { foreign } from '../../../core/redact.ts';
import type { Store, Tx } from '../../../core/store.ts';
import { guardsTheGuards } from '../../../detections/by-id.ts';
import { type Doer, type Measure, type MeasureId, mostDoers } from './measures.ts';

/** What the bot received about one account, by measure; what it received nothing of is not in it. */
export type Received = ReadonlyMap<AccountId | undefined, ReadonlyMap<MeasureId, Measure>>;

const pageSize = 200;
const mostIncidents = 20_000;

const byDetection: Readonly<Record<string, MeasureId>> = {
  'root-use': 'root',
  'console-sign-in-failure': 'failed-sign-ins',
  'console-sign-in-without-mfa': 'sign-ins-without-mfa',
  'denied-call': 'denied',
};

const measureOf = (detection: string | undefined): MeasureId | undefined => {
  if (detection === undefined) return undefined;
  return byDetection[detection] ?? (guardsTheGuards(detection) ? 'guards' : undefined);
};

interface Happening {
  readonly account: AccountId | undefined;
  readonly measure: MeasureId;
  readonly doer: Doer;
}

const doerOf = (event: EvidenceEvent, count: number): Doer => ({
  who: [foreign(event.human.name)],
  what: [foreign(`${event.trail.service}:${event.trail.call}`)],
  count,
});

const happeningsOf = async (tx: Tx, incident: Incident): Promise<readonly Happening[]> => {
  const { latest, detection } = incident;
  const evidence = await tx.evidence.get(incident.id);
  const events = evidence?.events ?? latest.events ?? [];
  const measure = measureOf(detection ?? latest.detection ?? evidence?.detection);
  const { account } = latest;
  const [newest] = events;
  const firsts = events.filter(({ normality }) => normality === 'first-time');
  return [
    ...(measure === undefined
      ? []
      : [
          {
            account,
            measure,
            doer:
              newest === undefined
                ? { who: ['not known'], what: [foreign(latest.name.untrusted)], count: 1 }
                : doerOf(newest, evidence?.count ?? events.length),
          },
        ]),
    ...firsts.map(
      (event): Happening => ({
        account: event.trail.account ?? account,
        measure: 'first-time',
        doer: doerOf(event, 1),
      }),
    ),
  ];
};

const measured = (happenings: readonly Happening[]): Measure => {
  const doers = [...Map.groupBy(happenings, ({ doer }) => JSON.stringify([doer.who, doer.what]))]
    .flatMap(([, alike]) => {
      const [first] = alike;
      const count = alike.reduce((sum, { doer }) => sum + doer.count, 0);
      return first === undefined ? [] : [{ ...first.doer, count }];
    })
    .toSorted((a, b) => b.count - a.count);
  return {
    count: doers.reduce((sum, { count }) => sum + count, 0),
    // What did not reach the bot is not in it.
    isAtLeast: true,
    doers: doers.slice(0, mostDoers),
  };
};

/** What alarms and events that reached the bot tell of the period; nothing else is known of it. */
export const readReceived = async (
  store: Store,
  { from, to }: Period,
  signal: AbortSignal,
): Promise<Received> => {
  const happenings: Happening[] = [];
  let read = 0;
  let after: string | undefined;
  for (;;) {
    signal.throwIfAborted();
    const page = await store.transaction(async (tx) => {
      const incidents = await tx.incidents.between(from, to, pageSize, after);
      for (const incident of incidents) happenings.push(...(await happeningsOf(tx, incident)));
      return incidents;
    });
    read += page.length;
    after = page.at(-1)?.id;
    if (page.length < pageSize || read >= mostIncidents) break;
  }
  return new Map(
    [...Map.groupBy(happenings, ({ account }) => account)].map(([account, own]) => [
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
