import type { Alert } from '../core/alert.ts';
import { hour } from '../core/clock.ts';
import type { Evidence } from '../core/evidence.ts';
import type { AccountId, AlertKey } from '../core/ids.ts';
import type { Incident } from '../core/incident-store.ts';
import type { Mute, MuteScope } from '../core/mute.ts';
import type { Tx } from '../core/store.ts';
import { isFiring } from './fold.ts';

/** The due work that shows, at the end of a mute, what still fires. */
export const muteEndWork = 'mute-end';

export const muteEndId = (id: string): string => `${muteEndWork} ${id}`;

/** Nobody silences for longer what watches the guards themselves. */
export const longestGuardMs = hour;

/** Does a detection of the catalogue watch what watches the account? */
export type Guards = (detection: string) => boolean;

/** What a mute is judged by. */
export interface MuteSubject {
  readonly key: AlertKey;
  readonly detection: string | undefined;
  /** Every detection that is known of it, for the guards among them. */
  readonly detections: readonly string[];
  readonly accounts: readonly AccountId[];
  /** Empty: not known, so no mute of one actor is about it. */
  readonly actors: readonly string[];
}

const unique = <T>(list: readonly T[]): readonly T[] => [...new Set(list)];

const known = <T>(list: readonly (T | undefined)[]): readonly T[] =>
  unique(list.filter((one): one is T => one !== undefined));

/** When it fired the last time, by the source's clock. */
const firedAt = async (tx: Tx, { id }: Incident, alert: Alert): Promise<number> => {
  if (isFiring(alert)) return alert.at;
  const known = await tx.incidents.transitions(id);
  return known.findLast((one) => isFiring(one.alert))?.alert.at ?? alert.at;
};

/**
 * What the last firing is about, as far as it is known. Evidence of an earlier one tells nothing
 * about who tripped it.
 */
export const muteSubject = async (
  tx: Tx,
  incident: Incident,
  alert: Alert = incident.latest,
  given?: Evidence,
): Promise<MuteSubject> => {
  const evidence = given ?? (await tx.evidence.get(incident.id));
  const events = alert.events ?? [];
  const isOfThis = evidence !== undefined && evidence.to >= (await firedAt(tx, incident, alert));
  const about = isOfThis ? evidence : undefined;
  const accounts = known([...events.map(({ trail }) => trail.account), ...(about?.accounts ?? [])]);
  const detection = incident.detection ?? alert.detection ?? evidence?.detection;
  return {
    key: incident.key,
    detection,
    detections: known([
      detection,
      ...[...events, ...(evidence?.events ?? [])].flatMap((event) => event.detections),
    ]),
    accounts: accounts.length > 0 ? accounts : known([alert.account]),
    actors: unique([...events.map(({ actor }) => actor), ...(about?.actors ?? [])]),
  };
};

const areAll = <T>(list: readonly T[], wanted: T | undefined): boolean =>
  wanted === undefined || (list.length > 0 && list.every((one) => one === wanted));

/** Is this what somebody wanted to hear no more of? */
export const isAbout = (scope: MuteScope, subject: MuteSubject): boolean =>
  scope.kind === 'alarm'
    ? scope.key === subject.key
    : scope.detection === subject.detection &&
      areAll(subject.accounts, scope.account) &&
      areAll(subject.actors, scope.actor);

/** A mute that is about something, and until when it can hold there. */
export interface Muting {
  readonly mute: Mute;
  /** Epoch ms. */
  readonly until: number;
  /** It does not hold yet: a second admin has to agree. */
  readonly isWaiting: boolean;
}

export const isGuard = ({ detections }: MuteSubject, guards: Guards): boolean =>
  detections.some(guards);

/** Until when a mute can hold for something; that this guards the guards may be known only by now. */
export const untilFor = (mute: Mute, subject: MuteSubject, guards: Guards): number =>
  isGuard(subject, guards) ? Math.min(mute.until, mute.at + longestGuardMs) : mute.until;

const mutingBy = (mute: Mute, subject: MuteSubject, guards: Guards): Muting => ({
  mute,
  until: untilFor(mute, subject, guards),
  isWaiting: mute.needsSecond && mute.secondBy === undefined,
});

/** The mute that holds for something the longest, else the one that waits for a second person. */
const mutingIn = (
  mutes: readonly Mute[],
  subject: MuteSubject,
  { now, guards }: { readonly now: number; readonly guards: Guards },
): Muting | undefined => {
  const found = mutes
    .filter(({ endedAt, scope }) => endedAt === undefined && isAbout(scope, subject))
    .map((mute) => mutingBy(mute, subject, guards))
    .filter(({ until }) => until > now)
    .toSorted((a, b) => b.until - a.until);
  return found.find(({ isWaiting }) => !isWaiting) ?? found[0];
};

export interface MutingDeps {
  readonly now: () => number;
  readonly guards: Guards;
}

export const createMuting =
  ({ now, guards }: MutingDeps) =>
  /** What holds, or waits to hold, for an incident as `alert` told of it. */
  async (
    tx: Tx,
    incident: Incident,
    alert: Alert = incident.latest,
    evidence?: Evidence,
  ): Promise<Muting | undefined> => {
    const mutes = await tx.mutes.active(now());
    if (mutes.length === 0) return undefined;
    const subject = await muteSubject(tx, incident, alert, evidence);
    return mutingIn(mutes, subject, { now: now(), guards });
  };

/** Does nothing of this firing go to a channel? */
export const isMuted = (muting: Muting | undefined): muting is Muting =>
  muting !== undefined && !muting.isWaiting;

/** A mute as it is and stays until the transaction ends. After the incidents' own locks. */
export const lockedMute = async (tx: Tx, id: string): Promise<Mute | undefined> => {
  await tx.due.lock(muteEndId(id));
  return tx.mutes.get(id);
};

/** Counts a firing that a mute kept from the channels. */
export const noteHeld = async (tx: Tx, { mute: { id } }: Muting): Promise<void> => {
  const mute = await lockedMute(tx, id);
  if (mute !== undefined) await tx.mutes.put({ ...mute, held: mute.held + 1 });
};
