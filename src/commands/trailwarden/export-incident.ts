import type { Act } from '../../core/act.ts';
import type { Evidence } from '../../core/evidence.ts';
import type { Incident } from '../../core/incident-store.ts';
import { redactText } from '../../core/redact.ts';
import type { Account } from '../../core/settings.ts';
import type { Untrusted } from '../../core/text.ts';
import { accountNamed } from './seen.ts';
import type { WhereShown } from './where-shown.ts';

/** An incident with all that is kept of it. */
export interface WholeIncident extends WhereShown {
  readonly incident: Incident;
  readonly acts: readonly Act[];
  readonly evidence: Evidence | undefined;
}

export const incidentColumns = [
  'incident',
  'key',
  'name',
  'detection',
  'source',
  'account',
  'account name',
  'region',
  'severity',
  'shown in',
  'messages',
  'first',
  'last',
  'firings',
  'state',
  'alarm OK since',
  'acknowledged by',
  'acknowledged at',
  'muted',
  'closed by',
  'closed at',
  'closed why',
  'actors',
  'events',
] as const;

const iso = (at: number | undefined): string =>
  at === undefined ? '' : new Date(at).toISOString();

const told = (text: Untrusted | undefined): string => redactText(text?.untrusted ?? '');

/** Who took it over last, also if it fired again since. */
const ownerOf = ({ incident, acts }: WholeIncident) =>
  incident.acknowledged ?? acts.findLast(({ kind }) => kind === 'acknowledged');

/** "U0ALICE 2026-11-20T10:00:00.000Z (planned work)". */
const mutedWords = ({ acts }: WholeIncident): string =>
  acts
    .filter(({ kind }) => kind === 'muted')
    .map(({ by, at, detail }) => `${by ?? ''} ${iso(at)} (${told(detail)})`)
    .join('; ');

export const incidentRow = (
  whole: WholeIncident,
  accounts: readonly Account[],
): readonly string[] => {
  const { incident, severity, places, evidence } = whole;
  const { latest, closed } = incident;
  const owner = ownerOf(whole);
  return [
    incident.id,
    incident.key,
    told(latest.name),
    incident.detection ?? '',
    latest.source,
    latest.account ?? '',
    latest.account === undefined ? '' : accountNamed(latest.account, accounts),
    latest.region ?? '',
    severity ?? '',
    places.map(({ channel }) => channel).join(' '),
    places.flatMap(({ link }) => (link === undefined ? [] : [link])).join(' '),
    iso(incident.firstAt),
    iso(incident.lastAt),
    `${incident.firings}`,
    incident.state,
    iso(incident.okSince),
    owner?.by ?? '',
    iso(owner?.at),
    mutedWords(whole),
    closed === undefined ? '' : (closed.by ?? 'the route'),
    iso(closed?.at),
    told(closed?.reason),
    (evidence?.actors ?? []).join(' '),
    evidence === undefined ? '' : `${evidence.count}${evidence.isCountAtLeast ? '+' : ''}`,
  ];
};

const evidenceRecord = (evidence: Evidence | undefined) =>
  evidence === undefined
    ? null
    : {
        detection: evidence.detection ?? null,
        from: iso(evidence.from),
        to: iso(evidence.to),
        count: evidence.count,
        isCountAtLeast: evidence.isCountAtLeast,
        actors: evidence.actors,
        calls: evidence.calls,
        accounts: evidence.accounts,
        events: evidence.events.map(({ id, trail, actor, detections }) => ({
          id,
          at: iso(trail.when),
          who: trail.who,
          actor,
          call: trail.call,
          service: trail.service,
          outcome: trail.outcome,
          which: trail.which,
          account: trail.account ?? null,
          region: trail.region ?? null,
          address: trail.address ?? null,
          mfa: trail.mfa ?? null,
          detections,
        })),
      };

/** The same and more, for programs: every act, and the events. */
export const incidentRecord = (whole: WholeIncident, accounts: readonly Account[]): unknown => {
  const { incident, severity, places, acts, evidence } = whole;
  const { latest, closed, acknowledged } = incident;
  return {
    id: incident.id,
    key: incident.key,
    name: told(latest.name),
    detection: incident.detection ?? null,
    source: latest.source,
    account: latest.account ?? null,
    accountName: latest.account === undefined ? null : accountNamed(latest.account, accounts),
    region: latest.region ?? null,
    severity: severity ?? null,
    shownIn: places.map(({ channel, link }) => ({ channel, message: link ?? null })),
    first: iso(incident.firstAt),
    last: iso(incident.lastAt),
    recorded: iso(incident.createdAt),
    firings: incident.firings,
    state: incident.state,
    phase: incident.phase,
    okSince: incident.okSince === undefined ? null : iso(incident.okSince),
    acknowledged:
      acknowledged === undefined ? null : { by: acknowledged.by, at: iso(acknowledged.at) },
    closed:
      closed === undefined
        ? null
        : { by: closed.by ?? null, at: iso(closed.at), reason: told(closed.reason) },
    acts: acts.map(({ kind, by, at, detail }) => ({
      kind,
      by: by ?? null,
      at: iso(at),
      detail: detail === undefined ? null : told(detail),
    })),
    evidence: evidenceRecord(evidence),
  };
};
