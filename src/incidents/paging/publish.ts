import type { TopicArn } from '../../core/ids.ts';
import type { Incident } from '../../core/incident-store.ts';
import { messageLink } from '../../core/message-link.ts';
import type { Post } from '../../core/post-store.ts';
import type { Store, Tx } from '../../core/store.ts';
import { textOf } from '../../core/text.ts';
import { isRecord } from '../../core/values.ts';
import type { AccountName } from '../headline.ts';
import { toldEvidence } from './told.ts';
import { callHeadline } from './words.ts';

/** The errand that tells an SNS topic what became of an escalated incident. */
export const publishWork = 'publish';

type Status = 'triggered' | 'acknowledged' | 'resolved';

interface Notice {
  readonly incidentId: string;
  /** Where its root stands, for the link. */
  readonly channel: string;
  readonly topic: TopicArn;
  readonly status: Status;
}

/** Publishes to a topic; rejects with an AppError. */
type PublishToTopic = (
  topic: TopicArn,
  content: { readonly subject: string; readonly message: string },
  signal: AbortSignal,
) => Promise<unknown>;

const publishAt = (tx: Tx, notice: Notice, at: number): Promise<void> => {
  const { incidentId, topic, status } = notice;
  const id = `${publishWork} ${incidentId} ${topic} ${status}`;
  return tx.due.put({ id, kind: publishWork, at, payload: JSON.stringify(notice) });
};

type Escalated = Omit<Notice, 'incidentId' | 'status'>;

const metaKey = (incidentId: string): string => `escalated ${incidentId}`;

/** The topics that were told of an incident, and have to be told how it goes on. */
const escalatedTo = async (tx: Tx, incidentId: string): Promise<readonly Escalated[]> => {
  const kept = await tx.meta.get(metaKey(incidentId));
  // Written here, and by nobody else.
  return kept === undefined || kept === '' ? [] : (JSON.parse(kept) as readonly Escalated[]);
};

export const publishTriggered = async (
  tx: Tx,
  { incidentId, ...told }: Omit<Notice, 'status'>,
  now: number,
): Promise<void> => {
  const before = await escalatedTo(tx, incidentId);
  const others = before.filter(({ topic }) => topic !== told.topic);
  await tx.meta.set(metaKey(incidentId), JSON.stringify([...others, told]));
  await publishAt(tx, { incidentId, ...told, status: 'triggered' }, now);
};

/** Tells the topics that an incident was escalated to, if any, that somebody sees to it or it is over. */
export const publishProgress = async (
  tx: Tx,
  { id }: Pick<Incident, 'id'>,
  status: Exclude<Status, 'triggered'>,
  now: number,
): Promise<void> => {
  const told = await escalatedTo(tx, id);
  // A moment later: it must not overtake the news that it is about.
  for (const one of told) await publishAt(tx, { incidentId: id, ...one, status }, now + 1_000);
  if (status === 'resolved' && told.length > 0) await tx.meta.set(metaKey(id), '');
};

const linkTo = ({ postedIn, ts }: Post): string | undefined =>
  postedIn === undefined || ts === undefined ? undefined : messageLink(postedIn, ts);

interface PublishDeps {
  readonly store: Store;
  readonly publish: PublishToTopic;
  readonly accountName: AccountName;
}

const readNotice = (payload: string): Notice => {
  const read: unknown = JSON.parse(payload);
  if (!isRecord(read) || typeof read['topic'] !== 'string')
    throw new Error('this is published to no topic');
  // Written by `publishAt`, and by nobody else.
  return read as unknown as Notice;
};

/** What a topic is told: JSON that PagerDuty, Opsgenie or a function of one's own can read. */
const contentOf = async (
  tx: Tx,
  { incidentId, channel, status }: Notice,
  accountName: AccountName,
) => {
  const incident = await tx.incidents.get(incidentId);
  if (incident === undefined) return undefined;
  const { latest } = incident;
  const placements = await tx.incidents.placements(incidentId);
  const placement = placements.find((one) => one.channel === channel);
  const root = placement?.postId && (await tx.posts.get(placement.postId));
  const evidence = await toldEvidence(tx, incidentId);
  const headline = textOf(callHeadline(latest, evidence, accountName));
  const message = {
    incident: incidentId,
    status,
    headline,
    severity: placement?.severity.level,
    account: latest.account,
    accountName: latest.account && accountName(latest.account),
    region: latest.region,
    firstAt: new Date(incident.firstAt).toISOString(),
    acknowledgedBy: incident.acknowledged?.by,
    link: root ? linkTo(root) : undefined,
  };
  return { subject: `${status}: ${headline}`, message: JSON.stringify(message) };
};

/** Tells a topic; rejects where it is to be tried again. */
export const createPublish =
  ({ store, publish, accountName }: PublishDeps) =>
  async (payload: string, signal: AbortSignal): Promise<void> => {
    const notice = readNotice(payload);
    const content = await store.transaction((tx) => contentOf(tx, notice, accountName));
    if (content !== undefined) await publish(notice.topic, content, signal);
  };
