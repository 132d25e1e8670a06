import { stringify } from 'yaml';
import { handleGenerated } from './generated.ts';
import { createTemplate } from './template/template.ts';

const command = 'npm run template --';

/**
 * CloudFormation reads YAML 1.1, where a bare Yes is a boolean, and no aliases. A filter pattern
 * stands on one line, to be found.
 */
const asCloudFormationReadsIt = {
  version: '1.1',
  aliasDuplicateObjects: false,
  lineWidth: 0,
} as const;

const content = (): string =>
  [
    `# Made by \`${command} --write\` from src/detections and src/aws; do not edit.`,
    '# docs/how-to/set-up.md says how to use it.',
    '',
    stringify(createTemplate(), asCloudFormationReadsIt),
  ].join('\n');

/**
 * Prints the CloudFormation template as YAML; `--write` writes deploy/cloudformation/trailwarden.yaml,
 * `--check` exits 1 if that file is not what the code says.
 */
export const run = (args: readonly string[]): Promise<number> =>
  handleGenerated(
    args,
    [{ path: 'deploy/cloudformation/trailwarden.yaml', content: content() }],
    command,
  );
