import { cisNumbers } from '../detections/cis.ts';
import type { Detection, Watched } from '../detections/detection.ts';
import { detections } from '../detections/index.ts';
import { filterPatternOf } from '../detections/pattern.ts';
import { handleGenerated } from './generated.ts';

const command = 'npm run detections --';

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const eventsOf = ({ source, names, where }: Watched): string => {
  const service = source === undefined ? 'Any service' : `\`${source}\``;
  const calls = names === undefined ? 'any call' : names.map((name) => `\`${name}\``).join(', ');
  return `- ${service}: ${calls}${where === undefined ? '' : ', under a condition (see the pattern)'}`;
};

const cisText = (control: number): string =>
  cisNumbers(control)
    .map(({ versions, number }) => `${number} (${versions})`)
    .join(', ');

const identifiers = ({ cis, securityHub }: Detection): readonly string[] => [
  ...(cis === undefined ? [] : [`CIS AWS Foundations Benchmark: ${cisText(cis)}.`]),
  ...(securityHub === undefined ? [] : [`Security Hub: ${securityHub}.`]),
];

const section = (detection: Detection): string => {
  const { id, title, severity, events, guardsTheGuards, meaning, next } = detection;
  return [
    `## ${title}`,
    `\`${id}\`, ${severity.level}: ${severity.reason}.`,
    `${meaning} **Next:** ${next}`,
    ...(guardsTheGuards ? ['It guards what guards the account.'] : []),
    ...(identifiers(detection).length === 0 ? [] : [identifiers(detection).join(' ')]),
    events.map(eventsOf).join('\n'),
    `\`\`\`text\n${filterPatternOf(detection)}\n\`\`\``,
  ].join('\n\n');
};

const summary = ({ title, id, severity, cis, securityHub }: Detection): string =>
  row([
    `[${title}](#${id})`,
    severity.level,
    cis === undefined
      ? ''
      : cisNumbers(cis)
          .map(({ number }) => number)
          .join(', '),
    securityHub ?? '',
  ]);

const content = (): string => {
  const parts = [
    `<!-- Made by \`${command} --write\` from src/detections; do not edit. -->`,
    '# Detections',
    'The operations that are watched. A record of CloudTrail that is one of them becomes an alert with its title and ' +
      'severity; where several fit, the first of this list counts. The filter pattern is for a metric filter on the log ' +
      'group of a trail. CIS numbers are those of the benchmark 1.2, 1.4 to 5.0, and 6.0 and later.',
    [
      row(['detection', 'severity', 'CIS', 'Security Hub']),
      row(['---', '---', '---', '---']),
      ...detections.map(summary),
    ].join('\n'),
    ...detections.map(section),
  ];
  return `${parts.join('\n\n')}\n`;
};

/** Prints, writes or checks docs/detections.md, the reference of the catalogue. */
export const run = (args: readonly string[]): Promise<number> =>
  handleGenerated(args, [{ path: 'docs/detections.md', content: content() }], command);
