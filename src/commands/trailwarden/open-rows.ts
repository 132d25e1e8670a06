import type { Card, CardPart, Fact } from '../../core/card.ts';
import type { Csv, Detail } from '../../core/command.ts';
import type { EvidenceEvent } from '../../core/evidence.ts';
import { shownHuman } from '../../core/human-words.ts';
import { isChannelId } from '../../core/ids.ts';
import type { Incident } from '../../core/incident-store.ts';
import { foreign } from '../../core/redact.ts';
import type { Account } from '../../core/settings.ts';
import { severityEmoji } from '../../core/severity.ts';
import type { Tx } from '../../core/store.ts';
import type { Inline, Text } from '../../core/text.ts';
import { counted, shorten } from '../../core/words.ts';
import type { IncidentMute } from './deps.ts';
import { accountNamed } from './seen.ts';
import type { ShownIn, WhereShown } from './where-shown.ts';

export interface OpenIncident extends WhereShown {
  readonly incident: Incident;
  readonly muting: IncidentMute | undefined;
}

interface Context {
  readonly accounts: readonly Account[];
  readonly now: number;
}

const nameOf = ({ latest }: Incident): string =>
  latest.name.untrusted.trim() === '' ? 'an alert without a name' : latest.name.untrusted;

/** Does it fire, and if not, why is it open all the same? */
const standing = ({ okSince, phase, state }: Incident): Text => {
  if (okSince !== undefined)
    return ['alarm OK since ', { time: okSince, style: 'date-time' }, ', still open'];
  return [phase === 'firing' ? 'firing' : `not known (${state})`];
};

const mutedWords = (muting: IncidentMute | undefined): Text => {
  if (muting === undefined) return [];
  const { until, isWaiting, mute } = muting;
  const by: Text = [' by ', { user: mute.by }];
  return isWaiting
    ? [{ user: mute.by }, ' wants it muted: a second admin has to agree']
    : ['muted until ', { time: until, style: 'date-time' }, ...by];
};

const standingAndMute = ({ incident, muting }: OpenIncident): Text => {
  const muted = mutedWords(muting);
  return [...standing(incident), ...(muted.length === 0 ? [] : ['; ', ...muted])];
};

const ownerOf = ({ acknowledged }: Incident): Text =>
  acknowledged === undefined ? ['nobody'] : [{ user: acknowledged.by }];

/** Settings name a channel by its id or by its name. */
const shownIn = ({ channel, link }: ShownIn): Inline => {
  const label = isChannelId(channel) ? 'message' : `#${channel}`;
  return link === undefined ? `${label} (not posted yet)` : { link, label };
};

const placesOf = ({ places }: OpenIncident): Text =>
  places.flatMap((place, index): Inline[] =>
    index === 0 ? [shownIn(place)] : [', ', shownIn(place)],
  );

/** The name leads to the message where there is one. */
const linkedName = ({ incident, places }: OpenIncident): Inline => {
  const name = foreign(nameOf(incident));
  const link = places.find((place) => place.link !== undefined)?.link;
  return link === undefined ? name : { link, label: name };
};

const accountAndRegion = ({ latest }: Incident, accounts: readonly Account[]): string => {
  const account = accountNamed(latest.account, accounts);
  return latest.region === undefined ? account : `${account}, ${latest.region}`;
};

/** Worst first, one a row. */
export const openTable = (open: readonly OpenIncident[], { accounts }: Context): CardPart => ({
  kind: 'table',
  caption: 'Open incidents, worst first',
  columns: ['Severity', 'What', 'Account', 'Since', 'Fired', 'Owner', 'Stands'],
  rows: open.map((one) => {
    const { incident, severity } = one;
    return [
      [severity ?? '–'],
      [linkedName(one)],
      [accountAndRegion(incident, accounts)],
      [{ time: incident.firstAt, style: 'date-time' }],
      { number: incident.firings, shown: `${incident.firings}` },
      ownerOf(incident),
      standingAndMute(one),
    ];
  }),
});

const mostEvents = 5;

const eventLine = ({ trail, human }: EvidenceEvent): Text => [
  ...(trail.when === undefined ? [] : [{ time: trail.when, style: 'date-time' } as const, ' ']),
  ...shownHuman(human),
  ': ',
  foreign(trail.what),
  ...(trail.which[0] === undefined ? [] : [' on ', foreign(trail.which[0])]),
];

const factsOf = (one: OpenIncident, { accounts }: Context): readonly Fact[] => {
  const { incident, muting } = one;
  const { acknowledged, detection } = incident;
  const since: Inline = { time: incident.firstAt, style: 'date-time' };
  return [
    {
      label: 'Account',
      value: [accountAndRegion(incident, accounts)],
    },
    { label: 'Since', value: [since, `; fired ${counted(incident.firings, 'time')}`] },
    { label: 'Stands', value: standingAndMute(one) },
    {
      label: 'Owner',
      value:
        acknowledged === undefined
          ? ['nobody']
          : [{ user: acknowledged.by }, ', since ', { time: acknowledged.at, style: 'date-time' }],
    },
    ...(muting === undefined
      ? []
      : [{ label: 'Muted because', value: [foreign(muting.mute.reason.untrusted)] }]),
    ...(detection === undefined ? [] : [{ label: 'Detection', value: [foreign(detection)] }]),
    { label: 'Where', value: placesOf(one) },
  ];
};

/** One incident closely: what is known of it, and who did it where that was found. */
export const openDetail = async (tx: Tx, one: OpenIncident, context: Context): Promise<Detail> => {
  const { incident, severity } = one;
  const evidence = await tx.evidence.get(incident.id);
  const events = evidence?.events.slice(0, mostEvents) ?? [];
  const account = accountNamed(incident.latest.account, context.accounts);
  const card: Card = {
    ...(severity === undefined
      ? {}
      : { badge: { emoji: severityEmoji[severity], word: severity.toUpperCase(), severity } }),
    headline: [{ bold: foreign(nameOf(incident)) }, ...causeOf(incident)],
    parts: [
      { kind: 'facts', facts: factsOf(one, context) },
      ...(events.length === 0 ? [] : [{ kind: 'list', items: events.map(eventLine) } as const]),
    ],
  };
  return {
    id: incident.id,
    label: shorten(`${severity ?? '–'}: ${foreign(nameOf(incident)).untrusted} (${account})`, 75),
    card,
  };
};

const causeOf = ({ latest: { verb, cause } }: Incident): Text => [
  ...(verb === '' ? [] : [` ${verb}`]),
  ...(cause === undefined || cause.length === 0 ? [] : [': ', ...cause]),
];

const isoTime = (at: number | undefined): string =>
  at === undefined ? '' : new Date(at).toISOString();

export const openCsv = (open: readonly OpenIncident[], { accounts }: Context): Csv => ({
  name: 'open-incidents',
  columns: [
    'severity',
    'name',
    'account',
    'account id',
    'region',
    'since',
    'last change',
    'firings',
    'owner',
    'owner since',
    'alarm OK since',
    'muted until',
    'detection',
    'channels',
    'messages',
    'incident',
  ],
  rows: open.map(({ incident, severity, muting, places }) => [
    severity ?? '',
    nameOf(incident),
    accountNamed(incident.latest.account, accounts),
    incident.latest.account ?? '',
    incident.latest.region ?? '',
    isoTime(incident.firstAt),
    isoTime(incident.lastAt),
    `${incident.firings}`,
    incident.acknowledged?.by ?? '',
    isoTime(incident.acknowledged?.at),
    isoTime(incident.okSince),
    muting === undefined || muting.isWaiting ? '' : isoTime(muting.until),
    incident.detection ?? '',
    places.map(({ channel }) => channel).join(' '),
    places.flatMap(({ link }) => (link === undefined ? [] : [link])).join(' '),
    incident.id,
  ]),
});
