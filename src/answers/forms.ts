import type { AnyCommand } from '../core/command.ts';
import type { FormErrors, FormValues } from '../core/form.ts';
import type { Reply } from '../core/interaction.ts';
import type { MemberId } from '../core/person.ts';
import { textOf } from '../core/text.ts';
import type { Asker } from './asker.ts';
import type { Desk, DeskDeps } from './desk-deps.ts';
import { readQuestion } from './read.ts';

const formPrefix = 'ask-';

/** The command whose form `id` is; undefined: it is none of ours. */
export const commandOfForm = (
  { commands }: Pick<DeskDeps, 'commands'>,
  id: string,
): AnyCommand | undefined => commands.find(({ spec }) => id === `${formPrefix}${spec.name}`);

/** Opens a command's form, filled in with what was said; false: Slack did not take it any more. */
export const openQuestionForm = (
  desk: Desk,
  wanted: { readonly command: AnyCommand; readonly text: string; readonly reply: Reply },
  asker: Asker,
): Promise<boolean> => {
  const { command, text, reply } = wanted;
  const context = {
    now: desk.clock.now(),
    zone: asker.person.zone,
    accounts: desk.settings().accounts,
  };
  return reply.openForm({
    form: command.form(text, context),
    id: `${formPrefix}${command.spec.name}`,
    state: '',
  });
};

/** What is wrong with a form, in the words that a typed command would get. */
export const checkForm = async (
  desk: Desk,
  sent: { readonly member: MemberId; readonly id: string; readonly values: FormValues },
): Promise<FormErrors | undefined> => {
  const command = commandOfForm(desk, sent.id);
  if (command === undefined) return undefined;
  const person = await desk.workspace.person(sent.member);
  const context = {
    now: desk.clock.now(),
    zone: person.kind === 'ok' ? person.value.zone : 'Etc/UTC',
    accounts: desk.settings().accounts,
  };
  const reading = readQuestion(command, command.fromForm(sent.values), context);
  const [first] = command.form('', context).fields;
  if (reading.kind === 'question' || first === undefined) return undefined;
  if (reading.kind === 'empty') return { [first.id]: 'Say what to look for.' };
  return { [reading.field ?? first.id]: `${textOf(reading.problem)} Example: ${reading.example}` };
};
