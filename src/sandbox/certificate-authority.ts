import 'reflect-metadata';
import { createHash, generateKeyPair, type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import {
  BasicConstraintsExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { type Clock, day } from '../core/clock.ts';
import { authorityOf } from '../intake/signing-authority.ts';

interface SigningCertificate {
  /** In the form that SNS's own have: `https://sns.<region>.…/SimpleNotificationService-<32 hex>.pem`. */
  readonly url: string;
  /** The leaf alone, as SNS serves it. */
  readonly pem: string;
}

/** Stands for the authority that issues SNS's certificates. */
export interface CertificateAuthority {
  /** The certificate that signs for this topic. @throws where the ARN is no topic's */
  readonly certificateFor: (topicArn: string) => Promise<SigningCertificate>;
  /** What was issued for this URL; undefined if nothing was. */
  readonly pemAt: (url: string) => string | undefined;
  /** RSA with SHA-1 for version 1, SHA-256 for version 2; base64. */
  readonly sign: (text: string, version: '1' | '2') => string;
}

const makeRsaKeys = promisify(generateKeyPair);
const ec = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const rsa = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
const lifeMs = 365 * day;

interface Keys {
  readonly privateKey: KeyObject;
  readonly publicKey: CryptoKey;
  readonly authority: CryptoKeyPair;
}

const makeKeys = async (): Promise<Keys> => {
  const [pair, authority] = await Promise.all([
    makeRsaKeys('rsa', { modulusLength: 2048 }),
    crypto.subtle.generateKey(ec, true, ['sign', 'verify']),
  ]);
  const der = pair.publicKey.export({ type: 'spki', format: 'der' });
  const publicKey = await crypto.subtle.importKey('spki', der, rsa, true, ['verify']);
  return { privateKey: pair.privateKey, publicKey, authority };
};

/** One leaf for `name`, issued by an authority that nobody knows, as it is for a client of SNS. */
const issue = async (keys: Keys, name: string, now: number): Promise<string> => {
  const certificate = await X509CertificateGenerator.create({
    serialNumber: createHash('sha256').update(name).digest('hex').slice(0, 16),
    subject: `CN=${name}`,
    issuer: 'CN=Trailwarden Sandbox Authority, O=Example Org',
    notBefore: new Date(now - 30 * day),
    notAfter: new Date(now + lifeMs),
    signingKey: keys.authority.privateKey,
    publicKey: keys.publicKey,
    signingAlgorithm: ec,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new SubjectAlternativeNameExtension([{ type: 'dns', value: name }]),
    ],
  });
  return `${certificate.toString('pem').trim()}\n`;
};

/** Makes the keys; certificates are issued when a region is first asked for. */
export const createCertificateAuthority = async (clock: Clock): Promise<CertificateAuthority> => {
  const keys = await makeKeys();
  const issued = new Map<string, Promise<SigningCertificate>>();
  const byUrl = new Map<string, string>();
  const make = async (origin: string, name: string): Promise<SigningCertificate> => {
    const id = createHash('md5').update(`${origin} ${name}`).digest('hex');
    const url = `${origin}/SimpleNotificationService-${id}.pem`;
    const pem = await issue(keys, name, clock.now());
    byUrl.set(url, pem);
    return { url, pem };
  };
  return {
    certificateFor: (topicArn) => {
      const authority = authorityOf(topicArn);
      if (!authority) return Promise.reject(new Error(`not the ARN of a topic: ${topicArn}`));
      const { origin, certificateName } = authority;
      const known = issued.get(origin);
      if (known) return known;
      const made = make(origin, certificateName);
      issued.set(origin, made);
      return made;
    },
    pemAt: (url) => byUrl.get(url),
    sign: (text, version) =>
      sign(
        version === '1' ? 'RSA-SHA1' : 'RSA-SHA256',
        Buffer.from(text),
        keys.privateKey,
      ).toString('base64'),
  };
};
