import { stringify } from 'yaml';
import { commandSpecs } from '../commands/specs.ts';
import { createManifest } from '../slack/manifest.ts';
import { scopes } from '../slack/scopes.ts';
import { handleGenerated } from './generated.ts';

const command = 'npm run manifest --';

/** The reasons stand above the manifest, for whoever has to approve the app. */
const content = (): string =>
  [
    `# Made by \`${command} --write\` from src/slack and src/commands; do not edit.`,
    '#',
    '# Why each scope is asked for:',
    ...scopes.map(({ name, why }) => `#   ${name}: to ${why}`),
    '',
    stringify(createManifest(commandSpecs), { lineWidth: 100 }),
  ].join('\n');

/**
 * Prints the Slack app's manifest as YAML; `--write` writes deploy/slack-manifest.yaml, `--check`
 * exits 1 if that file is not what the code says.
 */
export const run = (args: readonly string[]): Promise<number> =>
  handleGenerated(args, [{ path: 'deploy/slack-manifest.yaml', content: content() }], command);
