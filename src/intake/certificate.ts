import { type KeyObject, X509Certificate } from 'node:crypto';
import { AppError } from '../core/errors.ts';
import { maxCertificateBytes } from './certificate-source.ts';

/** A certificate that was found good but for the time, which each message has its own of. */
export interface SigningKey {
  readonly key: KeyObject;
  /** Epoch ms, both included. */
  readonly validFrom: number;
  readonly validTo: number;
}

const onePem = /^\s*-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*$/;
const minimumBits = 2048;

const wrong = (what: string): AppError =>
  new AppError(`the certificate is not SNS's: ${what}`, {
    kind: 'bad-event',
    code: 'sns_certificate_wrong',
  });

/** Something between us and SNS answered in its place: it may be gone at the next try. */
const notOne = (what: string, cause?: unknown): AppError =>
  new AppError(`no certificate was served: ${what}`, {
    kind: 'upstream',
    code: 'sns_certificate_unavailable',
    retryable: true,
    cause,
  });

const parse = (pem: string): X509Certificate => {
  if (pem.length > maxCertificateBytes || !onePem.test(pem))
    throw notOne('not one PEM certificate');
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    throw notOne('it cannot be read', cause);
  }
};

/**
 * Reads the certificate that signs SNS messages and checks whose it is. The chain is not checked:
 * the file holds one leaf that no root of Node has signed; that it comes from the pinned host over
 * TLS is what carries the trust.
 *
 * @throws AppError `bad-event` for a wrong one, retryable `upstream` where it is none at all
 */
export const readCertificate = (pem: string, name: string): SigningKey => {
  const certificate = parse(pem);
  if (certificate.checkIssued(certificate)) throw wrong('it is self-signed');
  if (certificate.ca) throw wrong('it is an authority');
  if (certificate.checkHost(name, { wildcards: false }) === undefined)
    throw wrong('it is made out to another name');
  const key = certificate.publicKey;
  if (key.asymmetricKeyType !== 'rsa') throw wrong('its key is not RSA');
  if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < minimumBits) throw wrong('its key is short');
  return {
    key,
    validFrom: certificate.validFromDate.getTime(),
    validTo: certificate.validToDate.getTime(),
  };
};

/** @throws AppError `bad-event` if it was not valid at `at` (epoch ms) */
export const checkValidAt = (certificate: SigningKey, at: number): void => {
  if (at < certificate.validFrom || at > certificate.validTo)
    throw wrong('it was not valid when the message was signed');
};
