import type { Alert } from '../core/alert.ts';
import type { Incident } from '../core/incident-store.ts';
import { advance, compareAlerts, type Folded, fold, isFiring } from './fold.ts';

/** Where an incident stands: what was told of it, what the catalogue knows it as, what people did. */
export type Standing = Folded & Pick<Incident, 'okSince' | 'closed'>;

type Ruling = Pick<Incident, 'detection' | 'closed'>;

/** What was told, and since when that is that all is well. */
interface Told {
  readonly folded: Folded;
  readonly overSince: number | undefined;
}

/** Nothing that fired is over by itself where the catalogue knows it: its metric falls back at once. */
const staysOpen = ({ firings, phase }: Folded): boolean =>
  firings > 0 && (phase === 'resolved' || phase === 'unknown');

const stand = ({ folded, overSince }: Told, { detection, closed }: Ruling): Standing => {
  if (closed !== undefined) return { ...folded, phase: 'resolved', okSince: undefined, closed };
  if (detection === undefined || !staysOpen(folded))
    return { ...folded, okSince: undefined, closed };
  const okSince = folded.phase === 'resolved' ? overSince : undefined;
  return { ...folded, phase: 'firing', okSince, closed };
};

const toldBy = (alerts: readonly Alert[]): Told | undefined => {
  const folded = fold(alerts);
  if (folded === undefined) return undefined;
  const sorted = alerts.toSorted(compareAlerts);
  let upTo: Folded | undefined;
  let overSince: number | undefined;
  for (const alert of sorted) {
    const wasOver = upTo?.phase === 'resolved';
    upTo = advance(upTo, alert);
    if (upTo.phase !== 'resolved') overSince = undefined;
    else if (!wasOver) overSince = alert.at;
  }
  return { folded, overSince };
};

/**
 * Where an incident stands by all that was told of it, in whatever order it came. What fired after
 * it was closed opens it again: `closed` is undefined then. Undefined for no transitions.
 */
export const standingBy = (
  alerts: readonly Alert[],
  { detection, closed }: Ruling,
): Standing | undefined => {
  const told = toldBy(alerts);
  if (told === undefined) return undefined;
  const hasLapsed =
    closed !== undefined && alerts.some((alert) => isFiring(alert) && alert.at > closed.at);
  return stand(told, { detection, closed: hasLapsed ? undefined : closed });
};

/** The same with a transition that comes after all the others, for what nobody has closed. */
export const standingAfter = (
  before: (Standing & Pick<Incident, 'detection'>) | undefined,
  alert: Alert,
  detection: string | undefined,
): Standing => {
  const isOk = before?.okSince !== undefined;
  const folded = advance(before && isOk ? { ...before, phase: 'resolved' } : before, alert);
  const wasOver = before?.phase === 'resolved' || isOk;
  const since = wasOver ? (before.okSince ?? before.lastAt) : alert.at;
  const overSince = folded.phase === 'resolved' ? since : undefined;
  return stand({ folded, overSince }, { detection, closed: undefined });
};
