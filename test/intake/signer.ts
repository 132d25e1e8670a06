// Must come before @peculiar/x509.
import 'reflect-metadata';
import { KeyObject, sign as signBytes } from 'node:crypto';
import * as x509 from '@peculiar/x509';

/** One of SNS's signing certificates, made by an authority of our own. */
export interface SigningIdentity {
  readonly key: KeyObject;
  readonly pem: string;
}

export interface CertificateWish {
  /** SAN and common name. */
  readonly name?: string;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly kind?: 'leaf' | 'self-signed' | 'authority' | 'short' | 'ec';
}

export type SnsFields = Record<string, unknown>;

const rsa = (modulusLength: number): RsaHashedKeyGenParams => ({
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength,
});
const ec: EcKeyGenParams = { name: 'ECDSA', namedCurve: 'P-256' };

const newKeys = (kind: CertificateWish['kind']): Promise<CryptoKeyPair> =>
  kind === 'ec'
    ? crypto.subtle.generateKey(ec, true, ['sign', 'verify'])
    : crypto.subtle.generateKey(rsa(kind === 'short' ? 1024 : 2048), true, ['sign', 'verify']);

export interface Signer {
  readonly identity: SigningIdentity;
  readonly issue: (wish?: CertificateWish) => Promise<SigningIdentity>;
}

/** An authority and one good certificate for `sns.amazonaws.com`. Takes a moment: make one a file. */
export const createSigner = async (): Promise<Signer> => {
  const authority = await newKeys('leaf');
  const issue = async (wish: CertificateWish = {}): Promise<SigningIdentity> => {
    const { name = 'sns.amazonaws.com', kind = 'leaf' } = wish;
    const keys = await newKeys(kind);
    const own = kind === 'self-signed';
    const certificate = await x509.X509CertificateGenerator.create({
      serialNumber: '01',
      subject: `CN=${name}`,
      issuer: own ? `CN=${name}` : 'CN=Example Authority',
      notBefore: wish.notBefore ?? new Date('2020-01-01T00:00:00Z'),
      notAfter: wish.notAfter ?? new Date('2040-01-01T00:00:00Z'),
      publicKey: keys.publicKey,
      signingKey: own ? keys.privateKey : authority.privateKey,
      signingAlgorithm: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
      extensions: [
        new x509.BasicConstraintsExtension(kind === 'authority'),
        new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: name }]),
      ],
    });
    return { key: KeyObject.from(keys.privateKey), pem: certificate.toString('pem') };
  };
  return { identity: await issue(), issue };
};

export const topicArn = 'arn:aws:sns:us-east-1:111122223333:security-alarms';
export const certificateUrl =
  'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem';

/** The moment at which the messages of these tests are sent. */
export const sentAt = Date.parse('2026-03-01T12:00:00.000Z');

export const notificationFields = (fields: SnsFields = {}): SnsFields => ({
  Type: 'Notification',
  MessageId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  TopicArn: topicArn,
  Message: '{"AlarmName":"cpu","NewStateValue":"ALARM"}',
  Timestamp: new Date(sentAt).toISOString(),
  SignatureVersion: '2',
  SigningCertURL: certificateUrl,
  UnsubscribeURL: 'https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe',
  ...fields,
});

export const confirmationFields = (fields: SnsFields = {}): SnsFields => {
  const { UnsubscribeURL: _, ...base } = notificationFields();
  const token = '2336412f37fb687f5d51e6e2425f00112233445566778899aabbccddeeff0011';
  return {
    ...base,
    Type: 'SubscriptionConfirmation',
    Message: 'You have chosen to subscribe.\nVisit the SubscribeURL.',
    Token: token,
    SubscribeURL: `https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=${topicArn}&Token=${token}`,
    ...fields,
  };
};

const notificationKeys = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'];
const confirmationKeys = [
  'Message',
  'MessageId',
  'SubscribeURL',
  'Timestamp',
  'Token',
  'TopicArn',
  'Type',
];

/** What SNS signs, written from its documentation and not from the code under test. */
const canonical = (fields: SnsFields): string =>
  (fields['Type'] === 'Notification' ? notificationKeys : confirmationKeys)
    .filter((key) => typeof fields[key] === 'string')
    .map((key) => `${key}\n${String(fields[key])}\n`)
    .join('');

/** Signs fields as SNS would, by their SignatureVersion. */
export const signFields = (fields: SnsFields, { key }: SigningIdentity): SnsFields => {
  const algorithm = fields['SignatureVersion'] === '1' ? 'sha1' : 'sha256';
  const signature = signBytes(algorithm, Buffer.from(canonical(fields)), key);
  return { ...fields, Signature: signature.toString('base64') };
};
