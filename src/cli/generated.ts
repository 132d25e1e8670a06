import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** A file in deploy/ that is made from the code. */
export interface Generated {
  /** From the root of the project. */
  readonly path: string;
  readonly content: string;
}

const lineWidth = 100;

/** JSON as the project's formatter writes it: lists of words on one line where they fit. */
export const toJson = (value: unknown): string => `${write(value, '', 0)}\n`;

const write = (value: unknown, indent: string, used: number): string => {
  const inner = `${indent}  `;
  const wrap = (open: string, lines: readonly string[], close: string): string =>
    lines.length === 0
      ? `${open}${close}`
      : `${open}\n${lines.map((line) => `${inner}${line}`).join(',\n')}\n${indent}${close}`;
  if (Array.isArray(value)) {
    const flat = `[${value.map((item) => JSON.stringify(item)).join(', ')}]`;
    const isFlat = value.every((item) => typeof item !== 'object');
    // One character is kept for a comma.
    if (isFlat && indent.length + used + flat.length < lineWidth) return flat;
    return wrap(
      '[',
      value.map((item) => write(item, inner, 0)),
      ']',
    );
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const lines = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .map(([key, item]) => {
      const name = `${JSON.stringify(key)}: `;
      return `${name}${write(item, inner, name.length)}`;
    });
  return wrap('{', lines, '}');
};

const isCurrent = async (file: Generated): Promise<boolean> => {
  try {
    return (await readFile(file.path, 'utf8')) === file.content;
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return false;
    throw thrown;
  }
};

/**
 * What a command that makes files does: prints them, `--write`s them, or `--check`s that the ones
 * on disk are current. Paths are taken from the root of the project, wherever it is called from.
 * @returns the exit code: 1 if a file is not current, 64 for an unknown argument.
 */
export const handleGenerated = async (
  args: readonly string[],
  files: readonly Generated[],
  command: string,
): Promise<number> => {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const placed = files.map((file) => ({ ...file, path: `${root}${file.path}`, short: file.path }));
  const [mode = 'print', ...rest] = args;
  if (rest.length > 0 || !['print', '--write', '--check'].includes(mode)) {
    console.error(`Usage: ${command} [--write | --check]`);
    return 64;
  }
  if (mode === '--write') {
    await Promise.all(placed.map((file) => writeFile(file.path, file.content)));
    return 0;
  }
  if (mode === 'print') {
    for (const file of placed) process.stdout.write(file.content);
    return 0;
  }
  const current = await Promise.all(placed.map(isCurrent));
  const stale = placed.filter((_, index) => current[index] !== true);
  for (const file of stale)
    console.error(`${file.short} is not what the code says: run ${command} --write.`);
  return stale.length === 0 ? 0 : 1;
};
