import type { Alert } from '../../src/core/alert.ts';
import type { CardPart } from '../../src/core/card.ts';
import type { Inline, Text } from '../../src/core/text.ts';
import { isUntrusted } from '../../src/core/text.ts';
import { unwrap } from '../../src/core/unwrap.ts';
import { toAlerts } from '../../src/notifiers/index.ts';

export const receivedAt = Date.UTC(2026, 0, 2, 3, 4, 5);
const topicArn = 'arn:aws:sns:eu-west-1:111122223333:security';

/** What comes of a message that SNS brings. */
export const alertsOf = (message: unknown, envelope: object = {}): readonly Alert[] =>
  unwrap(
    JSON.stringify({
      Type: 'Notification',
      MessageId: 'message-1',
      TopicArn: topicArn,
      Message: typeof message === 'string' ? message : JSON.stringify(message),
      Timestamp: '2026-01-01T00:00:00.000Z',
      ...envelope,
    }),
    { via: 'https', receivedAt },
  ).flatMap(toAlerts);

export const alertOf = (message: unknown, envelope: object = {}): Alert => {
  const [alert, ...more] = alertsOf(message, envelope);
  if (alert === undefined || more.length > 0) throw new Error('expected one alert');
  return alert;
};

const pieceOf = (piece: Inline): string => {
  if (typeof piece === 'string') return piece;
  if (isUntrusted(piece)) return piece.untrusted;
  if ('code' in piece) return pieceOf(piece.code);
  if ('bold' in piece) return pieceOf(piece.bold);
  if ('time' in piece) return new Date(piece.time).toISOString();
  if ('label' in piece) return pieceOf(piece.label);
  return '';
};

export const plain = (text: Text | undefined): string => (text ?? []).map(pieceOf).join('');

/** The sentence that stands over the alert, without its place. */
export const sentence = ({ name, verb, cause }: Alert): string => {
  const start = [name.untrusted, verb].filter((part) => part !== '').join(' ');
  return cause === undefined ? start : `${start}: ${plain(cause)}`;
};

export const factsOf = (alert: Alert): Readonly<Record<string, string>> =>
  Object.fromEntries(alert.facts.map(({ label, value }) => [label, plain(value)]));

export const codeOf = (details: readonly CardPart[]): string | undefined => {
  const code = details.find((part) => part.kind === 'code');
  return code?.kind === 'code' ? code.text.untrusted : undefined;
};
