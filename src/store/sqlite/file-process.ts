/**
 * Runs in a process of its own, because both tasks read the whole file and `node:sqlite` blocks its
 * thread: `copy FROM TO` writes a compact copy, `check FILE` looks for damage. Exit code 0 if all is
 * well, else 1 with the reason on stderr.
 */
import { DatabaseSync } from 'node:sqlite';
import { toError } from '../../core/errors.ts';
import { findDamage } from './damage.ts';

const copy = (from: string, to: string): undefined => {
  const database = new DatabaseSync(from, { readOnly: true, timeout: 5_000 });
  database.prepare('vacuum into ?').run(to);
  database.close();
};

const main = (task: string | undefined, from: string, to: string): string | undefined => {
  try {
    return task === 'check' ? findDamage(from) : copy(from, to);
  } catch (thrown) {
    return toError(thrown).message;
  }
};

const [task, from = '', to = ''] = process.argv.slice(2);
const problem = main(task, from, to);
if (problem !== undefined) {
  process.stderr.write(problem);
  process.exitCode = 1;
}
