import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One file of the page, as it is served. */
export interface PageFile {
  readonly type: string;
  readonly body: Buffer | string;
}

type Output = readonly { readonly fileName: string; readonly text: string }[];

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../../..', import.meta.url));
const cacheFolder = join(root, 'node_modules/.cache/trailwarden-page');

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const sources = async (): Promise<readonly string[]> => {
  const entries = await readdir(here, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
};

/** Changes with every source of the page and with every library that could be in it. */
const contentHash = async (): Promise<string> => {
  const hash = createHash('sha256');
  for (const file of [join(root, 'package-lock.json'), ...(await sources())]) {
    hash.update(file.slice(root.length)).update('\0');
    hash.update(await readFile(file)).update('\0');
  }
  return hash.digest('hex').slice(0, 32);
};

/**
 * The library scopes its styles by an id. Here many messages use them, so a class has to do; it
 * stands beside an id to weigh as much.
 */
const scopeByClass = {
  name: 'scope-by-class',
  enforce: 'pre' as const,
  transform: (code: string, id: string): string | undefined =>
    id.endsWith('slack-blocks-to-jsx/dist/style.css')
      ? code.replaceAll('#slack_blocks_to_jsx', ':is(#slack-blocks, .slack-blocks)')
      : undefined,
};

/** Vite takes a second to load: only a page that is not in the cache pays for it. */
const bundle = async (): Promise<Output> => {
  const [{ build }, { default: react }] = await Promise.all([
    import('vite'),
    import('@vitejs/plugin-react'),
  ]);
  const result = await build({
    root: here,
    configFile: false,
    envFile: false,
    publicDir: false,
    logLevel: 'silent',
    mode: 'production',
    plugins: [react(), scopeByClass],
    build: { write: false, target: 'es2023', modulePreload: false, reportCompressedSize: false },
  });
  const outputs = Array.isArray(result) ? result : [result];
  return outputs.flatMap((one) =>
    'output' in one
      ? one.output.map((file) => ({
          fileName: file.fileName,
          text: file.type === 'chunk' ? file.code : Buffer.from(file.source).toString('utf8'),
        }))
      : [],
  );
};

const isOutput = (value: unknown): value is Output =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((file) => typeof file?.fileName === 'string' && typeof file.text === 'string');

/** @returns undefined if it is not there, or was half written by a process that was killed */
const readCache = async (file: string): Promise<Output | undefined> => {
  const text = await readFile(file, 'utf8').catch(() => 'null');
  try {
    const value: unknown = JSON.parse(text);
    return isOutput(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/**
 * Keeps this page and forgets those of older sources.
 *
 * @returns false where nothing can be written: then the next start builds again
 */
const writeCache = async (file: string, output: Output): Promise<boolean> => {
  const unfinished = `${file}.${process.pid}`;
  try {
    await mkdir(cacheFolder, { recursive: true });
    await writeFile(unfinished, JSON.stringify(output));
    await rename(unfinished, file);
    const older = (await readdir(cacheFolder)).map((name) => join(cacheFolder, name));
    await Promise.all(older.filter((one) => one !== file).map((one) => rm(one, { force: true })));
    return true;
  } catch {
    return false;
  }
};

/**
 * Builds the sandbox's page, in memory, without the network. The first build of a state of the
 * sources takes a few seconds, later ones come from `node_modules/.cache`.
 *
 * @returns the page's files by path; `/` is the page itself
 * @throws whatever Vite says when the sources do not build
 */
export const buildPage = async (): Promise<ReadonlyMap<string, PageFile>> => {
  const cacheFile = join(cacheFolder, `${await contentHash()}.json`);
  let output = await readCache(cacheFile);
  if (!output) {
    output = await bundle();
    await writeCache(cacheFile, output);
  }
  const files = new Map<string, PageFile>();
  for (const { fileName, text } of output) {
    const type = types[extname(fileName)] ?? 'application/octet-stream';
    files.set(fileName === 'index.html' ? '/' : `/${fileName}`, { type, body: text });
  }
  return files;
};
