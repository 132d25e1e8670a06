import { readFile } from 'node:fs/promises';
import { commandSpecs } from '../commands/specs.ts';
import type { CommandSpec } from '../core/command.ts';
import { handleGenerated } from './generated.ts';

const command = 'npm run commands --';

/** What a table's cell would take for its end. */
const cell = (text: string): string => text.replaceAll('|', String.raw`\|`);

const sentence = (text: string): string => (text.endsWith('.') ? text : `${text}.`);

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows.map((row) => row.map(cell))]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');

/** Which right lets people ask, and whether it can be given for themselves only. */
const rights = ({ name, rights: own, knowsSelf }: CommandSpec): string =>
  [
    `Right: \`${name}\`, which \`all\` brings.`,
    ...own.map((right) => `\`${right}\` is a right of its own, which \`all\` does not bring.`),
    knowsSelf
      ? 'With `scope: self` people may ask it about themselves only.'
      : 'It cannot be asked about oneself only: rules with `scope: self` do not count for it.',
  ].join(' ');

/** Prose stands beside the code; its links are written from the root of the project. */
const prose = async (path: string): Promise<string> => {
  const text = await readFile(new URL(`../commands/${path}`, import.meta.url), 'utf8');
  return text.trim().replaceAll('](/docs/', '](').replaceAll('](/', '](../');
};

const section = async (spec: CommandSpec): Promise<string> =>
  [
    `## /${spec.name}`,
    sentence(spec.summary),
    `\`\`\`text\n/${spec.name} ${spec.usage}\n\`\`\``,
    table(
      ['example', 'what it means'],
      spec.examples.map(({ text, means }) => [`\`/${spec.name} ${text}\``, means]),
    ),
    ...(spec.isAboutBot === true ? [] : [rights(spec)]),
    await prose(`${spec.name}/reference.md`),
  ].join('\n\n');

const content = async (): Promise<string> => {
  const sections = await Promise.all(commandSpecs.map(section));
  const text = [
    `<!-- Made by \`${command} --write\` from src/commands; do not edit. -->`,
    '# Commands',
    table(
      ['command', 'what it tells'],
      commandSpecs.map(({ name, summary }) => [`[\`/${name}\`](#${name})`, sentence(summary)]),
    ),
    ...sections,
    await prose('reference.md'),
  ].join('\n\n');
  return `${text}\n`;
};

/** Prints, writes or checks docs/commands.md, the reference of the commands. */
export const run = async (args: readonly string[]): Promise<number> =>
  handleGenerated(args, [{ path: 'docs/commands.md', content: await content() }], command);
