import { bestPractices } from '../checks/best-practices/index.ts';
import type { BestPractice, Check, OwnCheck } from '../checks/check.ts';
import { factSources } from '../checks/fact-sources.ts';
import { checks } from '../checks/index.ts';
import { escalations } from '../checks/policy/escalations.ts';
import { handleGenerated } from './generated.ts';

const command = 'npm run checks --';

const row = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

const rules = ({ fails, warns }: Check): string =>
  [
    fails === undefined ? 'It never fails.' : `**Fails** where ${fails}.`,
    ...(warns === undefined ? [] : [`**Warns** where ${warns}.`]),
  ].join(' ');

const facts = ({ cis, needs }: Check): string =>
  [
    ...(cis.length === 0 ? [] : [`CIS AWS Foundations Benchmark 3.0: ${cis.join(', ')}.`]),
    `Reads ${needs
      .flatMap((name) => factSources[name])
      .map((action) => `\`${action}\``)
      .join(', ')}.`,
  ].join(' ');

const practiceSection = (check: BestPractice): string =>
  [
    `### ${check.title}`,
    `\`${check.id}\`. ${check.asks}`,
    rules(check),
    `**Next:** ${check.next}`,
    facts(check),
  ].join('\n\n');

const ownSection = (check: OwnCheck): string =>
  [
    `### ${check.title}`,
    `\`${check.id}\`, as Trusted Advisor's "${check.advisor.name}" (\`${check.advisor.id}\`).`,
    rules(check),
    `**Next:** ${check.next}`,
    facts(check),
  ].join('\n\n');

const anchor = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');

const summary = ({ id, title, cis }: Check): readonly string[] => [
  `[${title}](#${anchor(title)})`,
  `\`${id}\``,
  cis.join(', '),
];

const verdicts = table(
  ['verdict', 'what it means'],
  [
    ['pass', 'what is asked for is there'],
    ['warn', 'something should be better, or soon will not be enough'],
    ['fail', 'something is to be done'],
    ['not applicable', 'there is nothing to judge'],
    [
      'not known',
      'something that decides could not be read, and what was read is not bad already; never a pass, and the reason names the missing permission',
    ],
  ],
);

const limits = [
  'Policies are judged by their documents: what permissions boundaries, policies of the organisation and other ' +
    'policies of the same person deny is not taken off, a statement with a condition counts as narrowed, and of ' +
    "AWS's own policies only AdministratorAccess, IAMFullAccess and PowerUserAccess are known. A policy that nobody " +
    'has gives nothing. One that cannot be read as a policy is named, and the verdict is not known unless another ' +
    'policy makes it worse. Roles that AWS keeps for its services are left out.',
  'No check makes a call for each user or role: an account of 5,000 users is read with some fifty calls.',
];

const content = (): string => {
  const parts = [
    `<!-- Made by \`${command} --write\` from src/checks; do not edit. -->`,
    '# Checks',
    'How an account is judged: facts that were read of AWS in, a verdict with reasons and the people or roles concerned out.',
    verdicts,
    '## Best practices',
    'The twelve best practices of IAM, and whom AWS writes to: what [`/iam-audit`](commands.md#iam-audit) shows.',
    table(['practice', 'id', 'CIS'], bestPractices.map(summary)),
    ...limits,
    ...bestPractices.map(practiceSection),
    '## Ways to more rights',
    'Whoever has all actions of a line, on anything and without a condition, is as good as an administrator. Sources: ' +
      "Rhino Security Labs' [methods](https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/) " +
      'and their [second part](https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation-part-2/).',
    table(
      ['actions', 'whoever has them may'],
      escalations.map(({ actions, may }) => [
        actions.map((action) => `\`${action}\``).join(', '),
        may,
      ]),
    ),
    '## Own checks',
    "What stands in for Trusted Advisor's checks where an account has no Support plan that includes it: " +
      '[`/trusted-advisor`](commands.md#trusted-advisor) shows it.',
    table(['check', 'id', 'CIS'], checks.map(summary)),
    ...checks.map(ownSection),
  ];
  return `${parts.join('\n\n')}\n`;
};

/** Prints, writes or checks docs/checks.md, the reference of the checks. */
export const run = (args: readonly string[]): Promise<number> =>
  handleGenerated(args, [{ path: 'docs/checks.md', content: content() }], command);
