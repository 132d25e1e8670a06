import { day, hour, minute } from '../core/clock.ts';
import type { Evidence } from '../core/evidence.ts';
import type { AccountId, RegionId } from '../core/ids.ts';
import type { Incident } from '../core/incident-store.ts';

/** Around the firing: what led to it lies before, what is recorded late behind. */
const beforeMs = hour;
const afterMs = 10 * minute;
/** Of what has fired for longer only its last day is asked about. */
const longestMs = day;

/** What has no quote in it, so that it stays one word between quotes. */
const isTerm = (text: string): boolean => /^[^"'\p{Cc}]{1,200}$/u.test(text.trim());

/** Where and what is asked about. */
interface Subject {
  readonly term: string;
  readonly account: AccountId | undefined;
  readonly region: RegionId | undefined;
}

const ofEvidence = ({ events }: Evidence): Subject | undefined => {
  const [newest] = events;
  if (newest === undefined) return undefined;
  const { which, call, account, region } = newest.trail;
  const resource = which.find(isTerm);
  const term = resource === undefined ? `event:"${call}"` : `resource:"${resource.trim()}"`;
  return resource === undefined && !isTerm(call) ? undefined : { term, account, region };
};

const ofAlert = ({ latest: { resource, account, region } }: Incident): Subject | undefined =>
  resource !== undefined && isTerm(resource.untrusted)
    ? { term: `resource:"${resource.untrusted.trim()}"`, account, region }
    : undefined;

const subjectOf = (incident: Incident, evidence: Evidence | undefined): Subject | undefined =>
  (evidence && ofEvidence(evidence)) ?? ofAlert(incident);

/** Exact to the second, for any zone. */
const typed = (at: number): string => new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');

/** Is there anything to ask /whodid about? */
export const hasWhodidWords = (incident: Incident, evidence: Evidence | undefined): boolean =>
  subjectOf(incident, evidence) !== undefined;

/** The words after `/whodid` about the resource and the time of an incident. */
export const whodidWords = (
  incident: Incident,
  evidence: Evidence | undefined,
  mayName: (account: AccountId | undefined, region: RegionId) => boolean,
): { readonly text: string; readonly account: AccountId | undefined } | undefined => {
  const subject = subjectOf(incident, evidence);
  if (subject === undefined) return undefined;
  const { term, account = incident.latest.account, region } = subject;
  const { firstAt, lastAt } = incident;
  const since = Math.max(firstAt, lastAt - longestMs) - beforeMs;
  const where = region !== undefined && mayName(account, region) ? ` in ${region}` : '';
  const text = `${term}${where} between ${typed(since)} and ${typed(lastAt + afterMs)}`;
  return { text, account };
};
