import { plainCall } from '../../core/call-words.ts';
import type { CardPart, Fact } from '../../core/card.ts';
import type { Detail } from '../../core/command.ts';
import { trailEventLink } from '../../core/console-link.ts';
import { shownCaller } from '../../core/human-words.ts';
import { foreign, redactText, redactValue } from '../../core/redact.ts';
import { type Text, untrusted } from '../../core/text.ts';
import { shorten } from '../../core/words.ts';
import { cliLine } from '../asking/cli-line.ts';
import type { Chain } from './chain.ts';
import type { Group } from './fold.ts';
import type { Row } from './row.ts';
import { predicate, targets } from './sentence.ts';
import { originOf, shownChain, shownSureness } from './who.ts';

/** An answer is kept in the store, so that not every record of 100 KB can be in it. */
const mostCharacters = 6000;

/** The record for people: redacted, then cut with a mark. */
const pretty = ({ record }: Row): string => {
  const text = JSON.stringify(redactValue(record), null, 2);
  return text.length <= mostCharacters
    ? text
    : `${text.slice(0, mostCharacters)}\n… (${text.length - mostCharacters} characters more)`;
};

const fact = (label: string, value: Text | undefined): readonly Fact[] =>
  value === undefined ? [] : [{ label, value }];

const told = (text: string | undefined): Text | undefined =>
  text === undefined ? undefined : [untrusted(text)];

const factsOf = ({ event, human, at }: Row): readonly Fact[] => [
  { label: 'When', value: [{ time: at, style: 'date-time' }] },
  { label: 'Who', value: shownCaller(human) },
  { label: 'How sure', value: shownSureness(human) },
  ...fact('Error', told(event.error)),
  ...fact('From', told(event.address)),
  ...fact('User agent', told(event.userAgent)),
  ...fact('Access key', told(event.accessKey)),
  ...fact('Event id', event.id === undefined ? undefined : [{ code: foreign(event.id) }]),
];

const reproduced = ({ event }: Row): readonly CardPart[] => {
  if (event.id === undefined || event.region === undefined) return [];
  const line = cliLine(
    'cloudtrail',
    'lookup-events',
    '--region',
    event.region,
    '--lookup-attributes',
    `AttributeKey=EventId,AttributeValue=${event.id}`,
  );
  const url = trailEventLink(event.region, event.id);
  return [
    { kind: 'note', text: ['The same from AWS: ', line] },
    ...(url === undefined
      ? []
      : [
          {
            kind: 'buttons',
            buttons: [{ kind: 'link', label: 'Open in CloudTrail', url }],
          } as const,
        ]),
  ];
};

/** Short enough for a menu: `1. DeleteSecurityGroup sg-0abc`. */
const labelOf = (row: Row, number: number): string => {
  const [first = ''] = targets(row);
  const label = `${number}. ${plainCall(row.event.call)} ${first}`;
  return shorten(redactText(label).trim(), 75);
};

/** A group's newest record, to be looked at closely. */
export const detailOf = (group: Group, chain: Chain | undefined, number: number): Detail => {
  const { newest: row, rows } = group;
  const origin = originOf(chain);
  return {
    id: `row-${number}`,
    label: labelOf(row, number),
    card: {
      headline: [...shownCaller(row.human), ...predicate(row)],
      parts: [
        { kind: 'facts', facts: factsOf(row) },
        ...(chain === undefined
          ? []
          : [{ kind: 'text', text: shownChain(row.human, chain, origin) } as const]),
        ...(rows.length > 1
          ? [{ kind: 'note', text: [`The newest of ${rows.length} alike.`] } as const]
          : []),
        { kind: 'code', text: untrusted(pretty(row)) },
        ...reproduced(row),
      ],
    },
  };
};
