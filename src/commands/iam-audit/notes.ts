import type { FactName } from '../../checks/check.ts';
import { factSources } from '../../checks/fact-sources.ts';
import type { CardPart } from '../../core/card.ts';
import { counted } from '../../core/words.ts';
import { homeRegion } from '../asking/account.ts';
import { cliLine } from '../asking/cli-line.ts';
import type { AuditQuestion } from './deps.ts';
import { practicesOf } from './query.ts';

/** `iam:GetAccountSummary` as the command line has it. */
const cliWords = (action: string): readonly string[] => {
  const [service = '', call = ''] = action.split(':');
  return [service, call.replaceAll(/(?<!^)([A-Z])/g, '-$1').toLowerCase()];
};

/** What a line needs besides the call's name. */
const furtherWords: Readonly<Record<string, readonly string[]>> = {
  'iam:GetAccountAuthorizationDetails': ['--filter', 'User', 'Role', 'Group', 'LocalManagedPolicy'],
  'iam:GetCredentialReport': ['--query', 'Content', '--output', 'text'],
  'account:GetAlternateContact': ['--alternate-contact-type', 'SECURITY'],
};

/** Calls that name one trail, or only begin something. */
const withoutLine = new Set([
  'iam:GenerateCredentialReport',
  'cloudtrail:GetTrailStatus',
  'cloudtrail:GetEventSelectors',
]);

const isRegional = (action: string): boolean => action.startsWith('ec2:');

/** What the answer rests on, and does not know. */
const remarks = (needs: ReadonlySet<FactName>): string =>
  [
    '; no call for each user or role.',
    ...(needs.has('credentials') ? [' The credential report may be four hours old.'] : []),
    ...(needs.has('authorization')
      ? [
          ' Policies are judged by their documents: what boundaries and policies of the organisation deny is not taken off.',
        ]
      : []),
  ].join('');

/** What was asked of AWS, and the lines for a shell that ask the same. */
export const askedNotes = ({ query, places }: AuditQuestion): readonly CardPart[] => {
  const needs = new Set(practicesOf(query).flatMap(({ needs: names }) => names));
  const actions = [...needs].flatMap((name) => factSources[name]);
  const [first] = places;
  const home = first === undefined ? 'us-east-1' : homeRegion(first);
  const regions = first?.regions ?? [];
  const where = actions.some(isRegional) ? ` (in ${regions.join(', ')})` : '';
  const lines = actions
    .filter((action) => !withoutLine.has(action))
    .map((action) =>
      cliLine(
        ...cliWords(action),
        ...(furtherWords[action] ?? []),
        '--region',
        isRegional(action) ? (regions[0] ?? home) : home,
      ),
    );
  return [
    {
      kind: 'note',
      text: [
        `Asked of AWS in ${counted(places.length, 'account')}: ${actions.join(', ')}${where}${remarks(needs)}`,
      ],
    },
    {
      kind: 'note',
      text: lines.flatMap((line, index) => (index === 0 ? [line] : [' · ', line])),
    },
  ];
};
