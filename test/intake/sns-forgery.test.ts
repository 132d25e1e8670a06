import { beforeAll, describe, expect, it } from 'vitest';
import { day } from '../../src/core/clock.ts';
import type { TopicSettings } from '../../src/core/settings.ts';
import type { Headers } from '../../src/intake/sns-verifier.ts';
import { topic } from './helpers.ts';
import {
  certificateUrl,
  confirmationFields,
  createSigner,
  notificationFields,
  type Signer,
  type SigningIdentity,
  type SnsFields,
  sentAt,
  signFields,
  topicArn,
} from './signer.ts';
import { codeOf, createVerifierCase } from './verifier-case.ts';

let signer: Signer;
let stranger: SigningIdentity;
beforeAll(async () => {
  signer = await createSigner();
  stranger = await signer.issue();
});

const json = (fields: SnsFields): string => JSON.stringify(fields);
const signed = (fields: SnsFields = {}): SnsFields =>
  signFields(notificationFields(fields), signer.identity);
const signedConfirmation = (fields: SnsFields = {}): SnsFields =>
  signFields(confirmationFields(fields), signer.identity);
const without = (fields: SnsFields, key: string): SnsFields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => name !== key));

const pathOf = (name: string): string =>
  `https://sns.us-east-1.amazonaws.com/SimpleNotificationService-${name}.pem`;
const hex = '0123456789abcdef0123456789abcdef';
const attacker = 'arn:aws:sns:us-east-1:444455556666:mine';
const otherId = '7d444840-9dc0-11d1-b245-5ffdce74fad2';

interface Forgery {
  readonly title: string;
  readonly body: () => string;
  readonly code: string;
  /** Set where it takes the certificate to see it. */
  readonly asks?: true;
  readonly headers?: Headers;
  readonly topics?: readonly TopicSettings[];
}

const certificateAt = (url: unknown) => () => json({ ...signed(), SigningCertURL: url });

const forgeries: readonly Forgery[] = [
  {
    title: 'no signature',
    body: () => json(without(signed(), 'Signature')),
    code: 'sns_malformed',
  },
  {
    title: 'an empty signature',
    body: () => json({ ...signed(), Signature: '' }),
    code: 'sns_malformed',
  },
  {
    title: 'a short signature',
    body: () => json({ ...signed(), Signature: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' }),
    code: 'sns_malformed',
  },
  {
    title: 'random bytes for a signature',
    body: () => json({ ...signed(), Signature: Buffer.alloc(256, 7).toString('base64') }),
    code: 'sns_signature_invalid',
    asks: true,
  },
  {
    title: 'the signature of another message',
    body: () => json({ ...signed(), Signature: signed({ Message: 'other' })['Signature'] }),
    code: 'sns_signature_invalid',
    asks: true,
  },
  {
    title: "a stranger's signature",
    body: () => json(signFields(notificationFields(), stranger)),
    code: 'sns_signature_invalid',
    asks: true,
  },
  {
    title: 'a certificate over http',
    body: certificateAt(certificateUrl.replace('https:', 'http:')),
    code: 'sns_certificate_url',
  },
  {
    title: 'a scheme in capitals',
    body: certificateAt(certificateUrl.replace('https:', 'HTTPS:')),
    code: 'sns_certificate_url',
  },
  {
    title: 'a bucket that is called sns',
    body: certificateAt(
      `https://sns.s3-us-west-2.amazonaws.com/SimpleNotificationService-${hex}.pem`,
    ),
    code: 'sns_certificate_url',
  },
  {
    title: "AWS's domain as a part of another",
    body: certificateAt(
      `https://sns.us-east-1.amazonaws.com.example.com/SimpleNotificationService-${hex}.pem`,
    ),
    code: 'sns_certificate_url',
  },
  {
    title: "AWS's host in the path",
    body: certificateAt(
      `https://example.com/sns.us-east-1.amazonaws.com/SimpleNotificationService-${hex}.pem`,
    ),
    code: 'sns_certificate_url',
  },
  {
    title: 'a user and a password before the host',
    body: certificateAt(certificateUrl.replace('https://', 'https://u:p@')),
    code: 'sns_certificate_url',
  },
  {
    title: 'the host as a user name',
    body: certificateAt(certificateUrl.replace('.com/', '.com@example.com/')),
    code: 'sns_certificate_url',
  },
  {
    title: 'a port',
    body: certificateAt(certificateUrl.replace('.com/', '.com:8443/')),
    code: 'sns_certificate_url',
  },
  {
    title: 'the default port',
    body: certificateAt(certificateUrl.replace('.com/', '.com:443/')),
    code: 'sns_certificate_url',
  },
  {
    title: 'a host that parsers read differently',
    body: certificateAt('https://sns.us-east-1.amazonaws.com;.example.com/x.pem'),
    code: 'sns_certificate_url',
  },
  {
    title: 'a backslash after the host',
    body: certificateAt(certificateUrl.replace('.com/', '.com\\')),
    code: 'sns_certificate_url',
  },
  {
    title: 'full-width dots in the host',
    body: certificateAt(
      `https://sns．us-east-1．amazonaws．com．example．com/SimpleNotificationService-${hex}.pem`,
    ),
    code: 'sns_certificate_url',
  },
  {
    title: 'a full stop at the end of the host',
    body: certificateAt(certificateUrl.replace('.com/', '.com./')),
    code: 'sns_certificate_url',
  },
  {
    title: 'a query in place of the path',
    body: certificateAt('https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&y=.pem'),
    code: 'sns_certificate_url',
  },
  {
    title: 'a query after the path',
    body: certificateAt(`${certificateUrl}?.pem`),
    code: 'sns_certificate_url',
  },
  {
    title: 'a path with dots',
    body: certificateAt(certificateUrl.replace('.com/', '.com/x/../')),
    code: 'sns_certificate_url',
  },
  { title: 'a short name', body: certificateAt(pathOf('1')), code: 'sns_certificate_url' },
  {
    title: 'the certificate of another region',
    body: certificateAt(certificateUrl.replace('us-east-1', 'eu-west-1')),
    code: 'sns_certificate_url',
  },
  {
    title: 'the certificate of another partition',
    body: certificateAt(certificateUrl.replace('amazonaws.com', 'amazonaws.com.cn')),
    code: 'sns_certificate_url',
  },
  {
    title: 'a certificate URL that is none',
    body: certificateAt('https:'),
    code: 'sns_certificate_url',
  },
  {
    title: 'a topic that begins with a listed one, the rest shifted into it',
    body: () => {
      const mine = signed({
        TopicArn: attacker,
        Message: `x\nMessageId\n${otherId}\nTimestamp\n${new Date(sentAt).toISOString()}\nTopicArn\n${topicArn}`,
      });
      return json({
        ...mine,
        Message: 'x',
        MessageId: otherId,
        TopicArn: `${topicArn}\nMessageId\n${String(mine['MessageId'])}\nTopicArn\n${attacker}`,
      });
    },
    code: 'sns_malformed',
  },
  {
    title: 'a type that hides the real topic behind it',
    body: () => {
      const now = new Date(sentAt).toISOString();
      const mine = signed({
        TopicArn: attacker,
        Message: `x\nMessageId\n${otherId}\nTimestamp\n${now}\nTopicArn\n${topicArn}\nType\nNotification`,
      });
      return json({
        ...mine,
        Message: 'x',
        MessageId: otherId,
        TopicArn: topicArn,
        Type: `Notification\nMessageId\n${String(mine['MessageId'])}\nTimestamp\n${now}\nTopicArn\n${attacker}\nType\nNotification`,
      });
    },
    code: 'sns_malformed',
  },
  {
    title: 'a new id, the old one shifted into the subject',
    body: () => {
      const mine = signed({ Message: `AAA\nMessageId\n${otherId}\nSubject\nx` });
      return json({
        ...mine,
        Message: 'AAA',
        MessageId: otherId,
        Subject: `x\nMessageId\n${String(mine['MessageId'])}`,
      });
    },
    code: 'sns_malformed',
  },
  {
    title: 'a subject that was added',
    body: () => json({ ...signed(), Subject: 'x' }),
    code: 'sns_signature_invalid',
    asks: true,
  },
  {
    title: 'an empty subject that was added',
    body: () => json({ ...signed(), Subject: '' }),
    code: 'sns_signature_invalid',
    asks: true,
  },
  {
    title: 'a subject that was taken away',
    body: () => json(without(signed({ Subject: 'x' }), 'Subject')),
    code: 'sns_signature_invalid',
    asks: true,
  },
  {
    title: 'a control character in the subject',
    body: () => json(signed({ Subject: 'a\u0085b' })),
    code: 'sns_malformed',
  },
  {
    title: 'a list for a topic',
    body: () => json({ ...signed(), TopicArn: [topicArn] }),
    code: 'sns_malformed',
  },
  {
    title: 'a list for a message',
    body: () => json({ ...signed(), Message: ['x'] }),
    code: 'sns_malformed',
  },
  {
    title: 'an object for a message',
    body: () => json({ ...signed(), Message: { toString: 'x' } }),
    code: 'sns_malformed',
  },
  {
    title: 'a key that stands there twice',
    body: () => json(signed()).replace('{', `{"TopicArn":"${attacker}",`),
    code: 'sns_malformed',
  },
  {
    title: 'a key that stands there twice, once with an escape',
    body: () => json(signed()).replace('{', '{"\\u004dessage":"other",'),
    code: 'sns_malformed',
  },
  {
    title: 'fields in the prototype',
    body: () => `{"__proto__":${json(signed())}}`,
    code: 'sns_malformed',
  },
  {
    title: "the certificate's key in another spelling",
    body: () => json({ ...signed(), SigningCertUrl: 'https://example.com/c.pem' }),
    code: 'sns_malformed',
  },
  {
    title: 'more keys than SNS has',
    body: () =>
      json({
        ...signed(),
        ...Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`k${i}`, 1])),
      }),
    code: 'sns_malformed',
  },
  {
    title: 'the version as a number',
    body: () => json({ ...signed(), SignatureVersion: 2 }),
    code: 'sns_malformed',
  },
  {
    title: 'an unknown version',
    body: () => json({ ...signed(), SignatureVersion: '3' }),
    code: 'sns_signature_version',
  },
  {
    title: 'version 1 called version 2',
    body: () => json({ ...signed({ SignatureVersion: '1' }), SignatureVersion: '2' }),
    code: 'sns_signature_invalid',
    asks: true,
  },
  {
    title: 'version 1 where the topic has version 2',
    body: () => json(signed({ SignatureVersion: '1' })),
    topics: [topic(topicArn, '2')],
    code: 'sns_signature_version',
  },
  {
    title: "a stranger's topic, signed by SNS",
    body: () => json(signed({ TopicArn: attacker })),
    code: 'sns_topic_unlisted',
    asks: true,
  },
  {
    title: "a listed topic's name in another account",
    body: () => json(signed({ TopicArn: topicArn.replace('111122223333', '444455556666') })),
    code: 'sns_topic_unlisted',
    asks: true,
  },
  {
    title: 'a topic in capitals',
    body: () => json(signed({ TopicArn: topicArn.toUpperCase() })),
    code: 'sns_malformed',
  },
  {
    title: 'a topic with a space behind it',
    body: () => json(signed({ TopicArn: `${topicArn} ` })),
    code: 'sns_malformed',
  },
  {
    title: 'a topic whose partition and region do not belong together',
    body: () => json(signed({ TopicArn: topicArn.replace('arn:aws:', 'arn:aws-cn:') })),
    code: 'sns_malformed',
  },
  {
    title: 'a message from 31 days ago',
    body: () => json(signed({ Timestamp: new Date(sentAt - 31 * day).toISOString() })),
    code: 'sns_too_old',
  },
  {
    title: 'a message from next year',
    body: () => json(signed({ Timestamp: new Date(sentAt + 365 * day).toISOString() })),
    code: 'sns_in_future',
  },
  {
    title: 'a time that is none',
    body: () => json(signed({ Timestamp: '2026-13-45T99:99:99.000Z' })),
    code: 'sns_malformed',
  },
  {
    title: 'a time in words',
    body: () => json(signed({ Timestamp: 'Sun, 01 Mar 2026 12:00:00 GMT' })),
    code: 'sns_malformed',
  },
  {
    title: 'an id that is none',
    body: () => json(signed({ MessageId: '1' })),
    code: 'sns_malformed',
  },
  { title: 'an unknown type', body: () => json(signed({ Type: 'Other' })), code: 'sns_malformed' },
  {
    title: 'a confirmation without a signature and with a URL of a metadata service',
    body: () =>
      json(confirmationFields({ SubscribeURL: 'http://169.254.169.254/latest/meta-data/' })),
    code: 'sns_malformed',
  },
  {
    title: 'a confirmation whose URL leads to another host',
    body: () =>
      json({
        ...signedConfirmation(),
        SubscribeURL: String(confirmationFields()['SubscribeURL']).replace(
          '.com/',
          '.com.example.com/',
        ),
      }),
    code: 'sns_subscribe_url',
  },
  {
    title: 'a confirmation that deletes a topic, signed',
    body: () =>
      json(
        signedConfirmation({
          SubscribeURL: `https://sns.us-east-1.amazonaws.com/?Action=DeleteTopic&TopicArn=${topicArn}`,
        }),
      ),
    code: 'sns_subscribe_url',
  },
  {
    title: 'a confirmation whose URL says two actions',
    body: () =>
      json(
        signedConfirmation({
          SubscribeURL: `${String(confirmationFields()['SubscribeURL'])}&Action=Unsubscribe`,
        }),
      ),
    code: 'sns_subscribe_url',
  },
  {
    title: 'a confirmation with another token than its URL has',
    body: () => json(signedConfirmation({ Token: 'a'.repeat(64) })),
    code: 'sns_subscribe_url',
  },
  {
    title: 'a notification that brings a URL to subscribe',
    body: () => json({ ...signed(), SubscribeURL: confirmationFields()['SubscribeURL'] }),
    code: 'sns_malformed',
  },
  {
    title: 'a confirmation that is turned into a notification',
    body: () => json({ ...signedConfirmation(), Type: 'Notification' }),
    code: 'sns_malformed',
  },
  {
    title: 'an unsubscription that is turned into a subscription',
    body: () =>
      json({
        ...signedConfirmation({ Type: 'UnsubscribeConfirmation' }),
        Type: 'SubscriptionConfirmation',
      }),
    code: 'sns_signature_invalid',
    asks: true,
  },
  {
    title: 'half a surrogate pair where U+FFFD was signed',
    body: () => json({ ...signed({ Message: '\ufffd' }), Message: '\ud800' }),
    code: 'sns_malformed',
  },
  {
    title: 'a header that names another type',
    body: () => json(signed()),
    headers: { 'x-amz-sns-message-type': 'SubscriptionConfirmation' },
    code: 'sns_header_type',
  },
  {
    title: 'raw delivery',
    body: () => json(signed()),
    headers: { 'x-amz-sns-rawdelivery': 'true' },
    code: 'sns_raw_delivery',
  },
  { title: 'null', body: () => 'null', code: 'sns_malformed' },
  { title: 'a number', body: () => '5', code: 'sns_malformed' },
  { title: 'a string', body: () => '"x"', code: 'sns_malformed' },
  { title: 'true', body: () => 'true', code: 'sns_malformed' },
  { title: 'a list', body: () => '[]', code: 'sns_malformed' },
  { title: 'nothing', body: () => '', code: 'sns_not_json' },
  { title: 'an open brace', body: () => '{', code: 'sns_not_json' },
  { title: 'an open string', body: () => '{"', code: 'sns_malformed' },
  { title: 'NUL bytes', body: () => '\u0000\u0000', code: 'sns_not_json' },
  { title: 'a byte order mark', body: () => `\ufeff${json(signed())}`, code: 'sns_not_json' },
  {
    title: 'brackets a million deep',
    body: () => '['.repeat(1_000_000),
    code: 'sns_not_json',
  },
];

describe('what SNS did not send', () => {
  it.each(forgeries)('is refused: $title', async ({ body, code, headers, topics, asks }) => {
    const { verify, asked } = createVerifierCase(signer, topics ? { topics } : {});

    const found = await codeOf(verify(body(), headers));

    expect(found).toBe(code);
    expect(asked).toEqual(asks ? [certificateUrl] : []);
  });
});
