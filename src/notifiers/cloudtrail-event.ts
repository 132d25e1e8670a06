import type { Alert } from '../core/alert.ts';
import { alertKey } from '../core/alert-key.ts';
import type { Fact } from '../core/card.ts';
import { minute } from '../core/clock.ts';
import { trailEventLink } from '../core/console-link.ts';
import { accessKeyHash, evidenceEventOf } from '../core/evidence-event.ts';
import { humanOf } from '../core/human.ts';
import type { AlertKey } from '../core/ids.ts';
import type { Notification } from '../core/notification.ts';
import type { Notifier } from '../core/notifier.ts';
import { foreign } from '../core/redact.ts';
import { type Text, untrusted } from '../core/text.ts';
import { readTrailEvent, type TrailEvent, trailRecordIn } from '../core/trail-event.ts';
import { textAt } from '../core/values.ts';
import type { Detection } from '../detections/detection.ts';
import { matchDetections } from '../detections/match.ts';
import { fractionOf } from './trail/fraction.ts';
import { byWhom, trailFacts } from './trail/told.ts';

type Json = Readonly<Record<string, unknown>>;

const name = 'cloudtrail-event';

/** These are about the refusal itself. */
const isRefusal = ({ id }: Detection): boolean =>
  id === 'denied-call' || id === 'console-sign-in-failure';

const isUndone = (detection: Detection, { outcome }: TrailEvent): boolean =>
  outcome !== 'ok' && !isRefusal(detection);

/** A session's name changes from run to run; its role stays. */
const actorOf = (record: Json): string => {
  const { kind, role, name: human } = humanOf(record);
  return kind === 'session' ? (role ?? human) : human;
};

const subjectOf = ({ repeatsBy }: Detection, trail: TrailEvent, record: Json): string =>
  repeatsBy === 'actor' ? actorOf(record) : (trail.which[0] ?? trail.id ?? actorOf(record));

const ownKeyOf = (detection: Detection, trail: TrailEvent, record: Json): AlertKey =>
  alertKey([
    'cloudtrail',
    trail.account ?? '',
    trail.region ?? '',
    detection.id,
    subjectOf(detection, trail, record),
  ]);

/** Longer than this nothing comes of one session: what comes then is another piece of work. */
const sessionGapMs = 15 * minute;

/** Grave ones and what guards the account stand for themselves, and so does what is no change. */
const isPartOfWork = ({ id, severity, guardsTheGuards }: Detection): boolean =>
  severity.level !== 'critical' && !guardsTheGuards && !aboutTheCaller.has(id);

const aboutTheCaller: ReadonlySet<string> = new Set([
  'denied-call',
  'console-sign-in-failure',
  'console-sign-in-without-mfa',
  'root-use',
]);

/** Changes made with one access key in one account; undefined: it stands for itself. */
const sessionKeyOf = (
  found: readonly Detection[],
  trail: TrailEvent,
  record: Json,
): AlertKey | undefined => {
  const key = textAt(record, 'userIdentity', 'accessKeyId');
  if (key === undefined || key === '' || !found.every(isPartOfWork)) return undefined;
  return alertKey(['cloudtrail', trail.account ?? '', 'session', accessKeyHash(key)]);
};

const causeOf = (trail: TrailEvent): Text => [foreign(trail.what), ' ', ...byWhom(trail)];

const meaningOf = (detection: Detection, trail: TrailEvent): string =>
  isUndone(detection, trail)
    ? `Somebody tried it. The call ${trail.outcome === 'denied' ? 'was denied' : 'failed'}: nothing was changed.`
    : detection.meaning;

const adviceFacts = (
  detection: Detection,
  others: readonly Detection[],
  trail: TrailEvent,
): readonly Fact[] => [
  { label: 'Meaning', value: [meaningOf(detection, trail)] },
  { label: 'Next', value: [detection.next] },
  ...(others.length === 0
    ? []
    : [{ label: 'Also', value: [others.map(({ title }) => title).join(', ')] }]),
];

const toAlert = (record: Json, { topicArn, sentAt }: Notification): readonly Alert[] => {
  const found = matchDetections(record);
  const [detection, ...others] = found;
  if (detection === undefined) return [];
  const trail = readTrailEvent(record);
  const sessionKey = sessionKeyOf(found, trail, record);
  const { account, region, id, which } = trail;
  const [resource] = which;
  const consoleUrl = region && id ? trailEventLink(region, id) : undefined;
  return [
    {
      key: sessionKey ?? ownKeyOf(detection, trail, record),
      source: name,
      state: 'EVENT',
      phase: 'event',
      at: (trail.when ?? sentAt) + (id === undefined ? 0 : fractionOf(id)),
      ...(account !== undefined && { account }),
      ...(region !== undefined && { region }),
      ...(topicArn !== undefined && { topic: topicArn }),
      name: untrusted(detection.title),
      ...(resource !== undefined && { resource: foreign(resource) }),
      verb: isUndone(detection, trail) ? `(${trail.outcome})` : '',
      cause: causeOf(trail),
      severity: detection.severity,
      facts: [...trailFacts(trail), ...adviceFacts(detection, others, trail)],
      details: [],
      ...(consoleUrl !== undefined && { consoleUrl }),
      detection: detection.id,
      ...(sessionKey !== undefined && { foldsWithinMs: sessionGapMs }),
      events: [
        evidenceEventOf(
          record,
          found.map(({ id }) => id),
        ),
      ],
    },
  ];
};

/**
 * Records of CloudTrail that are a watched operation, as EventBridge brings them or in `Records`.
 * What no detection matches is left to the generic notifier.
 */
export const cloudtrailEvent: Notifier = {
  name,
  title: 'Watched operations in CloudTrail',
  matches: ({ body }) => {
    const record = trailRecordIn(body);
    return record !== undefined && matchDetections(record).length > 0;
  },
  toAlerts: (notification) => {
    const record = trailRecordIn(notification.body);
    return record === undefined ? [] : toAlert(record, notification);
  },
};
