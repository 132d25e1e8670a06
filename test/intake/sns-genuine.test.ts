import { beforeAll, describe, expect, it } from 'vitest';
import { day, minute } from '../../src/core/clock.ts';
import type { Headers } from '../../src/intake/sns-verifier.ts';
import { topic } from './helpers.ts';
import {
  confirmationFields,
  createSigner,
  notificationFields,
  type Signer,
  type SnsFields,
  sentAt,
  signFields,
} from './signer.ts';
import { codeOf, createVerifierCase } from './verifier-case.ts';

let signer: Signer;
beforeAll(async () => {
  signer = await createSigner();
});

const json = (fields: SnsFields): string => JSON.stringify(fields);
const signed = (fields: SnsFields = {}): SnsFields =>
  signFields(notificationFields(fields), signer.identity);
const signedConfirmation = (fields: SnsFields = {}): SnsFields =>
  signFields(confirmationFields(fields), signer.identity);

const hex = '0123456789abcdef0123456789abcdef';

describe('what SNS sent', () => {
  const genuine: readonly { title: string; body: () => string; headers?: Headers }[] = [
    { title: 'version 2', body: () => json(signed()) },
    { title: 'version 1', body: () => json(signed({ SignatureVersion: '1' })) },
    { title: 'a subject', body: () => json(signed({ Subject: 'ALARM: "cpu"' })) },
    { title: 'the subject null', body: () => json({ ...signed(), Subject: null }) },
    {
      title: 'line breaks, tabs, two spaces and an emoji',
      body: () => json(signed({ Message: 'a\r\nb\tc  d 🔥 \u2028 \u0000' })),
    },
    { title: 'plain text', body: () => json(signed({ Message: 'hello from the console' })) },
    { title: 'an empty message', body: () => json(signed({ Message: '' })) },
    {
      title: '256 KiB that are all escaped',
      body: () => json(signed({ Message: '"'.repeat(262_144) })),
    },
    { title: 'spaces between the fields', body: () => JSON.stringify(signed(), undefined, 2) },
    {
      title: 'backslashes before its quotes',
      body: () => json(signed({ Message: '\\":\\\\",{"Type":"x"}\\' })),
    },
    {
      title: 'attributes',
      body: () => json({ ...signed(), MessageAttributes: { a: { Type: 'String', Value: ':' } } }),
    },
    {
      title: 'a sequence number',
      body: () => json({ ...signed(), SequenceNumber: '10000000000000000000' }),
    },
    {
      title: 'a field that SNS may add one day',
      body: () => json({ ...signed(), Novelty: { deep: [] } }),
    },
    {
      title: 'a message 29 days old',
      body: () => json(signed({ Timestamp: new Date(sentAt - 29 * day).toISOString() })),
    },
    {
      title: 'a clock four minutes ahead',
      body: () => json(signed({ Timestamp: new Date(sentAt + 4 * minute).toISOString() })),
    },
    {
      title: 'a header of the same type',
      body: () => json(signed()),
      headers: {
        'x-amz-sns-message-type': 'Notification',
        'content-type': 'text/plain; charset=UTF-8',
      },
    },
    { title: 'a subscription', body: () => json(signedConfirmation()) },
    {
      title: 'an unsubscription',
      body: () => json(signedConfirmation({ Type: 'UnsubscribeConfirmation' })),
    },
  ];

  it.each(genuine)('is accepted: $title', async ({ body, headers }) => {
    const { verify } = createVerifierCase(signer);
    const sent: unknown = JSON.parse(body());

    const message = await verify(body(), headers);

    expect(sent).toMatchObject({
      Type: message.type,
      MessageId: message.messageId,
      TopicArn: message.topicArn,
      Message: message.message,
    });
  });

  it('leaves out of the envelope what is not signed', async () => {
    const { verify } = createVerifierCase(signer);
    const body = json({ ...signed({ Subject: 's' }), Records: [{}], MessageAttributes: { a: {} } });

    const { envelope } = await verify(body);

    const { UnsubscribeURL: _, ...kept } = signed({ Subject: 's' });
    expect(JSON.parse(envelope)).toEqual(kept);
  });

  it('is the same message when its signature is spelled otherwise', async () => {
    const { verify } = createVerifierCase(signer);
    const fields = signed();
    const loose = String(fields['Signature']).replace(/.==$/, (end) =>
      String.fromCharCode(end.charCodeAt(0) + 1).concat('=='),
    );

    const message = await verify(json({ ...fields, Signature: loose }));

    expect(loose).not.toBe(fields['Signature']);
    expect(message).toMatchObject({
      messageId: fields['MessageId'],
      message: fields['Message'],
    });
  });

  const places: readonly [region: string, partition: string, host: string, name: string][] = [
    ['us-west-2', 'aws', 'sns.us-west-2.amazonaws.com', 'sns.amazonaws.com'],
    ['eu-south-2', 'aws', 'sns.eu-south-2.amazonaws.com', 'sns-signing.eu-south-2.amazonaws.com'],
    [
      'mx-central-1',
      'aws',
      'sns.mx-central-1.amazonaws.com',
      'sns-signing.mx-central-1.amazonaws.com',
    ],
    ['cn-north-1', 'aws-cn', 'sns.cn-north-1.amazonaws.com.cn', 'sns-cn-north-1.amazonaws.com.cn'],
    [
      'us-gov-east-1',
      'aws-us-gov',
      'sns.us-gov-east-1.amazonaws.com',
      'sns-us-gov-west-1.amazonaws.com',
    ],
    [
      'eusc-de-east-1',
      'aws-eusc',
      'sns.eusc-de-east-1.amazonaws.eu',
      'sns-signing.eusc-de-east-1.amazonaws.eu',
    ],
  ];

  it.each(places)('is accepted from %s in %s', async (region, partition, host, name) => {
    const arn = `arn:${partition}:sns:${region}:111122223333:security-alarms`;
    const url = `https://${host}/SimpleNotificationService-${hex}.pem`;
    const identity = await signer.issue({ name });
    const { verify, asked } = createVerifierCase(signer, {
      topics: [topic(arn)],
      source: () => Promise.resolve(identity.pem),
    });

    const message = await verify(
      json(signFields(notificationFields({ TopicArn: arn, SigningCertURL: url }), identity)),
    );

    expect(message.topicArn).toBe(arn);
    expect(asked).toEqual([url]);
  });

  it.each(places)(
    'from %s needs the certificate of that place',
    async (region, partition, host) => {
      const arn = `arn:${partition}:sns:${region}:111122223333:security-alarms`;
      const url = `https://${host}/SimpleNotificationService-${hex}.pem`;
      const identity = await signer.issue({ name: 'sns.eu-west-9.amazonaws.com' });
      const { verify } = createVerifierCase(signer, {
        topics: [topic(arn)],
        source: () => Promise.resolve(identity.pem),
      });

      const found = await codeOf(
        verify(
          json(signFields(notificationFields({ TopicArn: arn, SigningCertURL: url }), identity)),
        ),
      );

      expect(found).toBe('sns_certificate_wrong');
    },
  );
});
