import { AppError } from '../core/errors.ts';
import type { CertificateSource } from '../intake/certificate-source.ts';

/**
 * The sandbox's own source of SNS certificates: asks the sandbox's server for what stands at a URL
 * of SNS. Only the sandbox's bot is started with it.
 *
 * @param serverUrl Where `createCertificateAuthority`'s certificates are served.
 */
export const sandboxCertificates =
  (serverUrl: string): CertificateSource =>
  async (url, signal) => {
    const response = await fetch(`${serverUrl}/?url=${encodeURIComponent(url)}`, { signal });
    const text = await response.text();
    if (response.status === 200) return text;
    throw new AppError(`the sandbox has no certificate: status ${response.status}`, {
      kind: 'upstream',
      code: 'sns_certificate_unavailable',
      retryable: true,
    });
  };
