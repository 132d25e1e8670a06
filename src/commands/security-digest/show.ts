import type { CardPart } from '../../core/card.ts';
import type { Answer, Csv } from '../../core/command.ts';
import type { ShownDigest } from '../../core/digest.ts';
import { csvPart } from '../asking/csv.ts';
import type { Asked, SecurityDigestDeps } from './deps.ts';
import type { ShowQuery } from './query.ts';
import { securityDigestSpec } from './spec.ts';

const command = `/${securityDigestSpec.name}`;

/** Of all sections in one; each row says of which it is. */
const csvOf = ({ sections }: ShownDigest): Csv => ({
  name: securityDigestSpec.name,
  columns: sections[0]?.csv.columns ?? [],
  rows: sections.flatMap(({ csv }) => csv.rows),
});

/** How to get the rest, where there is less to ask for. */
const narrowNote = ({ query, places }: Asked<ShowQuery>): readonly CardPart[] => {
  const [first] = places;
  const isNarrow = places.length === 1 && query.sections?.length === 1;
  if (first === undefined || isNarrow) return [];
  return [
    {
      kind: 'text',
      text: [
        'Not everything could be read. What is missing for want of time is there when less is asked for, for example ',
        { code: `${command} ${query.sections?.[0] ?? 'iam'} in ${first.account.name}` },
        '.',
      ],
    },
  ];
};

const note: CardPart = {
  kind: 'note',
  text: [
    'Read now, and compared with the last digest that was kept of each account; of this one nothing is kept. More: /iam-audit all, /trusted-advisor all, /trailwarden open, /trailwarden coverage.',
  ],
};

/** The digest as it would be now; its sections are details. */
export const showAnswer = async (
  { digests }: Pick<SecurityDigestDeps, 'digests'>,
  question: Asked<ShowQuery>,
): Promise<Answer> => {
  const { query, places, asker, signal, progress, isUnlistedToo = false } = question;
  const shown = await digests.show({
    places,
    sections: query.sections,
    isBotToo: isUnlistedToo,
    zone: asker.zone,
    signal,
    progress,
  });
  return {
    isPartial: shown.isPartial,
    card: {
      ...shown.root,
      parts: [...shown.root.parts, ...(shown.isPartial ? narrowNote(question) : []), note],
    },
    ...csvPart(csvOf(shown)),
    details: shown.sections.map(({ id, title, card }) => ({ id, label: title, card })),
  };
};
