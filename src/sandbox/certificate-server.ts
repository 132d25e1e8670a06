import type { CertificateAuthority } from './certificate-authority.ts';
import type { Faults } from './faults.ts';
import { startWeb, type Web } from './http.ts';
import { createLineFaults } from './line-faults.ts';

/**
 * Serves what the authority issued: `GET /?url=<SNS's URL>`. Stands for the hosts of SNS, so its
 * faults are those of `sns` with the method `certificate`.
 */
export const startCertificateServer = async (
  authority: CertificateAuthority,
  faults: Faults,
): Promise<Web> => {
  const lineFaults = createLineFaults();
  const web = await startWeb((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost').searchParams.get('url') ?? '';
    const fault = faults.take('sns', 'certificate');
    if (fault && lineFaults.play(fault, response, () => undefined)) return Promise.resolve();
    const pem = authority.pemAt(url);
    const status = pem === undefined ? 404 : 200;
    response.writeHead(fault ? 503 : status, { 'content-type': 'application/x-pem-file' });
    response.end(fault ? '' : pem);
    return Promise.resolve();
  });
  return {
    ...web,
    stop: async () => {
      lineFaults.stop();
      await web.stop();
    },
  };
};
