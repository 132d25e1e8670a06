import { cp } from 'node:fs/promises';
import type { OutputOptions, Plugin, RolldownOptions } from 'rolldown';

/** Stands in the sandbox's place: it brings a page and a workspace that the image has no use for. */
const withoutSandbox: Plugin = {
  name: 'without-sandbox',
  load: {
    filter: { id: /\/src\/cli\/sandbox\.ts$/ },
    handler: () => `export const run = async () => {
      process.stderr.write('The image has no sandbox: run it in the repository, with npm run sandbox.\\n');
      return 64;
    };`,
  },
};

/**
 * What the image runs: all of `src` but the sandbox, and the packages of many files, in fewer files of
 * JavaScript. Names stay, so that a stack trace can be read.
 */
export const bundle = {
  platform: 'node',
  // The ES modules where a package has both: of AWS's clients only what is called is taken.
  resolve: { mainFields: ['module', 'main'] },
  // Loaded by name when they are needed, or with threads and drivers of their own.
  external: [/^@slack\//, /^pg$/, /^pino$/],
  plugins: [withoutSandbox],
} satisfies RolldownOptions;

/** As deep as `src/cli`, because what is read by its place beside the code is found from there. */
export const output = {
  dir: 'dist/cli',
  format: 'esm',
  minify: { mangle: false, compress: true },
  cleanDir: true,
} satisfies OutputOptions;

/** Run in processes of their own. */
export const processes = { 'file-process': 'src/store/sqlite/file-process.ts' };

const isReference = (path: string): boolean => !path.includes('.') || path.endsWith('.md');

export default {
  ...bundle,
  input: { main: 'src/main.ts', ...processes },
  output,
  plugins: [
    ...bundle.plugins,
    {
      name: 'references',
      writeBundle: () =>
        cp('src/commands', 'dist/commands', { recursive: true, filter: isReference }),
    },
  ],
} satisfies RolldownOptions;
