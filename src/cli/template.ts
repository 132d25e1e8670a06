import { stringify } from 'yaml';
import { type Generated, handleGenerated } from './generated.ts';
import { createOrgTemplate } from './template/org/central.ts';
import { createMemberTemplate } from './template/org/member.ts';
import { createTemplate } from './template/template.ts';

const folder = 'deploy/cloudformation';

/**
 * CloudFormation reads YAML 1.1, where a bare Yes is a boolean, and no aliases. A filter pattern
 * stands on one line, to be found.
 */
const asCloudFormationReadsIt = {
  version: '1.1',
  aliasDuplicateObjects: false,
  lineWidth: 0,
} as const;

const write = (template: object, command: string): string =>
  [
    `# Made by \`${command}\` from src/detections and src/aws; do not edit.`,
    '# docs/how-to/set-up.md says how to use it.',
    '',
    stringify(template, asCloudFormationReadsIt),
  ].join('\n');

const ofAccount = (command: string): readonly Generated[] => [
  { path: `${folder}/trailwarden.yaml`, content: write(createTemplate(), command) },
];

/** The StackSet carries the member's template; beside it, it is there for accounts without StackSets. */
const ofOrganisation = (command: string): readonly Generated[] => {
  const member = createMemberTemplate();
  const carried = stringify(member, asCloudFormationReadsIt);
  return [
    { path: `${folder}/trailwarden-org.yaml`, content: write(createOrgTemplate(carried), command) },
    { path: `${folder}/trailwarden-member.yaml`, content: write(member, command) },
  ];
};

/**
 * Writes the CloudFormation template deploy/cloudformation/trailwarden.yaml, with `--org` those of an
 * organisation (trailwarden-org.yaml and trailwarden-member.yaml). `--print` prints them instead,
 * `--check` exits 1 if a file is not what the code says.
 */
export const run = (args: readonly string[]): Promise<number> => {
  const isOrg = args.includes('--org');
  const command = isOrg ? 'npm run template -- --org' : 'npm run template';
  const [mode = '--write', ...rest] = args.filter((arg) => arg !== '--org');
  const files = isOrg ? ofOrganisation(command) : ofAccount(command);
  return handleGenerated(
    mode === '--print' ? rest : [mode, ...rest],
    files,
    `npm run template --${isOrg ? ' --org' : ''}`,
  );
};
