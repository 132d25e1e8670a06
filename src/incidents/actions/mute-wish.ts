import { day, hour } from '../../core/clock.ts';
import type { Evidence } from '../../core/evidence.ts';
import type { FormErrors, FormValues, Option } from '../../core/form.ts';
import type { AccountId } from '../../core/ids.ts';
import type { Incident } from '../../core/incident-store.ts';
import { nextWorkingMorning } from '../../core/morning.ts';
import type { MuteScope } from '../../core/mute.ts';
import type { Settings } from '../../core/settings.ts';
import { type Guards, isGuard, longestGuardMs, type MuteSubject } from '../mutes.ts';
import { reasonIn, reasonProblem } from './reason.ts';

export interface MuteDeps {
  readonly guards: Guards;
  readonly settings: () => Pick<Settings, 'accounts' | 'trailLogs'>;
}

/** What is muted, and all that has to be known of it to judge whether it may be. */
export interface MuteCase {
  readonly incident: Incident;
  readonly evidence: Evidence | undefined;
  readonly subject: MuteSubject;
  readonly now: number;
  /** IANA, of whoever mutes. */
  readonly zone: string;
}

const lengths = ['1h', '8h', 'morning', '7d'] as const;
type Length = (typeof lengths)[number];

const isLength = (text: unknown): text is Length => lengths.some((length) => length === text);

const endOf = (length: Length, { now, zone }: MuteCase): number =>
  length === 'morning'
    ? nextWorkingMorning(now, zone)
    : now + { '1h': hour, '8h': 8 * hour, '7d': 7 * day }[length];

const maySilence = (length: Length, known: MuteCase, guards: Guards): boolean =>
  !isGuard(known.subject, guards) || endOf(length, known) <= known.now + longestGuardMs;

/** "Thu 26 Nov, 08:00 Europe/Berlin", on the clock of whoever mutes. */
const shown = (at: number, zone: string): string => {
  const format = (timeZone: string): string =>
    new Intl.DateTimeFormat('en-GB', {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZone,
    }).format(at);
  try {
    return `${format(zone)} ${zone}`;
  } catch {
    return `${format('UTC')} UTC`;
  }
};

const labelOf = (length: Length, known: MuteCase): string => {
  const words = { '1h': '1 hour', '8h': '8 hours', morning: 'Until morning', '7d': '7 days' };
  return `${words[length]}: ${shown(endOf(length, known), known.zone)}`;
};

/** The longer ones are not offered where nobody may silence it for so long. */
export const lengthOptions = (known: MuteCase, guards: Guards): readonly Option[] =>
  lengths
    .filter((length) => maySilence(length, known, guards))
    .map((value) => ({ value, label: labelOf(value, known) }));

const only = <T>(list: readonly T[]): T | undefined => (list.length === 1 ? list[0] : undefined);

/** This detection: for the account and the actor, where the evidence names exactly one. */
export const detectionScope = ({ subject }: MuteCase): MuteScope | undefined => {
  // Without an account it would be about every account there is.
  if (subject.detection === undefined || subject.accounts.length === 0) return undefined;
  return {
    kind: 'detection',
    detection: subject.detection,
    account: only(subject.accounts),
    actor: only(subject.actors),
  };
};

export const alarmScope = ({ incident: { key, latest } }: MuteCase): MuteScope => ({
  kind: 'alarm',
  key,
  name: latest.name,
});

/** Accounts whose records the log groups behind it hold. */
const watched = (evidence: Evidence, { settings }: MuteDeps): readonly AccountId[] => {
  const { accounts, trailLogs } = settings();
  return evidence.filters.flatMap(({ logGroup, account, region }) => {
    const log = trailLogs.find(
      (one) =>
        one.logGroup === logGroup &&
        one.region === region &&
        (account === undefined || one.account === account),
    );
    if (log === undefined) return [];
    return log.covers ?? accounts.map(({ id }) => id);
  });
};

/** The accounts that nobody would hear of: more than its own where it watches an organisation. */
export const blinded = (
  { incident, evidence }: MuteCase,
  scope: MuteScope,
  deps: MuteDeps,
): readonly AccountId[] => {
  const isDetection = scope.kind === 'detection';
  if (isDetection && scope.account !== undefined) return [scope.account];
  const own = incident.latest.account;
  return [
    ...new Set([
      ...(own === undefined ? [] : [own]),
      ...(isDetection ? deps.settings().accounts.map(({ id }) => id) : []),
      ...(evidence?.accounts ?? []),
      ...(evidence?.elsewhere ?? []).flatMap(({ account }) => account ?? []),
      ...(evidence === undefined ? [] : watched(evidence, deps)),
    ]),
  ];
};

/** It silences other accounts than the incident's: whoever mutes was judged for this one alone. */
export const needsSecond = ({ incident }: MuteCase, accounts: readonly AccountId[]): boolean =>
  accounts.some((id) => id !== incident.latest.account);

/** What somebody filled in, understood. */
interface MuteWish {
  readonly until: number;
  readonly scope: MuteScope;
  readonly reason: string;
}

type Judged = { readonly wish: MuteWish } | { readonly errors: FormErrors };

/** Judges a form anew, whatever it offered: its values come from outside. */
export const judgeWish = (values: FormValues, known: MuteCase, guards: Guards): Judged => {
  const { for: length, what } = values;
  if (!isLength(length)) return { errors: { for: 'Choose for how long.' } };
  if (!maySilence(length, known, guards))
    return { errors: { for: 'What watches the guards themselves is muted for 1 hour at most.' } };
  const scope = what === 'detection' ? detectionScope(known) : alarmScope(known);
  if (scope === undefined || (what !== 'alarm' && what !== 'detection'))
    return { errors: { what: 'Choose what is to be muted.' } };
  const errors = reasonProblem(values);
  return errors === undefined
    ? { wish: { until: endOf(length, known), scope, reason: reasonIn(values) } }
    : { errors };
};
