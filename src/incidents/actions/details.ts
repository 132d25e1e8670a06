import type { Act } from '../../core/act.ts';
import type { Deed } from '../../core/action.ts';
import type { Card, CardPart, Fact } from '../../core/card.ts';
import { type Clock, day } from '../../core/clock.ts';
import type { Evidence, EvidenceEvent } from '../../core/evidence.ts';
import type { Incident, Transition } from '../../core/incident-store.ts';
import { foreign, redactText } from '../../core/redact.ts';
import type { Tx } from '../../core/store.ts';
import { type Text, untrusted } from '../../core/text.ts';
import { counted } from '../../core/words.ts';
import { incidentActions } from '../root-buttons.ts';
import { goneCard } from './told.ts';

const similarMs = 30 * day;
const mostLookedAt = 1_000;
const mostTransitions = 20;
const mostChanges = 20;

const kindWords: Readonly<Record<Act['kind'], string>> = {
  acknowledged: 'acknowledged',
  muted: 'muted',
  'mute-ended': 'mute ended',
  resolved: 'resolved',
  'auto-resolved': 'resolved by itself',
  paged: 'called',
  reminded: 'reminded',
  escalated: 'escalated to',
};

const actLine = ({ kind, by, at, detail }: Act): Text => [
  { time: at, style: 'date-time' },
  ` ${kindWords[kind]}`,
  ...(by === undefined ? [] : [' by ', { user: by }]),
  ...(detail === undefined ? [] : [': ', detail]),
];

const transitionLine = ({ alert, via }: Transition): Text => [
  { time: alert.at, style: 'date-time' },
  ` ${alert.state}`,
  ...(alert.cause === undefined || alert.cause.length === 0 ? [] : [': ', ...alert.cause]),
  ...(via === 'found-late' ? [' (found late)'] : []),
];

const list = (title: string, items: readonly Text[]): readonly CardPart[] =>
  items.length === 0
    ? []
    : [
        { kind: 'text', text: [{ bold: title }] },
        { kind: 'list', items },
      ];

/** All that is kept of a record, a field a line; redacted once more before it is shown. */
const recordText = ({ id, trail, human, actor, detections, normality }: EvidenceEvent): string => {
  const { id: _, when, which, ...rest } = trail;
  const fields = {
    eventID: id,
    time: when === undefined ? undefined : new Date(when).toISOString(),
    actor,
    ...rest,
    which: which.join(', '),
    person: human.name,
    'known by': `${human.why} (${human.sure})`,
    role: human.role,
    through: human.through,
    detections: detections.join(', '),
    'in 90 days': normality,
  };
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${name}: ${redactText(String(value)).replaceAll(/\s+/g, ' ')}`)
    .join('\n');
};

const records = (title: string, events: readonly EvidenceEvent[]): readonly CardPart[] =>
  events.length === 0
    ? []
    : [
        { kind: 'text', text: [{ bold: title }] },
        ...events.map((event): CardPart => ({ kind: 'code', text: untrusted(recordText(event)) })),
      ];

const evidenceParts = (evidence: Evidence | undefined): readonly CardPart[] => {
  if (evidence === undefined) return [];
  const { events, count, isCountAtLeast, changes = [], gaps, cliLine } = evidence;
  const all = `${isCountAtLeast ? 'at least ' : ''}${counted(count, 'record')}`;
  return [
    ...records(`Records, newest first (${events.length} of ${all})`, events),
    ...records('What changed in the hour before', changes.slice(0, mostChanges)),
    ...list(
      'What could not be read',
      gaps.map(({ text, cure }): Text => [...text, ...(cure === undefined ? [] : [' ', ...cure])]),
    ),
    ...(cliLine === undefined
      ? []
      : [
          { kind: 'text', text: ['The same on the command line:'] } as const,
          { kind: 'code', text: foreign(cliLine) } as const,
        ]),
  ];
};

const isSimilar = (a: Incident, b: Incident): boolean =>
  a.id !== b.id && (a.key === b.key || (a.detection !== undefined && a.detection === b.detection));

/** Those of the last 30 days, a day at a time from now on back, so that the newest are never cut. */
const findSimilar = async (tx: Tx, incident: Incident, now: number) => {
  const similar: Incident[] = [];
  let lookedAt = 0;
  for (let end = now; end > now - similarMs && lookedAt < mostLookedAt; end -= day) {
    const begun = await tx.incidents.between(end - day, end, mostLookedAt);
    lookedAt += begun.length;
    similar.push(...begun.filter((one) => isSimilar(one, incident)));
  }
  const unique = [...new Map(similar.map((one) => [one.id, one])).values()];
  return { similar: unique, isCut: lookedAt >= mostLookedAt };
};

/** "3, the last yesterday". */
const similarFact = async (tx: Tx, incident: Incident, now: number): Promise<Fact> => {
  const { similar, isCut } = await findSimilar(tx, incident, now);
  const last = similar.toSorted((a, b) => b.createdAt - a.createdAt)[0];
  const label = 'Similar in 30 days';
  if (last === undefined)
    return { label, value: [isCut ? `none among the last ${mostLookedAt} incidents` : 'none'] };
  const count = `${similar.length}${isCut ? ' or more' : ''}`;
  return { label, value: [`${count}, the last `, { time: last.createdAt, style: 'date-time' }] };
};

const factsOf = (incident: Incident): readonly Fact[] => {
  const { id, firstAt, firings, latest, detection } = incident;
  return [
    { label: 'Incident', value: [{ code: id }] },
    { label: 'First', value: [{ time: firstAt, style: 'date-time' }] },
    { label: 'Fired', value: [counted(firings, 'time')] },
    { label: 'Source', value: [{ code: untrusted(latest.source) }] },
    ...(detection === undefined
      ? []
      : [{ label: 'Detection', value: [{ code: untrusted(detection) }] }]),
  ];
};

const detailsOf = async (tx: Tx, incident: Incident, now: number): Promise<Card> => {
  const acts = await tx.acts.of(incident.id);
  const transitions = await tx.incidents.transitions(incident.id);
  const evidence = await tx.evidence.get(incident.id);
  const facts = [...factsOf(incident), await similarFact(tx, incident, now)];
  return {
    headline: [{ bold: incident.latest.name }],
    parts: [
      { kind: 'facts', facts },
      ...list('What was done', acts.map(actLine)),
      ...list(
        `States, newest first (${Math.min(transitions.length, mostTransitions)} of ${transitions.length})`,
        transitions.toReversed().slice(0, mostTransitions).map(transitionLine),
      ),
      ...evidenceParts(evidence),
    ],
  };
};

/** Everything that is kept of an incident, for who may ask /whodid about its account. */
export const createDetails = ({ clock }: { readonly clock: Clock }): Deed => ({
  id: incidentActions.details,
  right: 'whodid',
  modal: 'Details',
  incidentOf: (tx, value) => tx.incidents.get(value),
  run: async (tx, { value }) => {
    const incident = await tx.incidents.get(value);
    return incident === undefined ? goneCard : detailsOf(tx, incident, clock.now());
  },
});
