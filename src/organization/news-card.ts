import type { Card, CardPart } from '../core/card.ts';
import { foreign } from '../core/redact.ts';
import type { Text } from '../core/text.ts';
import { counted } from '../core/words.ts';
import type { Change } from './change.ts';
import type { Member } from './memory.ts';

const shown = 20;

const label = ({ name, id }: Member): Text => [{ bold: foreign(name) }, ` (${id})`];

const missingWords = ({ missing }: Member): Text =>
  missing === undefined ? ['nothing is missing'] : ['missing: ', foreign(missing)];

const list = (
  members: readonly Member[],
  say: (member: Member) => Text,
): Extract<CardPart, { kind: 'list' }> => ({
  kind: 'list',
  items: [
    ...members.slice(0, shown).map(say),
    ...(members.length > shown ? [[`and ${members.length - shown} more`]] : []),
  ],
});

const section = (
  members: readonly Member[],
  says: string,
  say: (member: Member) => Text = label,
): readonly CardPart[] =>
  members.length === 0 ? [] : [{ kind: 'text', text: [says] }, list(members, say)];

const lacking = (members: readonly Member[]): readonly Member[] =>
  members.filter(({ missing }) => missing !== undefined);

/** Of many at once only those are named that lack something. */
const addedParts = ({ isFirst, added, unit }: Change): readonly CardPart[] => {
  if (!isFirst)
    return section(added, `New in ${unit}, watched from now on:`, (member) => [
      ...label(member),
      ' – ',
      ...missingWords(member),
    ]);
  const bad = lacking(added);
  return [
    {
      kind: 'text',
      text: [
        `${unit} has ${counted(added.length, 'account')}; ${bad.length === 0 ? 'the role works in all of them.' : `in ${bad.length} something is missing:`}`,
      ],
    },
    ...(bad.length === 0
      ? []
      : [list(bad, (member) => [...label(member), ' – ', ...missingWords(member)])]),
  ];
};

const partsOf = (change: Change): readonly CardPart[] => [
  ...(change.added.length > 0 ? addedParts(change) : []),
  ...section(change.ready, 'The role works there now:'),
  ...section(change.suspended, 'Suspended, and not read any more:'),
  ...section(
    change.gone,
    `No longer in ${change.unit}, and not read any more. Alarms that come from there still are shown:`,
  ),
];

const headline = (changes: readonly Change[]): Text => {
  const count = (kind: 'added' | 'ready' | 'suspended' | 'gone'): number =>
    changes.reduce((sum, change) => sum + change[kind].length, 0);
  const words = [
    ...(count('added') > 0 ? [`${counted(count('added'), 'new account')}`] : []),
    ...(count('ready') > 0 ? [`${count('ready')} ready now`] : []),
    ...(count('suspended') > 0 ? [`${count('suspended')} suspended`] : []),
    ...(count('gone') > 0 ? [`${count('gone')} gone`] : []),
  ];
  return [`The organisation has changed: ${words.join(', ')}.`];
};

/** What changed in the organisation, and what is missing where. */
export const newsCard = (changes: readonly Change[]): Card => {
  const isLacking = changes.some(({ added }) => lacking(added).length > 0);
  return {
    badge: { emoji: 'busts_in_silhouette', word: 'ORGANISATION' },
    headline: headline(changes),
    parts: [
      ...changes.flatMap(partsOf),
      {
        kind: 'note',
        text: [
          isLacking
            ? 'What is missing is looked for again every hour. The StackSet of docs/how-to/set-up.md brings the role and the rules. '
            : '',
          'What is watched where: ',
          { code: '/trailwarden coverage' },
        ],
      },
    ],
  };
};
