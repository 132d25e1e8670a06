import type { Card, CardPart } from '../../core/card.ts';
import type { Answer, Command, CommandSpec, Reading } from '../../core/command.ts';
import type { Form, FormValues } from '../../core/form.ts';
import type { Overview } from '../../core/overview.ts';
import type { Store } from '../../core/store.ts';
import { type Text, untrusted } from '../../core/text.ts';
import { auditAnswer } from './audit.ts';
import { trailwardenSpec } from './spec.ts';
import { statusCard } from './status.ts';

export interface TrailwardenDeps {
  /** Every command, this one too. */
  readonly specs: readonly CommandSpec[];
  readonly overview: () => Promise<Overview>;
  readonly store: Store;
}

type Topic = 'help' | 'status' | 'audit';

export interface TrailwardenQuery {
  readonly topic: Topic;
  /** Of the help: which command's. */
  readonly about: CommandSpec | undefined;
}

const helpOf = ({ name, summary, usage, examples }: CommandSpec): readonly CardPart[] => [
  { kind: 'text', text: [{ bold: `/${name}` }, ` ${usage}`] },
  { kind: 'text', text: [summary] },
  {
    kind: 'list',
    items: examples.map(({ text, means }): Text => [{ code: `/${name} ${text}` }, ` – ${means}`]),
  },
];

const helpCard = (specs: readonly CommandSpec[], about: CommandSpec | undefined): Card => ({
  badge: { emoji: 'shield', word: 'HELP' },
  headline:
    about === undefined
      ? ['What you can ask Trailwarden. Answers are private until you share them.']
      : [about.summary],
  parts: [
    ...(about === undefined ? specs : [about]).flatMap(helpOf),
    {
      kind: 'note',
      text: [
        'In threads, where slash commands do not work: ',
        { code: '@Trailwarden whodid …' },
        ', or the message shortcut “Who did this?”. A command without words opens a form.',
      ],
    },
  ],
});

const read = (specs: readonly CommandSpec[], text: string): Reading<TrailwardenQuery> => {
  const [first = 'help', second] = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const where = { accounts: undefined, regions: undefined };
  if (first === 'status' || first === 'audit')
    return {
      kind: 'question',
      query: { topic: first, about: undefined },
      understood: [],
      where,
      right: `trailwarden ${first}`,
    };
  const wanted = first === 'help' ? second : first;
  const about = specs.find(({ name }) => name === wanted?.replace(/^\//, ''));
  if (wanted !== undefined && about === undefined)
    return {
      kind: 'wrong',
      understood: [],
      problem: ['There is nothing called “', untrusted(wanted), '” to tell about.'],
      example: '/trailwarden help whodid',
    };
  return { kind: 'question', query: { topic: 'help', about }, understood: [], where };
};

const form = (text: string): Form => ({
  title: 'Trailwarden',
  submit: 'Show',
  fields: [
    {
      kind: 'choice',
      id: 'topic',
      label: 'What about?',
      options: [
        { value: 'help', label: 'Help' },
        { value: 'status', label: 'Status' },
        { value: 'audit', label: 'Audit log' },
      ],
      value: /^(?:status|audit)$/.test(text.trim()) ? text.trim() : 'help',
    },
  ],
});

const fromForm = ({ topic }: FormValues): string => (typeof topic === 'string' ? topic : 'help');

/** `/trailwarden`: the bot about itself. */
export const createTrailwarden = (deps: TrailwardenDeps): Command<TrailwardenQuery> => ({
  spec: trailwardenSpec,
  read: (text) => read(deps.specs, text),
  form,
  fromForm,
  run: async ({ query }): Promise<Answer> => {
    switch (query.topic) {
      case 'help':
        return { card: helpCard(deps.specs, query.about), isPartial: false };
      case 'status':
        return { card: statusCard(await deps.overview()), isPartial: false };
      case 'audit':
        return auditAnswer(deps.store);
    }
  },
});
