import { verify as verifySignature } from 'node:crypto';
import { type Clock, day, minute } from '../core/clock.ts';
import { AppError } from '../core/errors.ts';
import type { TopicArn } from '../core/ids.ts';
import type { TopicSettings } from '../core/settings.ts';
import { checkValidAt } from './certificate.ts';
import { createCertificateCache } from './certificate-cache.ts';
import type { CertificateSource } from './certificate-source.ts';
import {
  type Envelope,
  type MessageType,
  provenEnvelope,
  readEnvelope,
  signedText,
} from './envelope.ts';

/** Request headers, names in lower case, as node:http has them. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A message that SNS has signed, of a topic that is listed. */
export interface SnsMessage {
  readonly type: MessageType;
  readonly topicArn: TopicArn;
  readonly messageId: string;
  readonly subject: string | undefined;
  readonly message: string;
  /** SNS's own clock, epoch ms. */
  readonly sentAt: number;
  /** Confirms a subscription; confirmations only. */
  readonly token: string | undefined;
  /** JSON text of what was signed, and nothing else. */
  readonly envelope: string;
}

export interface SnsVerifier {
  readonly verify: (body: string, headers?: Headers) => Promise<SnsMessage>;
}

export interface SnsVerifierDeps {
  readonly topics: () => readonly TopicSettings[];
  readonly certificates: CertificateSource;
  readonly clock: Clock;
  /** How long one certificate may take to arrive; 5 s unless told. */
  readonly fetchTimeoutMs?: number;
}

/** Genuine, but of a topic that nobody listed. */
export class UnlistedTopicError extends AppError {
  readonly topicArn: TopicArn;
  readonly type: MessageType;

  constructor(topicArn: TopicArn, type: MessageType) {
    super('a genuine message of a topic that is not in the settings', {
      kind: 'bad-event',
      code: 'sns_topic_unlisted',
      hint: `add the topic to trailwarden.yaml if it is yours`,
    });
    this.topicArn = topicArn;
    this.type = type;
  }
}

/** Less than the time that message ids are remembered, so that nothing is taken twice. */
const maxAgeMs = 30 * day;
const maxFutureMs = 5 * minute;

const refused = (code: string, what: string, hint?: string): AppError =>
  new AppError(what, { kind: 'bad-event', code, ...(hint === undefined ? {} : { hint }) });

const checkHeaders = (headers: Headers, envelope: Envelope): void => {
  const type = headers['x-amz-sns-message-type'];
  if (type !== undefined && type !== envelope.type)
    throw refused('sns_header_type', 'header and body name different types');
};

const checkRaw = (headers: Headers): void => {
  const raw = headers['x-amz-sns-rawdelivery'];
  if (raw !== undefined && raw !== 'false')
    throw refused(
      'sns_raw_delivery',
      'raw delivery has no signature and is refused',
      'turn raw delivery off for this subscription',
    );
};

const checkAge = (sentAt: number, now: number): void => {
  if (sentAt < now - maxAgeMs) throw refused('sns_too_old', 'the message is older than 30 days');
  if (sentAt > now + maxFutureMs)
    throw refused(
      'sns_in_future',
      'the message is dated more than 5 minutes ahead',
      "check this machine's clock",
    );
};

const checkVersion = (envelope: Envelope, topic: TopicSettings | undefined): void => {
  if (topic?.signatureVersion === '2' && envelope.signatureVersion === '1')
    throw refused(
      'sns_signature_version',
      'signature version 1 on a topic that is set to version 2',
      "set the topic's SignatureVersion attribute to 2, or signatureVersion: any in the settings",
    );
};

/** Runs the checks that need no socket first, so that a plain forgery never causes a fetch. */
export const createSnsVerifier = (deps: SnsVerifierDeps): SnsVerifier => {
  const { topics, clock } = deps;
  const certificates = createCertificateCache({ ...deps, source: deps.certificates });

  const checkSignature = async (envelope: Envelope, isListed: boolean): Promise<void> => {
    const certificate = await certificates.get({
      url: envelope.signingCertUrl,
      name: envelope.authority.certificateName,
      isListed,
    });
    checkValidAt(certificate, envelope.sentAt);
    const isGood = verifySignature(
      envelope.signatureVersion === '2' ? 'sha256' : 'sha1',
      Buffer.from(signedText(envelope), 'utf8'),
      certificate.key,
      Buffer.from(envelope.signature, 'base64'),
    );
    if (!isGood) throw refused('sns_signature_invalid', 'the signature does not fit the message');
  };

  /**
   * @throws AppError `bad-event` for what is not genuine (`sns_not_json`, `sns_malformed` where it
   *   is not even in form), UnlistedTopicError, or retryable `upstream` where that cannot be known now
   */
  const verify = async (body: string, headers: Headers = {}): Promise<SnsMessage> => {
    checkRaw(headers);
    const envelope = readEnvelope(body);
    checkHeaders(headers, envelope);
    checkAge(envelope.sentAt, clock.now());
    const topic = topics().find(({ arn }) => arn === envelope.topicArn);
    checkVersion(envelope, topic);
    await checkSignature(envelope, topic !== undefined);
    if (!topic) throw new UnlistedTopicError(envelope.topicArn, envelope.type);
    const { type, topicArn, messageId, subject, message, sentAt, token } = envelope;
    const proven = provenEnvelope(envelope);
    return { type, topicArn, messageId, subject, message, sentAt, token, envelope: proven };
  };

  return { verify };
};
