import type { IncomingHttpHeaders } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import type { TopicArn } from '../../src/core/ids.ts';
import { createSnsVerifier } from '../../src/intake/sns-verifier.ts';
import { topics } from '../../src/sandbox/aws/organisation.ts';
import { startCertificateServer } from '../../src/sandbox/certificate-server.ts';
import { sandboxCertificates } from '../../src/sandbox/certificates.ts';
import { createFaults } from '../../src/sandbox/faults.ts';
import type { Web } from '../../src/sandbox/http.ts';
import { type AwsUnderTest, startAwsUnderTest } from './fakes.ts';
import { type Receiver, startReceiver } from './receiver.ts';

describe('what the fake SNS delivers', () => {
  const topicArn = topics.alarms;
  let under: AwsUnderTest;
  let receiver: Receiver;
  let certificates: Web;
  beforeEach(async () => {
    under = await startAwsUnderTest({ delayScale: 0.001 });
    receiver = await startReceiver();
    certificates = await startCertificateServer(
      under.authority,
      createFaults(() => 0),
    );
  });
  afterEach(async () => {
    await under.aws.stop();
    await receiver.stop();
    await certificates.stop();
  });

  const subscribe = (arn = topicArn, isConfirmed = true) => {
    const topic = under.aws.sns.topics.get(arn)!;
    const wanted = { protocol: 'http', endpoint: receiver.endpoint, owner: topic.owner };
    return under.aws.sns.subscribe(topic, wanted, { isConfirmed });
  };
  const verifier = (arn: string) =>
    createSnsVerifier({
      topics: () => [{ arn: arn as TopicArn, signatureVersion: 'any' }],
      certificates: sandboxCertificates(certificates.url),
      clock: systemClock,
    });
  const headersOf = (headers: IncomingHttpHeaders) =>
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

  it.each(['1', '2'] as const)('verifies with signature version %s', async (signatureVersion) => {
    subscribe();

    const { status, messageId } = await under.aws.publish({
      topicArn,
      subject: 'Hello',
      message: 'line one\nline two',
      signatureVersion,
    });

    const [{ body, headers } = { body: '', headers: {} }] = receiver.received;
    const message = await verifier(topicArn).verify(body, headersOf(headers));
    expect(status).toBe(200);
    expect(message).toMatchObject({ messageId, message: 'line one\nline two', subject: 'Hello' });
    expect(headers).toMatchObject({
      'content-type': 'text/plain; charset=UTF-8',
      'x-amz-sns-message-type': 'Notification',
      'x-amz-sns-topic-arn': topicArn,
      'user-agent': 'Amazon Simple Notification Service Agent',
    });
  });

  it.each([
    'arn:aws:sns:us-east-1:111122223333:a',
    'arn:aws:sns:me-south-1:111122223333:a',
    'arn:aws-cn:sns:cn-north-1:111122223333:a',
    'arn:aws-us-gov:sns:us-gov-east-1:111122223333:a',
  ])('signs for %s with the certificate of its region', async (arn) => {
    const envelope = await under.aws.sign({
      type: 'Notification',
      topicArn: arn,
      message: 'm',
      signatureVersion: '2',
    });

    await expect(verifier(arn).verify(JSON.stringify(envelope))).resolves.toMatchObject({
      message: 'm',
    });
    const forged = JSON.stringify({ ...envelope, Message: 'n' });
    await expect(verifier(arn).verify(forged)).rejects.toThrow(/signature/);
  });

  it('asks a new subscription to confirm itself, in a message that verifies', async () => {
    const { token } = subscribe(topicArn, false);
    await expect.poll(() => receiver.received.length).toBe(1);

    const [{ body, headers } = { body: '', headers: {} }] = receiver.received;
    const message = await verifier(topicArn).verify(body, headersOf(headers));

    expect(message).toMatchObject({ type: 'SubscriptionConfirmation', token });
    expect(headers).not.toHaveProperty('x-amz-sns-subscription-arn');
  });

  it('delivers nothing to who has not confirmed', async () => {
    subscribe(topicArn, false);
    await expect.poll(() => receiver.received.length).toBe(1);

    expect(await under.aws.publish({ topicArn, message: 'm' })).toMatchObject({
      status: 0,
      attempts: 0,
    });
  });

  it('tries three times more where the answer is 5xx, with the same message', async () => {
    subscribe();
    receiver.statuses.push(503, 500, 503);

    const published = await under.aws.publish({ topicArn, message: 'm' });

    expect(published).toMatchObject({ status: 200, attempts: 4 });
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
  });

  it('gives up after the third retry', async () => {
    subscribe();
    receiver.statuses.push(503, 503, 503, 503, 200);

    expect(await under.aws.publish({ topicArn, message: 'm' })).toMatchObject({
      status: 503,
      attempts: 4,
    });
  });

  it('never tries again after a 4xx', async () => {
    subscribe();
    receiver.statuses.push(403);

    expect(await under.aws.publish({ topicArn, message: 'm' })).toMatchObject({
      status: 403,
      attempts: 1,
    });
  });

  it("follows the subscription's own number of retries", async () => {
    const { attributes } = subscribe();
    attributes.set(
      'DeliveryPolicy',
      JSON.stringify({ healthyRetryPolicy: { numRetries: 1, minDelayTarget: 1 } }),
    );
    receiver.statuses.push(503, 503, 503);

    expect(await under.aws.publish({ topicArn, message: 'm' })).toMatchObject({ attempts: 2 });
  });

  it('delivers twice where the answer is lost, and cuts the line where it is told to', async () => {
    subscribe();
    under.faults.add({ target: 'sns', kind: 'lost-reply' });
    await under.aws.publish({ topicArn, message: 'm' });
    expect(receiver.received).toHaveLength(2);
    under.faults.add({ target: 'sns', kind: 'reset' });
    under.faults.add({ target: 'sns', kind: 'hang' });

    const published = await under.aws.publish({ topicArn, message: 'n' });

    expect(published).toMatchObject({ status: 200, attempts: 3 });
    expect(receiver.received).toHaveLength(3);
  });

  it('sends the bare message where raw delivery is on', async () => {
    const { attributes } = subscribe();
    attributes.set('RawMessageDelivery', 'true');

    await under.aws.publish({ topicArn, message: 'bare' });

    expect(receiver.received[0]).toMatchObject({
      body: 'bare',
      headers: { 'x-amz-sns-rawdelivery': 'true' },
    });
  });

  it('says goodbye to who was unsubscribed', async () => {
    under.aws.sns.unsubscribe(subscribe());
    await expect.poll(() => receiver.received.length).toBe(1);

    const message = await verifier(topicArn).verify(receiver.received[0]?.body ?? '');

    expect(message).toMatchObject({ type: 'UnsubscribeConfirmation' });
  });
});
