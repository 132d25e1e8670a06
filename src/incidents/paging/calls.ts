import type { Incident } from '../../core/incident-store.ts';
import type { PagePlan } from '../../core/settings.ts';
import type { Tx } from '../../core/store.ts';
import { isRecord } from '../../core/values.ts';

/** The due work of a paging route, one after the other while nobody acknowledges. */
const callSteps = ['page', 'remind', 'escalate'] as const;
export type CallStep = (typeof callSteps)[number];

/** Whom an incident calls in one channel; kept with the due work, so a plan holds to its end. */
export interface Call {
  readonly incidentId: string;
  readonly channel: string;
  readonly plan: PagePlan;
}

/** Time for the evidence to come: edits make no sound, so the call waits for what it is to say. */
export const evidenceMs = 10_000;

const callId = (step: CallStep, { incidentId, channel }: Omit<Call, 'plan'>): string =>
  `${step} ${incidentId} ${channel}`;

export const callAt = (tx: Tx, step: CallStep, call: Call, at: number): Promise<void> =>
  tx.due.put({ id: callId(step, call), kind: step, at, payload: JSON.stringify(call) });

export const endCall = (tx: Tx, step: CallStep, call: Call): Promise<void> =>
  tx.due.remove(callId(step, call));

/** Is it still to be done? Another replica may have. After `lockedIncident`. */
export const isStillDue = async (
  tx: Tx,
  step: CallStep,
  call: Call,
  now: number,
): Promise<boolean> => {
  const row = await tx.due.lock(callId(step, call));
  return row !== undefined && row.at <= now;
};

export const readCall = (payload: string): Call => {
  const read: unknown = JSON.parse(payload);
  if (!isRecord(read) || !isRecord(read['plan'])) throw new Error('this calls nobody');
  // Written by `callAt`, and by nobody else.
  return read as unknown as Call;
};

/**
 * Has people called about what fires at `at`, or as soon as its evidence is there; then the rest.
 * What fires again while it is still called about goes on as it began: it would never be escalated.
 */
export const startCalling = async (tx: Tx, call: Call, at: number): Promise<void> => {
  for (const step of callSteps) if ((await tx.due.get(callId(step, call))) !== undefined) return;
  await callAt(tx, 'page', call, at);
};

/** Ends all calls about an incident that somebody sees to, or that is over. */
export const stopCalling = async (tx: Tx, { id }: Pick<Incident, 'id'>): Promise<void> => {
  for (const { channel } of await tx.incidents.placements(id))
    for (const step of callSteps) await tx.due.remove(callId(step, { incidentId: id, channel }));
};

/** The evidence is there: what was to call people does so now. */
export const pageNow = async (tx: Tx, incidentId: string, now: number): Promise<void> => {
  for (const { channel } of await tx.incidents.placements(incidentId)) {
    const waiting = await tx.due.get(callId('page', { incidentId, channel }));
    if (waiting !== undefined && waiting.at > now) await tx.due.put({ ...waiting, at: now });
  }
};
