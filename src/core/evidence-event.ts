import { createHash } from 'node:crypto';
import type { EvidenceEvent } from './evidence.ts';
import { humanOf } from './human.ts';
import { redactText } from './redact.ts';
import { readTrailEvent } from './trail-event.ts';
import { textAt } from './values.ts';

type Json = Readonly<Record<string, unknown>>;

const hashOf = (record: Json): string =>
  createHash('sha256').update(JSON.stringify(record)).digest('hex').slice(0, 32);

/** All sessions of a role are one actor. */
const actorOf = (record: Json, who: string): string => {
  const { userIdentity: identity } = record;
  const arn = textAt(identity, 'sessionContext', 'sessionIssuer', 'arn') ?? textAt(identity, 'arn');
  return arn === undefined ? who : redactText(arn);
};

/** Stands for an access key where nobody needs to read it. */
export const accessKeyHash = (accessKeyId: string): string =>
  createHash('sha256').update(accessKeyId).digest('hex').slice(0, 16);

/** A record of CloudTrail as evidence. */
export const evidenceEventOf = (record: Json, detections: readonly string[]): EvidenceEvent => {
  const trail = readTrailEvent(record);
  const key = textAt(record, 'userIdentity', 'accessKeyId');
  return {
    id: trail.id ?? hashOf(record),
    trail,
    human: humanOf(record),
    actor: actorOf(record, trail.who),
    ...(key !== undefined && key !== '' && { accessKeyHash: accessKeyHash(key) }),
    detections,
  };
};
