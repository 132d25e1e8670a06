import { DatabaseSync } from 'node:sqlite';
import { toError } from '../../core/errors.ts';
import { isDamage } from './errors.ts';

/**
 * What `pragma quick_check` finds wrong with the file, or undefined. Reads the whole file and
 * changes nothing in it.
 */
export const findDamage = (path: string): string | undefined => {
  const database = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
  try {
    const found = database.prepare('pragma quick_check(1)').all();
    const words = found.flatMap((row) => Object.values(row)).map(String);
    return words.length === 1 && words[0] === 'ok' ? undefined : words.join('; ');
  } catch (thrown) {
    if (isDamage(thrown)) return toError(thrown).message;
    throw thrown;
  } finally {
    database.close();
  }
};
