import { randomUUID } from 'node:crypto';
import type { Clock } from '../../core/clock.ts';
import { authorityOf } from '../../intake/signing-authority.ts';
import type { CertificateAuthority } from '../certificate-authority.ts';

export const messageTypes = [
  'Notification',
  'SubscriptionConfirmation',
  'UnsubscribeConfirmation',
] as const;
type MessageType = (typeof messageTypes)[number];

interface ToSign {
  readonly type: MessageType;
  readonly topicArn: string;
  readonly message: string;
  readonly subject?: string | undefined;
  readonly signatureVersion: '1' | '2';
  /** Confirmations only. */
  readonly token?: string | undefined;
  /** A new one unless told. */
  readonly messageId?: string | undefined;
  /** Notifications only; not covered by the signature. */
  readonly subscriptionArn?: string | undefined;
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html */
export type Envelope = Readonly<Record<string, string>>;

export type Sign = (wanted: ToSign) => Promise<Envelope>;

// https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
const signedKeys = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  confirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
};

const signedText = (fields: Envelope): string => {
  const keys =
    fields['Type'] === 'Notification' ? signedKeys.Notification : signedKeys.confirmation;
  return keys
    .filter((key) => fields[key] !== undefined)
    .map((key) => `${key}\n${fields[key] ?? ''}\n`)
    .join('');
};

const query = (origin: string, parameters: Readonly<Record<string, string>>): string =>
  `${origin}/?${new URLSearchParams(parameters)}`;

const given = (fields: Readonly<Record<string, string | undefined>>): Envelope => {
  const entries: [string, string][] = [];
  for (const [key, value] of Object.entries(fields))
    if (value !== undefined) entries.push([key, value]);
  return Object.fromEntries(entries);
};

/** Signs as SNS does: real keys, real forms, a certificate of the sandbox's own authority. */
export const createSign =
  (deps: { readonly authority: CertificateAuthority; readonly clock: Clock }): Sign =>
  async (wanted) => {
    const { type, topicArn, message, subject, token = '', subscriptionArn } = wanted;
    const certificate = await deps.authority.certificateFor(topicArn);
    const origin = authorityOf(topicArn)?.origin ?? '';
    const isNotification = type === 'Notification';
    const confirmUrl = query(origin, {
      Action: 'ConfirmSubscription',
      TopicArn: topicArn,
      Token: token,
    });
    const fields = given({
      Type: type,
      MessageId: wanted.messageId ?? randomUUID(),
      Token: isNotification ? undefined : token,
      TopicArn: topicArn,
      Subject: isNotification ? subject : undefined,
      Message: message,
      SubscribeURL: isNotification ? undefined : confirmUrl,
      Timestamp: new Date(deps.clock.now()).toISOString(),
      SignatureVersion: wanted.signatureVersion,
    });
    const unsubscribeUrl = query(origin, {
      Action: 'Unsubscribe',
      SubscriptionArn: subscriptionArn ?? `${topicArn}:00000000-0000-0000-0000-000000000000`,
    });
    return {
      ...fields,
      Signature: deps.authority.sign(signedText(fields), wanted.signatureVersion),
      SigningCertURL: certificate.url,
      ...(isNotification ? { UnsubscribeURL: unsubscribeUrl } : {}),
    };
  };
