import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const folder = process.env['CORPUS_DIR'];

/** Where the corpus is; undefined where nobody said. */
export const corpusDir = folder === undefined || folder === '' ? undefined : resolve(folder);

export const isThere = (dir: string): boolean => existsSync(dir) && statSync(dir).isDirectory();

const walk = (dir: string): readonly string[] =>
  readdirSync(dir, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) =>
      entry.isDirectory() ? walk(join(dir, entry.name)) : [join(dir, entry.name)],
    );

export interface CorpusFile {
  readonly name: string;
  readonly content: string;
}

/** Every file of a part of the corpus, by its path below it. */
export const filesOf = (part: string): readonly CorpusFile[] => {
  if (corpusDir === undefined || !isThere(join(corpusDir, part))) return [];
  const root = join(corpusDir, part);
  return walk(root).map((path) => ({
    name: path.slice(root.length + 1),
    content: readFileSync(path, 'utf8'),
  }));
};
