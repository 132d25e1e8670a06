import type { Card, CardPart } from '../core/card.ts';
import type { AnyCommand, Command, Reading } from '../core/command.ts';
import type { AppError } from '../core/errors.ts';
import type { Account, MemberList } from '../core/settings.ts';
import type { Inline, Text } from '../core/text.ts';
import { answerActions } from './buttons.ts';
import { accountNames } from './places.ts';

type Wrong = Extract<Reading<unknown>, { kind: 'wrong' }>;

const info = { emoji: 'information_source', word: 'NOTE' } as const;
const no = { emoji: 'no_entry', word: 'REFUSED' } as const;
const broken = { emoji: 'warning', word: 'FAILED' } as const;

const note = (...text: Text): CardPart => ({ kind: 'note', text });
const line = (...text: Text): CardPart => ({ kind: 'text', text });

const editButton = (id: string): CardPart => ({
  kind: 'buttons',
  buttons: [{ kind: 'action', action: answerActions.edit, label: 'Edit', value: id }],
});

export const noteCard = (...headline: Text): Card => ({ badge: info, headline, parts: [] });

/** What is being read, from the third second on. */
export const progressCard = (text: Text): Card => ({
  badge: { emoji: 'hourglass_flowing_sand', word: 'READING' },
  headline: text,
  parts: [],
});

/** What was understood of a command, what was not, and a line that works. */
export const wrongCard = (
  { spec }: AnyCommand,
  { understood, problem, example }: Wrong,
  id: string,
): Card => ({
  ...(understood.length > 0 && { lead: ['Understood: ', ...understood] }),
  badge: { emoji: 'speech_balloon', word: 'NOT UNDERSTOOD' },
  headline: problem,
  parts: [
    line('For example: ', { code: example }),
    note('Usage: ', `/${spec.name} ${spec.usage}`),
    editButton(id),
  ],
});

/** The command's usage, where no form can be opened. */
export const usageCard = ({ spec }: Pick<Command, 'spec'>): Card => ({
  badge: info,
  headline: [{ code: `/${spec.name} ${spec.usage}` }],
  parts: [
    line(spec.summary),
    {
      kind: 'list',
      items: spec.examples.map(
        ({ text, means }): Text => [{ code: `/${spec.name} ${text}` }, ` – ${means}`],
      ),
    },
  ],
});

const admins = ({ users, groups }: MemberList): Text => {
  const people = users.slice(0, 5).flatMap((user): Inline[] => [' ', { user }]);
  if (people.length > 0) return people;
  return groups.length > 0
    ? [` the members of the user group ${groups.join(' or ')}`]
    : [' whoever runs the bot (access: in its settings)'];
};

/** Carries no data: not even which accounts there are, beyond those that were named. */
export const refusedCard = (refusal: {
  /** `/whodid`, `acknowledge`. */
  readonly shownAs: string;
  readonly reason: string;
  readonly denied: readonly Account[];
  readonly admins: MemberList;
  /** What may be asked instead. */
  readonly hint?: string | undefined;
  /** Undefined: access cannot be asked for. */
  readonly keptId: string | undefined;
}): Card => ({
  badge: no,
  headline: [
    `${refusal.shownAs}: ${refusal.reason}`,
    ...(refusal.denied.length === 0 ? [] : [` on ${accountNames(refusal.denied)}`]),
    '.',
  ],
  parts: [
    ...(refusal.hint === undefined ? [] : [line({ untrusted: refusal.hint })]),
    line('This can be changed by', ...admins(refusal.admins), '.'),
    ...(refusal.keptId === undefined
      ? []
      : [
          {
            kind: 'buttons',
            buttons: [
              {
                kind: 'action',
                action: answerActions.request,
                label: 'Request access',
                value: refusal.keptId,
              },
            ],
          } satisfies CardPart,
        ]),
  ],
});

/** A menu of the accounts that could be meant. */
export const chooseCard = (understood: Text, accounts: readonly Account[], id: string): Card => ({
  lead: ['Understood: ', ...understood],
  badge: { emoji: 'mag', word: 'WHERE' },
  headline: [`Which account? You may ask about ${accounts.length} from here.`],
  parts: [
    {
      kind: 'buttons',
      buttons: [
        {
          kind: 'select',
          action: answerActions.pick,
          label: 'Account',
          options: accounts.slice(0, 100).map((account) => ({
            label: `${account.name} (${account.id})`,
            value: `${id} ${account.id}`,
          })),
        },
        { kind: 'action', action: answerActions.edit, label: 'Edit', value: id },
      ],
    },
    note(
      'Or say it in the command: ',
      { code: `in ${accounts[0]?.name ?? 'prod'}` },
      ', or ',
      { code: 'in all' },
      '.',
    ),
  ],
});

/** What went wrong, with a reference that stands in the log too. */
export const failedCard = (
  what: string,
  error: AppError | undefined,
  reference: string,
  /** Of the question, where there is one to correct. */
  keptId?: string,
): Card => ({
  badge: broken,
  headline:
    error === undefined
      ? [`${what}: something went wrong on the bot's side.`]
      : [`${what}: `, { untrusted: error.message }],
  parts: [
    ...(error?.hint === undefined ? [] : [line({ untrusted: error.hint })]),
    note(`Reference ${reference}, for whoever runs the bot.`),
    ...(keptId === undefined ? [] : [editButton(keptId)]),
  ],
});

/** What a wanted access would look like in the settings. */
export const requestCard = (request: {
  readonly user: string;
  readonly channel: string | undefined;
  readonly right: string;
  readonly accounts: readonly Account[];
  readonly admins: MemberList;
}): Card => ({
  badge: { emoji: 'key', word: 'ACCESS' },
  headline: [
    { user: request.user },
    ` asks to use ${request.right}`,
    ...(request.accounts.length > 0 ? [` on ${accountNames(request.accounts)}`] : []),
    ...(request.channel === undefined ? [] : [' in ', { channel: request.channel }]),
    '.',
  ],
  parts: [
    line('An admin can allow it with a rule under access in the settings:'),
    {
      kind: 'code',
      text: {
        untrusted: [
          'access:',
          '  rules:',
          `    - members: [${request.user}]`,
          ...(request.channel === undefined ? [] : [`      channels: [${request.channel}]`]),
          `      commands: [${request.right}]`,
          `      accounts: [${request.accounts.map(({ name }) => name).join(', ') || 'all'}]`,
        ].join('\n'),
      },
    },
    note('For', ...admins(request.admins), '. Settings are read again on SIGHUP.'),
  ],
});
