import { beforeAll, describe, expect, it } from 'vitest';
import { day, minute } from '../../src/core/clock.ts';
import { AppError } from '../../src/core/errors.ts';
import type { CertificateSource } from '../../src/intake/certificate-source.ts';
import { createSnsVerifier } from '../../src/intake/sns-verifier.ts';
import { createTestClock, eventually, topic } from './helpers.ts';
import {
  type CertificateWish,
  certificateUrl,
  createSigner,
  notificationFields,
  type Signer,
  type SigningIdentity,
  type SnsFields,
  sentAt,
  signFields,
} from './signer.ts';

let signer: Signer;
beforeAll(async () => {
  signer = await createSigner();
});

const never = (): Promise<never> => Promise.withResolvers<never>().promise;

const createCase = (source: CertificateSource) => {
  const clock = createTestClock();
  let asked = 0;
  const verifier = createSnsVerifier({
    topics: () => [topic()],
    certificates: (url, signal) => {
      asked += 1;
      return source(url, signal);
    },
    clock,
    fetchTimeoutMs: 30,
  });
  const send = async (
    fields: SnsFields = {},
    identity: SigningIdentity = signer.identity,
  ): Promise<string> => {
    try {
      await verifier.verify(JSON.stringify(signFields(notificationFields(fields), identity)));
      return 'accepted';
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return error.retryable ? `later: ${error.code}` : error.code;
    }
  };
  return { send, clock, asked: () => asked };
};

const otherUrl = (digit: string): string => certificateUrl.replace('0123', digit.repeat(4));

describe('a certificate that is not the right one', () => {
  const wrong: readonly { title: string; wish: CertificateWish }[] = [
    { title: 'is self-signed', wish: { kind: 'self-signed' } },
    { title: 'is an authority', wish: { kind: 'authority' } },
    { title: 'has a short key', wish: { kind: 'short' } },
    { title: 'has an elliptic key', wish: { kind: 'ec' } },
    { title: 'is made out to somebody else', wish: { name: 'sns.example.com' } },
    { title: 'is made out to a part of the name', wish: { name: 'amazonaws.com' } },
    { title: 'is made out to any name', wish: { name: '*.amazonaws.com' } },
    {
      title: 'had run out when the message was signed',
      wish: { notAfter: new Date(sentAt - 1000) },
    },
    { title: 'was not valid yet', wish: { notBefore: new Date(sentAt + 1000) } },
  ];

  it.each(wrong)('refuses the message for good: it $title', async ({ wish }) => {
    const identity = await signer.issue(wish);
    const { send } = createCase(() => Promise.resolve(identity.pem));
    const version = wish.kind === 'ec' ? signer.identity : identity;

    const found = await send({}, version);

    expect(found).toBe('sns_certificate_wrong');
  });
});

describe('a certificate that cannot be had', () => {
  const failures: readonly { title: string; source: CertificateSource }[] = [
    { title: 'the connection breaks', source: () => Promise.reject(new TypeError('fetch failed')) },
    { title: 'the server hangs and the fetch does not heed its signal', source: never },
    { title: 'a page comes in its place', source: () => Promise.resolve('<html></html>') },
    { title: 'nothing comes', source: () => Promise.resolve('') },
    {
      title: 'it cannot be read',
      source: () =>
        Promise.resolve('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'),
    },
    {
      title: 'two come',
      source: () => Promise.resolve(signer.identity.pem.concat('\n', signer.identity.pem)),
    },
    {
      title: 'it is larger than any',
      source: () => Promise.resolve(signer.identity.pem.concat(' '.repeat(20_000))),
    },
  ];

  it.each(failures)('lets the message be tried again: $title', async ({ source }) => {
    const { send } = createCase(source);

    expect(await send()).toMatch(/^later: sns_certificate_/);
  });

  it('is not asked for again within seconds, and is after that', async () => {
    let isUp = false;
    const { send, clock, asked } = createCase(() =>
      isUp ? Promise.resolve(signer.identity.pem) : Promise.reject(new Error('down')),
    );

    await send();
    isUp = true;
    const soon = await send();
    const askedSoon = asked();
    clock.advance(6_000);
    const later = await send();

    expect({ soon, askedSoon, later }).toEqual({
      soon: 'later: sns_certificate_unavailable',
      askedSoon: 1,
      later: 'accepted',
    });
  });

  it('tells the source to stop when its time is up', async () => {
    let signal: AbortSignal | undefined;
    const { send } = createCase((_url, given) => {
      signal = given;
      return never();
    });

    await send();

    expect(signal?.aborted).toBe(true);
  });
});

describe('a certificate that is known', () => {
  it('is fetched once for many messages at the same time', async () => {
    const { send, asked } = createCase(() => Promise.resolve(signer.identity.pem));

    const found = await Promise.all(Array.from({ length: 20 }, () => send()));

    expect(new Set(found)).toEqual(new Set(['accepted']));
    expect(asked()).toBe(1);
  });

  it('serves on while AWS cannot be reached, however old the copy is', async () => {
    let isUp = true;
    const { send, clock, asked } = createCase(() =>
      isUp ? Promise.resolve(signer.identity.pem) : Promise.reject(new Error('down')),
    );
    await send();
    isUp = false;
    clock.advance(2 * day);
    const fields = { Timestamp: new Date(clock.now()).toISOString() };

    const first = await send(fields);
    await eventually(() => asked() === 2);
    const second = await send(fields);

    expect([first, second]).toEqual(['accepted', 'accepted']);
  });

  it('is dropped when a new copy of it is found wrong', async () => {
    const bad = await signer.issue({ name: 'example.com' });
    let pem = signer.identity.pem;
    const { send, clock, asked } = createCase(() => Promise.resolve(pem));
    await send();
    pem = bad.pem;
    clock.advance(2 * day);
    const fields = { Timestamp: new Date(clock.now()).toISOString() };

    await send(fields);
    await eventually(() => asked() === 2);

    expect(await send(fields)).toBe('sns_certificate_wrong');
  });

  it('makes way for a new one at another URL', async () => {
    const rotated = await signer.issue();
    const { send, asked } = createCase((url) =>
      Promise.resolve(url === certificateUrl ? signer.identity.pem : rotated.pem),
    );

    const before = await send();
    const after = await send({ SigningCertURL: otherUrl('a') }, rotated);
    const late = await send();

    expect([before, after, late]).toEqual(['accepted', 'accepted', 'accepted']);
    expect(asked()).toBe(2);
  });

  it('does not vouch for another URL', async () => {
    const { send } = createCase((url) =>
      url === certificateUrl
        ? Promise.resolve(signer.identity.pem)
        : Promise.reject(new Error('404')),
    );
    await send();

    expect(await send({ SigningCertURL: otherUrl('b') })).toBe(
      'later: sns_certificate_unavailable',
    );
  });
});

describe('somebody who makes up certificate URLs', () => {
  const madeUp = (index: number): string =>
    certificateUrl.replace('0123456789abcdef', index.toString(16).padStart(16, '0'));
  const stranger = 'arn:aws:sns:us-east-1:444455556666:mine';

  it('cannot make us ask AWS without end', async () => {
    const { send, asked } = createCase(() => Promise.reject(new Error('404')));

    for (let index = 0; index < 300; index += 1) await send({ SigningCertURL: madeUp(index) });

    expect(asked()).toBeLessThanOrEqual(60);
  });

  it('cannot use up what listed topics need, with topics of their own', async () => {
    const { send, asked } = createCase((url) =>
      url === certificateUrl
        ? Promise.resolve(signer.identity.pem)
        : Promise.reject(new Error('404')),
    );

    for (let index = 0; index < 300; index += 1)
      await send({ TopicArn: stranger, SigningCertURL: madeUp(index) });
    const askedByStranger = asked();
    const genuine = await send();

    expect(askedByStranger).toBeLessThanOrEqual(10);
    expect(genuine).toBe('accepted');
  });

  it('is asked for again after a while', async () => {
    const { send, clock, asked } = createCase(() => Promise.reject(new Error('404')));
    for (let index = 0; index < 100; index += 1) await send({ SigningCertURL: madeUp(index) });
    const before = asked();
    clock.advance(minute);

    await send({ SigningCertURL: madeUp(500) });

    expect(asked()).toBe(before + 1);
  });
});
