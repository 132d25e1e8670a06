import { type Alert, defaultSeverity } from '../core/alert.ts';
import type { Button, Card, CardPart, Fact } from '../core/card.ts';
import type { Evidence } from '../core/evidence.ts';
import type { Incident } from '../core/incident-store.ts';
import { type Severity, type SeverityVerdict, severityEmoji } from '../core/severity.ts';
import type { Text } from '../core/text.ts';
import { detectionById } from '../detections/by-id.ts';
import { acknowledgedFacts } from './acknowledgement.ts';
import { closedFacts } from './closed-facts.ts';
import { evidenceHeadline } from './evidence/headline.ts';
import { evidenceParts } from './evidence/parts.ts';
import { advance, type Folded } from './fold.ts';
import { type AccountName, elsewhereWords, headline } from './headline.ts';
import { sessionHeadline } from './session-headline.ts';

type Shown = Folded & Partial<Pick<Incident, 'acknowledged' | 'closed' | 'okSince' | 'detection'>>;

/** What a root says besides the incident itself. */
export interface Around {
  readonly severity: SeverityVerdict;
  /** Why it is shown in this channel. */
  readonly why?: string | undefined;
  /** How often its state changed in the ten minutes before its last change. */
  readonly recentChanges: number;
  /** Its last firing, where it is over: what it was about would be gone with the next state. */
  readonly fired?: Alert | undefined;
  /** What tripped it. */
  readonly evidence?: Evidence | undefined;
  /** Nobody has looked yet for what tripped it, and somebody will. */
  readonly isLookedFor?: boolean;
  /** Until when it is muted, and by whom. */
  readonly muted?: readonly Fact[];
  /** What can be done to it. */
  readonly actions?: readonly Button[];
}

/** From so many changes in ten minutes on, a message says that it flaps. */
export const flapsFrom = 6;

export const severityBadge = (level: Severity): NonNullable<Card['badge']> => ({
  emoji: severityEmoji[level],
  word: level.toUpperCase(),
  severity: level,
});

const badgeOf = ({ phase }: Shown, { level }: SeverityVerdict): NonNullable<Card['badge']> => {
  if (phase === 'resolved') return { emoji: 'white_check_mark', word: 'RESOLVED' };
  if (phase === 'unknown') return { emoji: 'grey_question', word: 'UNKNOWN' };
  return severityBadge(level);
};

const timeFacts = ({ phase, firstAt, lastAt, closed }: Shown): readonly Fact[] => {
  const isResolved = phase === 'resolved' && closed === undefined;
  const last: Text = [{ time: lastAt, style: 'date-time' }];
  if (firstAt === lastAt) return [{ label: 'When', value: last }];
  return [
    { label: 'Since', value: [{ time: firstAt, style: 'date-time' }] },
    { label: isResolved ? 'Resolved' : 'Last change', value: last },
  ];
};

/** "10:02: 1 IAM policy change in 5 minutes", for whoever comes after it is over. */
const firedFact = ({ fired }: Around): readonly Fact[] =>
  fired?.cause === undefined || fired.cause.length === 0
    ? []
    : [
        {
          label: 'Fired',
          value: [{ time: fired.at, style: 'date-time' }, ': ', ...fired.cause],
        },
      ];

const countOf = ({ firings, firstAt, phase }: Shown): readonly Text[] =>
  firings > 1
    ? [
        [
          `${phase === 'event' ? 'Seen' : 'Fired'} ${firings} times since `,
          { time: firstAt, style: 'date-time' },
        ],
      ]
    : [];

const stillFires = ({ phase, latest, state, detection }: Shown): readonly Text[] =>
  phase === 'firing' && latest.phase === 'unknown'
    ? [
        [
          `Counts as firing until ${detection === undefined ? 'it is OK' : 'somebody resolves it'}: ${state} resolves nothing.`,
        ],
      ]
    : [];

/** What it is about: its firing, although its alarm is OK by now or somebody closed it. */
const subjectOf = ({ latest, okSince, closed }: Shown, { fired }: Around): Alert =>
  okSince === undefined && closed === undefined ? latest : (fired ?? latest);

const stillOpen = ({ okSince }: Shown): Text =>
  okSince === undefined
    ? []
    : [' – alarm OK since ', { time: okSince, style: 'time' }, ', still open'];

/** What the catalogue says of it, where the alert does not. */
const detectionFacts = ({ detection }: Shown, told: readonly Fact[]): readonly Fact[] => {
  const known = detectionById(detection);
  if (known === undefined || told.some(({ label }) => label === 'Next')) return [];
  return [
    { label: 'Meaning', value: [known.meaning] },
    { label: 'Next', value: [known.next] },
  ];
};

/** One call whose facts stand there already. */
const isTold = ({ facts: told }: Alert, { count }: Evidence): boolean =>
  count === 1 && told.some(({ label }) => label === 'Who');

const evidenceOf = (
  subject: Alert,
  { evidence, isLookedFor }: Around,
  accountName: AccountName,
): readonly CardPart[] => {
  if (evidence !== undefined)
    return evidenceParts(evidence, accountName, isTold(subject, evidence));
  return isLookedFor === true ? [{ kind: 'note', text: ['Looking for what tripped it …'] }] : [];
};

/** Why so grave, and why in this channel, in one line: it is asked for seldom. */
const whyOf = ({ severity, why }: Around): Text => {
  const { level, reason } = severity;
  const grave =
    reason === defaultSeverity.reason
      ? `Severity ${level} by default: ${reason}.`
      : `Severity ${level} because ${reason}.`;
  return [why === undefined ? grave : `${grave} Why here: ${why}.`];
};

const notesOf = (shown: Shown, around: Around, isWork: boolean): readonly Text[] => [
  ...stillFires(shown),
  ...(isWork ? [] : countOf(shown)),
  ...(around.recentChanges >= flapsFrom && !isWork
    ? [
        [
          `It flaps: changed ${around.recentChanges} times in 10 minutes. While it does, this message is changed less often.`,
        ],
      ]
    : []),
  whyOf(around),
];

const facts = (list: readonly Fact[]): readonly CardPart[] =>
  list.length === 0 ? [] : [{ kind: 'facts', facts: list }];

const links = ({ consoleUrl }: Alert): readonly Button[] =>
  consoleUrl === undefined
    ? []
    : [{ kind: 'link', label: 'Open in the AWS console', url: consoleUrl }];

const buttons = (list: readonly Button[]): readonly CardPart[] =>
  list.length === 0 ? [] : [{ kind: 'buttons', buttons: list }];

const titleOf = (subject: Alert, { evidence }: Around, accountName: AccountName): Text => {
  if (evidence === undefined) return headline(subject, accountName);
  const told = evidenceHeadline(evidence);
  // An event is told in one place: here stands where that is.
  const who = told.length > 0 ? told : elsewhereWords(evidence.elsewhere ?? [], accountName);
  return headline(subject, accountName, who);
};

/** Many changes in one go, in one sentence; undefined: it is none of these. */
const workOf = (subject: Alert, { evidence }: Around, accountName: AccountName) =>
  evidence && sessionHeadline(subject, evidence, accountName);

/** An incident's own message as it is now. */
export const rootCard = (shown: Shown, around: Around, accountName: AccountName): Card => {
  const subject = subjectOf(shown, around);
  const work = workOf(subject, around, accountName);
  return {
    headline: [...(work ?? titleOf(subject, around, accountName)), ...stillOpen(shown)],
    badge: badgeOf(shown, around.severity),
    parts: [
      ...facts([
        ...acknowledgedFacts(shown),
        ...closedFacts(shown),
        ...(around.muted ?? []),
        // Of many calls the newest alone would mislead.
        ...(work === undefined ? [...subject.facts, ...detectionFacts(shown, subject.facts)] : []),
        ...(subject === shown.latest ? firedFact(around) : []),
        ...timeFacts(shown),
      ]),
      ...evidenceOf(subject, around, accountName),
      ...subject.details,
      ...notesOf(shown, around, work !== undefined).map(
        (text): CardPart => ({ kind: 'note', text }),
      ),
      ...buttons([...(around.actions ?? []), ...links(subject)]),
    ],
  };
};

/** An alert's message as it would be if it opened an incident. */
export const alertCard = (
  alert: Alert,
  severity: SeverityVerdict,
  accountName: AccountName,
): Card => rootCard(advance(undefined, alert), { severity, recentChanges: 0 }, accountName);
