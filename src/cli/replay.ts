import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { toError } from '../core/errors.ts';
import { createReplay, type Route } from './replay-alert.ts';

const usage = `Usage: npm run replay -- [--text] [--route] FILE…

Shows what the bot would make of a file: an SNS envelope, a bare message, an EventBridge event, a
Lambda event or CloudTrail records, as .json or .jsonl; a folder is walked. One JSON line an alert.

  --text   what a person would read
  --route  which channel, severity and accounts would apply, and why, by the settings
`;

/** Every .json and .jsonl file below a folder, in order of name; a file as it is. */
const filesIn = async (path: string): Promise<readonly string[]> => {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory() || /\.jsonl?$/.test(entry.name));
  const files: string[] = [];
  for (const entry of names.toSorted((a, b) => (a.name < b.name ? -1 : 1)))
    files.push(...(await filesIn(join(path, entry.name))));
  return files;
};

/** A .jsonl file holds a message a line; any other is one message. */
const messagesIn = (file: string, content: string): readonly string[] => {
  if (file.endsWith('.jsonl')) return content.split('\n').filter((line) => line.trim() !== '');
  return content.trim() === '' ? [] : [content];
};

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const complain = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/** Routes are worked out without Slack: what it would need only has to look right. */
const standIns: Readonly<Record<string, string>> = {
  SLACK_BOT_TOKEN: 'xoxb-not-used',
  SLACK_APP_TOKEN: 'xapp-not-used',
  SLACK_SIGNING_SECRET: 'not-used-not-used-not-used-not-us',
};

const withoutSlack = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => {
  const missing = Object.entries(standIns).filter(
    ([name]) => env[name] === undefined && env[`${name}_FILE`] === undefined,
  );
  return { ...env, ...Object.fromEntries(missing) };
};

/** Where alerts would go by the settings, or why that cannot be told. */
const loadRoute = async (): Promise<Route> => {
  const [{ loadSettings }, { createRouter }] = await Promise.all([
    import('../config/load.ts'),
    import('../core/route.ts'),
  ]);
  const loaded = await loadSettings(withoutSlack(process.env));
  if (!loaded.ok) return { problems: loaded.problems };
  const { settings } = loaded;
  const names = new Map<string, string>(settings.accounts.map(({ id, name }) => [id, name]));
  return { destinations: createRouter(settings), accountName: (id) => names.get(id) };
};

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { text: { type: 'boolean' }, route: { type: 'boolean' }, help: { type: 'boolean' } },
    });
  } catch (thrown) {
    complain(toError(thrown).message);
    return undefined;
  }
};

/**
 * `replay [--text] [--route] FILE…`: needs no Slack, no AWS and no store.
 *
 * @returns 1 if a file cannot be read, 64 if the command line cannot
 */
export const run = async (args: readonly string[]): Promise<number> => {
  const parsed = parse(args);
  if (parsed === undefined || parsed.values.help || parsed.positionals.length === 0) {
    complain(usage);
    return parsed?.values.help ? 0 : 64;
  }
  const { text = false, route = false } = parsed.values;
  const replay = createReplay(route ? await loadRoute() : undefined);
  let unreadable = 0;
  for (const path of parsed.positionals) {
    try {
      for (const file of await filesIn(path))
        for (const message of messagesIn(file, await readFile(file, 'utf8')))
          for (const replayed of replay(file, message))
            say(text ? replayed.text() : replayed.line());
    } catch (thrown) {
      unreadable += 1;
      complain(`${path} cannot be read: ${toError(thrown).message}`);
    }
  }
  return unreadable > 0 ? 1 : 0;
};
