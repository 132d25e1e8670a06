import { parseTime } from './dates.ts';
import type { TopicArn } from './ids.ts';
import type { Notification, Via } from './notification.ts';
import { untrusted } from './text.ts';
import { parseJson } from './unwrap-json.ts';
import { asText, isRecord, textAt } from './values.ts';

/** Where a notification came from, as far as its outermost envelopes told. */
interface Frame {
  readonly via: Via;
  readonly sentAt: number;
  readonly topicArn?: TopicArn;
  readonly messageId?: string;
  readonly subject?: string;
  /** Envelopes opened so far. */
  readonly level: number;
}

type Json = Readonly<Record<string, unknown>>;

/** SNS in SQS in Lambda with an event inside is four; more is somebody playing. */
const maxLevel = 10;

/** One SNS message holds 256 KiB; nothing real brings more than this at once. */
const maxNotifications = 10_000;

const isTopicArn = (text: unknown): text is TopicArn =>
  typeof text === 'string' && /^arn:[a-z-]+:sns:/.test(text);

const leaf = (frame: Frame, message: string, body?: unknown): readonly Notification[] => [
  {
    via: frame.via,
    ...(frame.topicArn !== undefined && { topicArn: frame.topicArn }),
    ...(frame.messageId !== undefined && { messageId: frame.messageId }),
    ...(frame.subject !== undefined && { subject: untrusted(frame.subject) }),
    message: untrusted(message),
    ...(body !== undefined && { body }),
    sentAt: frame.sentAt,
  },
];

/** An SNS envelope has these names only; Lambda writes `SigningCertUrl`, HTTP `SigningCertURL`. */
const envelopeNames =
  /^(?:Type|MessageId|Token|TopicArn|Subject|Message|SubscribeU(?:RL|rl)|Timestamp|SignatureVersion|Signature|SigningCertU(?:RL|rl)|UnsubscribeU(?:RL|rl)|MessageAttributes|SequenceNumber)$/;

const isEnvelope = (value: Json): boolean =>
  Object.keys(value).length > 0 &&
  ('Message' in value || 'Type' in value) &&
  Object.keys(value).every((name) => envelopeNames.test(name));

const isConfirmation = ({ Type: type }: Json): boolean =>
  type === 'SubscriptionConfirmation' || type === 'UnsubscribeConfirmation';

/**
 * What the outer envelope says stands: a message that brings an envelope of its own must not be
 * able to pass for one of another topic.
 */
const enterSns = (frame: Frame, envelope: Json): Frame => {
  const messageId = asText(envelope['MessageId']);
  const subject = asText(envelope['Subject']);
  const topicArn = envelope['TopicArn'];
  return {
    ...frame,
    sentAt: parseTime(envelope['Timestamp']) ?? frame.sentAt,
    ...(frame.topicArn === undefined && isTopicArn(topicArn) && { topicArn }),
    ...(frame.messageId === undefined && messageId !== undefined && { messageId }),
    ...(subject !== undefined && { subject }),
  };
};

const openSns = (frame: Frame, envelope: Json): readonly Notification[] =>
  isConfirmation(envelope) ? [] : open(enterSns(frame, envelope), envelope['Message'] ?? '');

/** The body of a message from a queue; Lambda writes `body`, ReceiveMessage `Body`. */
const queueBody = (value: Json): unknown => {
  const fromLambda = value['eventSource'] === 'aws:sqs' || 'receiptHandle' in value;
  if (fromLambda && typeof value['body'] === 'string') return value['body'];
  return 'ReceiptHandle' in value && typeof value['Body'] === 'string' ? value['Body'] : undefined;
};

const openQueue = (frame: Frame, value: Json, body: unknown): readonly Notification[] => {
  const inner = open(frame, body);
  const id = textAt(value, 'messageId') ?? textAt(value, 'MessageId');
  // Only what has no id of its own goes by the queue's.
  return id === undefined
    ? inner
    : inner.map((notification) => ({ messageId: id, ...notification }));
};

/** Parts of one message need an id each, or the second would pass for the first again. */
const openAll = (frame: Frame, values: readonly unknown[]): readonly Notification[] =>
  values
    .slice(0, maxNotifications)
    .flatMap((value, index) =>
      open(
        frame.messageId === undefined || index === 0
          ? frame
          : { ...frame, messageId: `${frame.messageId}/${index}` },
        value,
      ),
    );

const openEvent = (
  frame: Frame,
  event: Json,
  text: string | undefined,
): readonly Notification[] => {
  const id = asText(event['id']);
  return leaf(
    {
      ...frame,
      sentAt: parseTime(event['time']) ?? frame.sentAt,
      ...(frame.messageId === undefined && id !== undefined && { messageId: id }),
    },
    text ?? JSON.stringify(event),
    event,
  );
};

const openRecord = (frame: Frame, value: Json, text?: string): readonly Notification[] => {
  if (isRecord(value['Sns'])) return openSns(frame, value['Sns']);
  if (isEnvelope(value)) return openSns(frame, value);
  const body = queueBody(value);
  if (body !== undefined) return openQueue(frame, value, body);
  const many = value['Records'] ?? value['Messages'];
  if (Array.isArray(many) && many.length > 0 && many.every(isRecord)) return openAll(frame, many);
  if (typeof value['detail-type'] === 'string') return openEvent(frame, value, text);
  return leaf(frame, text ?? JSON.stringify(value), value);
};

/**
 * E-mails of AWS Config are a few lines of text and then JSON. Tried at the first three lines that
 * begin with a brace, so that a long text of braces costs no more than that.
 */
const jsonAfterText = (text: string): { readonly value: unknown } | undefined => {
  const end = text.lastIndexOf('}');
  let start = text.indexOf('\n{');
  for (let tries = 0; tries < 3 && start !== -1 && start < end; tries += 1) {
    const parsed = parseJson(text.slice(start + 1, end + 1));
    if (parsed && isRecord(parsed.value)) return parsed;
    start = text.indexOf('\n{', start + 1);
  }
  return undefined;
};

const openText = (frame: Frame, text: string): readonly Notification[] => {
  const first = text.trimStart().charAt(0);
  if (first === '{' || first === '[' || first === '"') {
    const parsed = parseJson(text);
    if (parsed !== undefined) return open(frame, parsed.value, text);
  }
  const parsed = jsonAfterText(text);
  return parsed && isRecord(parsed.value)
    ? openRecord(frame, parsed.value, text)
    : leaf(frame, text);
};

const open = (outer: Frame, value: unknown, text?: string): readonly Notification[] => {
  const frame = { ...outer, level: outer.level + 1 };
  if (frame.level > maxLevel) return leaf(frame, text ?? asText(value) ?? JSON.stringify(value));
  if (typeof value === 'string') return openText(frame, value);
  if (Array.isArray(value) && value.length > 0 && value.every(isRecord))
    return openAll(frame, value);
  if (isRecord(value)) return openRecord(frame, value, text);
  const plain = text ?? JSON.stringify(value) ?? '';
  return Array.isArray(value) ? leaf(frame, plain, value) : leaf(frame, asText(value) ?? plain);
};

/**
 * Frees what happened of its envelopes: SNS (as HTTP and as Lambda write it), SQS, Lambda,
 * EventBridge, CloudTrail's and S3's `Records`, JSON in a string in JSON, AWS Config's e-mails
 * (text, then JSON), a list of any of these, or plain text. Subscription confirmations are not
 * notifications: nothing comes of them. JSON nested more than 200 deep is plain text. Whole
 * numbers beyond 2^53 come as text. Never throws.
 *
 * @param context.receivedAt epoch ms; stands where no envelope tells a time
 * @param context.topicArn if it is known already, no envelope can say otherwise
 */
export const unwrap = (
  text: string,
  context: { readonly via: Via; readonly receivedAt: number; readonly topicArn?: TopicArn },
): readonly Notification[] => {
  const { via, receivedAt, topicArn } = context;
  const frame = { via, sentAt: receivedAt, level: 0, ...(topicArn !== undefined && { topicArn }) };
  return openText(frame, text);
};
