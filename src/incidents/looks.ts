import type { Alert } from '../core/alert.ts';
import { day, minute } from '../core/clock.ts';
import type { Incident } from '../core/incident-store.ts';
import type { Tx } from '../core/store.ts';
import { workId } from './close.ts';

/** The errand that looks for what tripped an alarm. */
export const lookWork = 'evidence';

/** CloudTrail is late by five minutes often, by fifteen at times. */
const lateMs = [minute, 5 * minute, 15 * minute] as const;

/** While it stays in ALARM, the longest after its firing. */
const lookedForMs = day;
const usualPeriodMs = 5 * minute;

const spacingOf = ({ alarm }: Alert): number =>
  Math.min(Math.max(alarm?.periodMs ?? usualPeriodMs, minute), 15 * minute);

/** When to look again for what `firing` was about; undefined: never. Epoch ms. */
export const nextLookAt = (
  { state }: Pick<Incident, 'state'>,
  firing: Alert,
  now: number,
): number | undefined => {
  const late = lateMs.map((ms) => firing.at + ms).find((at) => at > now);
  const isOn = state === firing.state && now < firing.at + lookedForMs;
  const times = [late, isOn ? now + spacingOf(firing) : undefined].filter((at) => at !== undefined);
  return times.length === 0 ? undefined : Math.min(...times);
};

/** What goes on and off all the time is not looked into each time. */
const calmMs = 30_000;

/** The next look is now, or soon after the last one. */
const lookNow = async (tx: Tx, incident: Incident, now: number): Promise<void> => {
  const last = await tx.evidence.get(incident.id);
  const at = last === undefined ? now : Math.max(now, last.readAt + calmMs);
  await tx.due.put({ id: workId(lookWork, incident), kind: lookWork, at, payload: incident.id });
};

/**
 * A firing alarm is looked into at once; when it is over, once more, unless looks for what is late
 * are still to come. True: there is something to do now.
 */
export const planLooks = async (
  tx: Tx,
  incident: Incident,
  alert: Alert,
  now: number,
): Promise<boolean> => {
  if (alert.alarm === undefined || incident.closed !== undefined) return false;
  const isOver = alert.phase === 'resolved' && incident.latest.at === alert.at;
  if (alert.phase === 'firing') {
    await lookNow(tx, incident, now);
    return true;
  }
  if (!isOver || incident.firings === 0) return false;
  const planned = await tx.due.get(workId(lookWork, incident));
  // Beyond what is late, what is planned only goes on for as long as it is in ALARM.
  if (planned === undefined || planned.at <= now + minute) return false;
  await lookNow(tx, incident, now);
  return true;
};
