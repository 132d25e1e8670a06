import { AppError } from '../core/errors.ts';

/**
 * Gets the text of a certificate (PEM) from a URL that was already found to be SNS's own.
 * Rejects when it cannot be had; ends when `signal` aborts.
 */
export type CertificateSource = (url: string, signal: AbortSignal) => Promise<string>;

/** A certificate of SNS has about 2 KiB. */
export const maxCertificateBytes = 16 * 1024;

const unavailable = (what: string, cause?: unknown): AppError =>
  new AppError(`the certificate cannot be had: ${what}`, {
    kind: 'upstream',
    code: 'sns_certificate_unavailable',
    retryable: true,
    cause,
  });

const readCapped = async (response: Response): Promise<string> => {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    // Leaving the loop cancels the body.
    if (size > maxCertificateBytes) throw unavailable('it is larger than any certificate');
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
};

/**
 * Fetches a certificate over TLS: no redirect is followed, only status 200 counts, at most 16 KiB
 * are read.
 *
 * @throws AppError `upstream`, retryable
 */
export const fetchCertificate: CertificateSource = async (url, signal) => {
  const response = await fetch(url, { redirect: 'manual', signal });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw unavailable(`status ${response.status}`);
  }
  return readCapped(response);
};
