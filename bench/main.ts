/** `npm run bench -- NAME`: one JSON line a figure, the floor measured in the same run. */
import { run as alert } from './alert.ts';
import { run as digest } from './digest.ts';
import { run as evidence } from './evidence.ts';
import { run as rules } from './rules.ts';
import { run as start } from './start.ts';
import { run as storm } from './storm.ts';
import { run as whodid } from './whodid.ts';

const benches: Readonly<Record<string, () => Promise<void>>> = {
  alert,
  digest,
  evidence,
  rules,
  start,
  storm,
  whodid,
};

const [name = ''] = process.argv.slice(2);
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
if (bench === undefined) {
  process.stderr.write(`npm run bench -- ${Object.keys(benches).join(' | ')}\n`);
  process.exitCode = 64;
} else {
  await bench();
}
