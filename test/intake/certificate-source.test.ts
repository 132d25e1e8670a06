import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { fetchCertificate } from '../../src/intake/certificate-source.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

const serve = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no port');
  return `http://127.0.0.1:${address.port}/c.pem`;
};

const signal = (): AbortSignal => AbortSignal.timeout(5_000);

describe('fetching a certificate', () => {
  it('returns its text', async () => {
    const url = await serve((_request, response) => response.end('pem'));

    expect(await fetchCertificate(url, signal())).toBe('pem');
  });

  it.each([204, 206, 403, 404, 500, 503])('takes status %i for a failure', async (status) => {
    const url = await serve((_request, response) => response.writeHead(status).end());

    await expect(fetchCertificate(url, signal())).rejects.toMatchObject({
      code: 'sns_certificate_unavailable',
      retryable: true,
    });
  });

  it('follows no redirect', async () => {
    const asked: (string | undefined)[] = [];
    const url = await serve((request, response) => {
      asked.push(request.url);
      response.writeHead(302, { location: '/elsewhere.pem' }).end('pem');
    });

    await expect(fetchCertificate(url, signal())).rejects.toMatchObject({ retryable: true });
    expect(asked).toEqual(['/c.pem']);
  });

  it('reads no more than a certificate can be', async () => {
    let sent = 0;
    const url = await serve((_request, response) => {
      const chunk = 'a'.repeat(1024);
      const timer = setInterval(() => {
        sent += 1;
        response.write(chunk);
      }, 1);
      response.on('close', () => clearInterval(timer));
    });

    await expect(fetchCertificate(url, signal())).rejects.toMatchObject({ retryable: true });
    expect(sent).toBeLessThan(200);
  });

  it('ends when it is told to', async () => {
    const url = await serve(() => {});
    const aborter = new AbortController();

    const fetching = fetchCertificate(url, aborter.signal);
    aborter.abort(new Error('enough'));

    await expect(fetching).rejects.toThrow('enough');
  });
});
