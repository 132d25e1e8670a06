import type { Card, CardPart } from '../../core/card.ts';
import type { CommandSpec } from '../../core/command.ts';
import type { Text } from '../../core/text.ts';

const helpOf = ({ name, summary, usage, examples }: CommandSpec): readonly CardPart[] => [
  { kind: 'text', text: [{ bold: `/${name}` }, ` ${usage}`] },
  { kind: 'text', text: [summary] },
  {
    kind: 'list',
    items: examples.map(({ text, means }): Text => [{ code: `/${name} ${text}` }, ` – ${means}`]),
  },
];

/** One command, or all of them. */
export const helpCard = (specs: readonly CommandSpec[], about: CommandSpec | undefined): Card => ({
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
