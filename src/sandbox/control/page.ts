import type { IncomingMessage, ServerResponse } from 'node:http';
import { toError } from '../../core/errors.ts';

interface File {
  readonly type: string;
  readonly body: Buffer | string;
}

/** The sandbox's page; a page that does not build leaves the rest of the sandbox alone. */
export interface Page {
  /** Resolves when the page is there, or is known not to come. */
  readonly ready: () => Promise<void>;
  /** @returns false if there is no such file */
  readonly serve: (request: IncomingMessage, response: ServerResponse) => boolean;
}

const build = async (): Promise<ReadonlyMap<string, File>> => {
  try {
    const { buildPage } = await import('../page/build.ts');
    return await buildPage();
  } catch (thrown) {
    const body = `The page could not be built: ${toError(thrown).message}\nThe control API works all the same.\n`;
    return new Map([['/', { type: 'text/plain; charset=utf-8', body }]]);
  }
};

/** Only what the page itself brings may run or be loaded in it. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: https:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export const createPage = (): Page => {
  let files: ReadonlyMap<string, File> = new Map();
  const built = build().then((found) => {
    files = found;
  });
  return {
    ready: () => built,
    serve: (request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      const file = files.get(pathname);
      if (file === undefined || (request.method !== 'GET' && request.method !== 'HEAD'))
        return false;
      response.writeHead(200, {
        'content-type': file.type,
        'content-security-policy': policy,
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      });
      response.end(request.method === 'HEAD' ? undefined : file.body);
      return true;
    },
  };
};
