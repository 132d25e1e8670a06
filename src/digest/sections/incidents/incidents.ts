import type { Finding, FindingKind, SectionPart, Unread } from '../../../core/digest.ts';
import type { Mute } from '../../../core/mute.ts';
import { foreign } from '../../../core/redact.ts';
import type { Account, Suppression } from '../../../core/settings.ts';
import type { Store, Tx } from '../../../core/store.ts';
import type { Text } from '../../../core/text.ts';
import { detectionById } from '../../../detections/by-id.ts';
import { once } from '../../once.ts';
import type { Section, SectionReader, SectionRun } from '../../section.ts';
import { type Group, groupsOf, type IncidentsDetail } from './groups.ts';
import { type Occurrence, type ReadIncidents, readIncidents } from './read.ts';
import { tellIncidents } from './tell-incidents.ts';

export interface IncidentsSectionDeps {
  readonly store: Store;
  readonly accounts: () => readonly Account[];
  readonly suppressions: () => readonly Suppression[];
  /** How many alerts it kept from people so far. */
  readonly suppressedBy: (tx: Tx, suppression: Suppression) => Promise<number>;
  readonly now: () => number;
}

const scope = 'incidents';

const unowned: Pick<FindingKind, 'title' | 'next'> = {
  title: ['Incidents that nobody took over'],
  next: ['Acknowledge them where they stand: ', { code: '/trailwarden open' }, ' lists them.'],
};
const owned: Pick<FindingKind, 'title' | 'next'> = {
  title: ['Incidents that are not resolved'],
  next: ['End what made them fire, or resolve them with a reason.'],
};

const kinds: Readonly<Record<string, FindingKind>> = {
  unowned: { ...unowned, urgency: 75 },
  'unowned/warn': { ...unowned, urgency: 35 },
  owned: { ...owned, urgency: 40 },
  'owned/warn': { ...owned, urgency: 20 },
};

const findingOf = (one: Occurrence): Finding => {
  const weight = one.severity === 'critical' || one.severity === 'high' ? 'fail' : 'warn';
  const kind = one.acknowledgedAt === undefined ? 'unowned' : 'owned';
  return {
    id: one.id,
    kind: weight === 'fail' ? kind : `${kind}/warn`,
    scope,
    weight,
    what: [...one.name, one.acknowledgedAt === undefined ? ', nobody has it' : ', not resolved'],
    since: one.createdAt,
  };
};

const byAge = (a: Occurrence, b: Occurrence): number => a.createdAt - b.createdAt;

const partOf = (
  { begun, open, isCut }: ReadIncidents,
  isMeant: (one: Occurrence) => boolean,
  silenced: IncidentsDetail['silenced'],
): SectionPart<IncidentsDetail> => {
  const groups: readonly Group[] = groupsOf(begun.filter(isMeant));
  const findings = open.filter(isMeant).toSorted(byAge).map(findingOf);
  const unread: readonly Unread[] = isCut
    ? [{ scope, why: ['There were more incidents than are read at a time.'] }]
    : [];
  return {
    findings: [
      ...findings.filter(({ weight }) => weight === 'fail'),
      ...findings.filter(({ weight }) => weight === 'warn'),
    ],
    kinds,
    unread,
    figures: { begun: groups.reduce((sum, { count }) => sum + count, 0) },
    detail: { groups, silenced },
  };
};

/** "alarm RootLogin", "Root use by role deploy in prod". */
const mutedWords = ({ scope: about }: Mute, accounts: readonly Account[]): Text => {
  if (about.kind === 'alarm') return ['alarm ', foreign(about.name.untrusted)];
  const { detection, account, actor } = about;
  const where = accounts.find(({ id }) => id === account)?.name ?? account ?? 'every account';
  const by: Text = actor === undefined ? [] : [' by ', foreign(actor)];
  return [detectionById(detection)?.title ?? foreign(detection), ...by, ` in ${where}`];
};

const held = (mute: Mute, accounts: readonly Account[]) => {
  const { until, by, held: count, reason } = mute;
  return { what: mutedWords(mute, accounts), until, by, reason, held: count };
};

/** What is kept from people now: by them, and by the settings. */
const readSilenced = ({ store, accounts, suppressions, suppressedBy, now }: IncidentsSectionDeps) =>
  store.transaction(async (tx) => {
    const mutes = await tx.mutes.active(now());
    const suppressed: IncidentsDetail['silenced']['suppressed'][number][] = [];
    for (const one of suppressions())
      if (one.until > now())
        suppressed.push({
          reason: { untrusted: one.reason },
          until: one.until,
          held: await suppressedBy(tx, one),
        });
    return {
      mutes: mutes
        .filter(({ needsSecond, secondBy }) => !needsSecond || secondBy !== undefined)
        .map((mute) => held(mute, accounts())),
      suppressed,
    };
  });

const createReader = (
  deps: IncidentsSectionDeps,
  { period, signal }: SectionRun,
): SectionReader<IncidentsDetail> => {
  const read = once(() => readIncidents(deps.store, period, signal));
  const nothing = { mutes: [], suppressed: [] };
  return {
    account: async ({ account: { id } }) =>
      partOf(await read(), ({ account }) => account === id, nothing),
    bot: async () => {
      const listed = new Set<string | undefined>(deps.accounts().map(({ id }) => id));
      const silenced = await readSilenced(deps);
      return partOf(await read(), ({ account }) => !listed.has(account), silenced);
    },
  };
};

/**
 * What alarms and events came to, from the bot's own store. What is open is a finding; how many there
 * were and how long people took are figures of the period.
 */
export const createIncidentsSection = (deps: IncidentsSectionDeps): Section<IncidentsDetail> => ({
  id: 'incidents',
  title: 'Incidents',
  begin: (run) => createReader(deps, run),
  tell: tellIncidents,
});
