import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../../src/core/unwrap.ts';

const receivedAt = Date.UTC(2026, 0, 2, 3, 4, 5);
const topicArn = 'arn:aws:sns:eu-west-1:111122223333:security';

const open = (value: unknown) =>
  unwrap(typeof value === 'string' ? value : JSON.stringify(value), { via: 'replay', receivedAt });

const envelope = (message: unknown, more: object = {}) => ({
  Type: 'Notification',
  MessageId: 'message-1',
  TopicArn: topicArn,
  Subject: 'A subject',
  Message: typeof message === 'string' ? message : JSON.stringify(message),
  Timestamp: '2026-01-01T00:00:00.000Z',
  SignatureVersion: '2',
  ...more,
});

const news = { hello: 'world' };
const sentAt = Date.UTC(2026, 0, 1);

describe('unwrap', () => {
  it('opens an SNS envelope and keeps its topic, id, subject and clock', () => {
    expect(open(envelope(news))).toEqual([
      {
        via: 'replay',
        topicArn,
        messageId: 'message-1',
        subject: { untrusted: 'A subject' },
        message: { untrusted: '{"hello":"world"}' },
        body: news,
        sentAt,
      },
    ]);
  });

  it('opens every record of a Lambda event, whose URL fields are spelled otherwise', () => {
    const sns = envelope(news, { SigningCertUrl: 'x', UnsubscribeUrl: 'x', MessageAttributes: {} });

    const opened = open({
      Records: [
        { EventSource: 'aws:sns', Sns: sns },
        { EventSource: 'aws:sns', Sns: envelope('plain', { MessageId: 'message-2' }) },
      ],
    });

    expect(opened.map(({ messageId, body }) => [messageId, body])).toEqual([
      ['message-1', news],
      ['message-2', undefined],
    ]);
  });

  it('opens SQS messages, as Lambda and as ReceiveMessage write them', () => {
    const body = JSON.stringify(envelope(news));

    const lambda = open({
      Records: [{ messageId: 'q', receiptHandle: 'r', body, eventSource: 'aws:sqs' }],
    });
    const received = open({ Messages: [{ MessageId: 'q', ReceiptHandle: 'r', Body: body }] });

    for (const opened of [lambda, received])
      expect(opened).toMatchObject([{ messageId: 'message-1', topicArn, body: news, sentAt }]);
  });

  it('keeps an event of EventBridge whole and takes its clock', () => {
    const event = {
      id: 'event-1',
      'detail-type': 'Something',
      time: '2026-01-01T10:00:00Z',
      detail: {},
    };

    expect(open(event)).toMatchObject([
      { messageId: 'event-1', body: event, sentAt: sentAt + 36_000_000 },
    ]);
    expect(open(envelope(event))).toMatchObject([{ messageId: 'message-1', body: event }]);
  });

  it('gives each record of CloudTrail and of S3 an id of its own', () => {
    const records = [
      { eventSource: 'iam.amazonaws.com', eventName: 'CreateUser', userIdentity: {} },
      { eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3: {} },
    ];

    expect(open(envelope({ Records: records }))).toMatchObject([
      { messageId: 'message-1', body: records[0] },
      { messageId: 'message-1/1', body: records[1] },
    ]);
  });

  it('reads text followed by JSON, JSON in a string in JSON, and lists', () => {
    expect(
      open(envelope(`Seen by AWS Config:\n-----\n${JSON.stringify(news, undefined, 2)}\n`)),
    ).toMatchObject([{ body: news }]);
    expect(open(JSON.stringify(JSON.stringify(JSON.stringify(news))))).toMatchObject([
      { body: news },
    ]);
    expect(open([envelope(news), envelope(news)])).toHaveLength(2);
    expect(open(envelope('ignored', { Message: news }))).toMatchObject([{ body: news }]);
  });

  it('mends a string that an e-mail broke over lines', () => {
    expect(open('{"a":"one\n   two","b":1}')).toMatchObject([{ body: { a: 'one two', b: 1 } }]);
  });

  it('takes anything else as plain text', () => {
    for (const text of ['hello', 'invalid json {', '{"a":', '%%%', '', 'text\n{ no json'])
      expect(open(text)).toEqual([
        { via: 'replay', message: { untrusted: text }, sentAt: receivedAt },
      ]);
  });

  it('makes nothing of a confirmation', () => {
    for (const type of ['SubscriptionConfirmation', 'UnsubscribeConfirmation']) {
      expect(
        open(envelope('You have chosen …', { Type: type, Token: 't', SubscribeURL: 'u' })),
      ).toEqual([]);
      expect(open({ Type: type, TopicArn: topicArn })).toEqual([]);
    }
  });

  it('lets no inner envelope pass for one of another topic', () => {
    const forged = envelope(news, {
      TopicArn: 'arn:aws:sns:eu-west-1:111122223333:other',
      MessageId: 'forged',
    });

    expect(open(envelope(forged))).toMatchObject([
      { topicArn, messageId: 'message-1', body: news },
    ]);
    expect(
      unwrap(JSON.stringify(forged), {
        via: 'https',
        receivedAt,
        topicArn: open(envelope(''))[0]!.topicArn!,
      }),
    ).toMatchObject([{ topicArn }]);
  });

  it('takes JSON nested 100,000 deep as text, wherever it stands', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;

    expect(open(deep)).toMatchObject([{ message: { untrusted: deep } }]);
    expect(open(deep)[0]).not.toHaveProperty('body');
    expect(open(envelope(`{"a":${deep}}`))[0]).not.toHaveProperty('body');
    expect(open(`text\n{"a":${deep}}`)[0]).not.toHaveProperty('body');
  });

  it('ends at ten envelopes in one another', () => {
    let message: unknown = news;
    for (let level = 0; level < 12; level += 1) message = JSON.stringify(envelope(message));

    expect(open(message)).toHaveLength(1);
  });

  it('keeps the digits of large numbers', () => {
    expect(
      open('{"id":9007199254740993,"big":1e400,"small":12,"price":0.1234567890123456}'),
    ).toMatchObject([
      { body: { id: '9007199254740993', big: '1e400', small: 12, price: 0.1234567890123456 } },
    ]);
  });

  it('takes the time of receipt where the envelope has none that is one', () => {
    expect(open(envelope(news, { Timestamp: '2026-13-45T99:99:99Z' }))).toMatchObject([
      { sentAt: receivedAt },
    ]);
  });

  it('never throws and always says when, whatever it gets', () => {
    const anything = fc.oneof(
      fc.string(),
      fc.json(),
      fc.json().map((json) => JSON.stringify(envelope(json))),
      fc
        .anything({ withNullPrototype: true })
        .map((value) => JSON.stringify({ Records: [value], Message: value }) ?? ''),
    );

    fc.assert(
      fc.property(anything, (text) => {
        for (const { sentAt: at, message } of open(text)) {
          expect(Number.isFinite(at)).toBe(true);
          expect(typeof message.untrusted).toBe('string');
        }
      }),
      { numRuns: 500 },
    );
  });
});
