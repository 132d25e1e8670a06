/** `npm run torture -- NAME [--n N] [--seed S]`: one JSON line with the verdict, exit 1 where it does not pass. */
import { parseArgs } from 'node:util';
import { run as evidence } from './evidence.ts';
import { run as kill } from './kill.ts';
import { run as term } from './term.ts';
import type { Torture } from './verdict.ts';

const tortures: Readonly<Record<string, Torture>> = { evidence, kill, term };

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { n: { type: 'string', default: '20' }, seed: { type: 'string', default: '1' } },
});
const [name = ''] = positionals;
const torture = Object.hasOwn(tortures, name) ? tortures[name] : undefined;
if (torture === undefined) {
  process.stderr.write(
    `npm run torture -- ${Object.keys(tortures).join(' | ')} [--n N] [--seed S]\n`,
  );
  process.exitCode = 64;
} else {
  const runs = Number(values.n);
  const { lost, duplicated, wrong, notes } = await torture(runs, Number(values.seed));
  const pass = lost === 0 && duplicated === 0 && wrong === 0;
  for (const note of notes) process.stderr.write(`${note}\n`);
  process.stdout.write(`${JSON.stringify({ name, runs, lost, duplicated, wrong, pass })}\n`);
  process.exitCode = pass ? 0 : 1;
}
