import { AppError } from '../core/errors.ts';
import type { TopicArn } from '../core/ids.ts';
import { countTopLevelKeys } from './json-keys.ts';
import {
  authorityOf,
  isCertificateUrl,
  isTopicArn,
  type SigningAuthority,
} from './signing-authority.ts';

const messageTypes = [
  'Notification',
  'SubscriptionConfirmation',
  'UnsubscribeConfirmation',
] as const;
export type MessageType = (typeof messageTypes)[number];

/** An SNS message as it stands on the wire: right in form, not yet known to be genuine. */
export interface Envelope {
  readonly type: MessageType;
  readonly messageId: string;
  readonly topicArn: TopicArn;
  readonly subject: string | undefined;
  readonly message: string;
  readonly timestamp: string;
  /** `timestamp`, epoch ms. */
  readonly sentAt: number;
  readonly signatureVersion: '1' | '2';
  readonly signature: string;
  readonly signingCertUrl: string;
  /** Both of the confirmations only. */
  readonly token: string | undefined;
  readonly subscribeUrl: string | undefined;
  readonly authority: SigningAuthority;
}

const knownKeys = new Set([
  'Type',
  'MessageId',
  'TopicArn',
  'Subject',
  'Message',
  'Timestamp',
  'SignatureVersion',
  'Signature',
  'SigningCertURL',
  'SubscribeURL',
  'Token',
  'UnsubscribeURL',
  'MessageAttributes',
  'SequenceNumber',
]);
const knownInLowerCase = new Set([...knownKeys].map((key) => key.toLowerCase()));
const maxKeys = 24;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const isoInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;
const token = /^[A-Za-z0-9+/=_-]{16,2048}$/;
const base64 = /^[A-Za-z0-9+/]{128,1024}={0,2}$/;
// A newline outside Message would let a part of one field pass for the next one: the text that SNS
// signs joins names and values by newlines, without lengths.
const controls = /\p{Cc}/u;

/** It has not the form of an SNS message: answered with 400. */
const malformed = (what: string): AppError =>
  new AppError(`not an SNS message: ${what}`, { kind: 'bad-event', code: 'sns_malformed' });

/** It has the form, but SNS would never send this: answered with 403. */
const forged = (code: string, what: string): AppError =>
  new AppError(`not from SNS: ${what}`, { kind: 'bad-event', code });

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parseJson = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    // The parser's own words quote the text, which must not reach the log.
    throw new AppError('not JSON', { kind: 'bad-event', code: 'sns_not_json' });
  }
};

const parseFields = (body: string): Fields => {
  const written = countTopLevelKeys(body, maxKeys);
  if (written === undefined) throw malformed('too many keys, or a string without an end');
  const value = parseJson(body);
  if (!isFields(value)) throw malformed('no JSON object');
  const keys = Object.keys(value);
  if (keys.length !== written) throw malformed('a key stands there twice');
  if (keys.some((key) => !knownKeys.has(key) && knownInLowerCase.has(key.toLowerCase())))
    throw malformed('a known key in another spelling');
  return value;
};

const textOf = (fields: Fields, key: string): string => {
  const value = Object.hasOwn(fields, key) ? fields[key] : undefined;
  if (typeof value !== 'string') throw malformed(`${key} is no text`);
  // A lone surrogate is signed as U+FFFD is, so two contents would share one signature.
  if (!value.isWellFormed()) throw malformed(`${key} is no well-formed text`);
  return value;
};

/** Text of one form, which has no control characters in it. */
const formOf = (fields: Fields, key: string, form: RegExp): string => {
  const value = textOf(fields, key);
  if (!form.test(value)) throw malformed(`${key} has not its form`);
  return value;
};

const lineOf = (fields: Fields, key: string): string => {
  const value = textOf(fields, key);
  if (controls.test(value)) throw malformed(`${key} holds a control character`);
  return value;
};

const optionalLine = (fields: Fields, key: string): string | undefined =>
  !Object.hasOwn(fields, key) || fields[key] === null ? undefined : lineOf(fields, key);

const typeOf = (fields: Fields): MessageType => {
  const value = textOf(fields, 'Type');
  const type = messageTypes.find((known) => known === value);
  if (!type) throw malformed('Type is none of the three');
  return type;
};

const confirmationOf = (
  fields: Fields,
  type: MessageType,
): Pick<Envelope, 'token' | 'subscribeUrl'> => {
  if (type !== 'Notification')
    return { token: formOf(fields, 'Token', token), subscribeUrl: lineOf(fields, 'SubscribeURL') };
  if (Object.hasOwn(fields, 'Token') || Object.hasOwn(fields, 'SubscribeURL'))
    throw malformed('a notification with Token or SubscribeURL');
  return { token: undefined, subscribeUrl: undefined };
};

const addressOf = (fields: Fields): Pick<Envelope, 'topicArn' | 'authority' | 'signingCertUrl'> => {
  const topicArn = lineOf(fields, 'TopicArn');
  const authority = authorityOf(topicArn);
  if (!isTopicArn(topicArn) || !authority) throw malformed('TopicArn is no ARN of a topic');
  const signingCertUrl = lineOf(fields, 'SigningCertURL');
  if (!isCertificateUrl(signingCertUrl, authority))
    throw forged('sns_certificate_url', 'its certificate is not at the place of its region');
  return { topicArn, authority, signingCertUrl };
};

/** What the URL in a genuine confirmation says; nothing ever fetches it. */
const isConfirmUrl = (url: string, topicArn: string, token: string, origin: string): boolean => {
  const parsed = URL.parse(url);
  if (!parsed || parsed.origin !== origin || parsed.pathname !== '/') return false;
  if (parsed.username !== '' || parsed.password !== '' || parsed.hash !== '') return false;
  const said = [...parsed.searchParams].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const expected = [
    ['Action', 'ConfirmSubscription'],
    ['Token', token],
    ['TopicArn', topicArn],
  ];
  return JSON.stringify(said) === JSON.stringify(expected);
};

const versionOf = (fields: Fields): '1' | '2' => {
  const version = textOf(fields, 'SignatureVersion');
  if (version !== '1' && version !== '2')
    throw forged('sns_signature_version', 'its SignatureVersion is neither 1 nor 2');
  return version;
};

/**
 * Reads an SNS message and refuses what SNS would never send; opens no socket. Signatures, age and
 * the list of topics are not looked at.
 *
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
 *
 * @throws AppError `bad-event`: `sns_not_json`, `sns_malformed`, or what shows a forgery.
 */
export const readEnvelope = (body: string): Envelope => {
  const fields = parseFields(body);
  const type = typeOf(fields);
  const messageId = formOf(fields, 'MessageId', uuid);
  const timestamp = formOf(fields, 'Timestamp', isoInstant);
  const sentAt = Date.parse(timestamp);
  if (Number.isNaN(sentAt)) throw malformed('Timestamp is no time');
  const confirmation = confirmationOf(fields, type);
  const subject = optionalLine(fields, 'Subject');
  const message = textOf(fields, 'Message');
  const signature = formOf(fields, 'Signature', base64);
  // Not signed, so nobody reads it; it only has to look like one.
  optionalLine(fields, 'UnsubscribeURL');
  const signatureVersion = versionOf(fields);
  const { topicArn, authority, signingCertUrl } = addressOf(fields);
  const { token: said, subscribeUrl: url } = confirmation;
  if (
    said !== undefined &&
    url !== undefined &&
    !isConfirmUrl(url, topicArn, said, authority.origin)
  )
    throw forged('sns_subscribe_url', 'its SubscribeURL confirms something else');
  return {
    type,
    messageId,
    topicArn,
    subject,
    message,
    timestamp,
    sentAt,
    signatureVersion,
    signature,
    signingCertUrl,
    ...confirmation,
    authority,
  };
};

/**
 * The text that SNS signs. Subject takes part only where there is one.
 *
 * https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
 */
export const signedText = (envelope: Envelope): string => {
  const { type, message, messageId, timestamp, topicArn } = envelope;
  const { subject, token: said, subscribeUrl } = envelope;
  const head = `Message\n${message}\nMessageId\n${messageId}\n`;
  const tail = `TopicArn\n${topicArn}\nType\n${type}\n`;
  if (said !== undefined && subscribeUrl !== undefined)
    return `${head}SubscribeURL\n${subscribeUrl}\nTimestamp\n${timestamp}\nToken\n${said}\n${tail}`;
  const titled = subject === undefined ? head : `${head}Subject\n${subject}\n`;
  return `${titled}Timestamp\n${timestamp}\n${tail}`;
};

/**
 * The envelope with nothing in it that the signature does not cover, JSON text: what a reader down
 * the line finds in it, SNS has said.
 */
export const provenEnvelope = (envelope: Envelope): string =>
  JSON.stringify({
    Type: envelope.type,
    MessageId: envelope.messageId,
    TopicArn: envelope.topicArn,
    Subject: envelope.subject,
    Message: envelope.message,
    Timestamp: envelope.timestamp,
    SubscribeURL: envelope.subscribeUrl,
    Token: envelope.token,
    SignatureVersion: envelope.signatureVersion,
    Signature: envelope.signature,
    SigningCertURL: envelope.signingCertUrl,
  });
