import { asAccountId } from '../core/ids.ts';
import type { Interaction } from '../core/interaction.ts';
import type { Account } from '../core/settings.ts';
import { ask } from './ask.ts';
import { answerActions } from './buttons.ts';
import { noteCard, requestCard } from './cards.ts';
import type { Desk } from './desk-deps.ts';
import { openQuestionForm } from './forms.ts';
import type { KeptAnswerBody, KeptBody } from './kept.ts';
import { recheck } from './recheck.ts';
import { sendCsv } from './send-csv.ts';
import { share } from './share.ts';

type Action = Extract<Interaction, { kind: 'action' }>;

interface Press {
  readonly action: Action;
  /** The id of what was kept, and what stands behind it in the button's value. */
  readonly id: string;
  readonly rest: string;
  readonly body: KeptBody;
}

type Handler = (desk: Desk, press: Press) => Promise<void>;

const tooOld =
  "This answer is not kept any more (30 minutes), or it is somebody else's. Ask again.";

const commandOf = (desk: Desk, { body }: Press) => {
  const command = desk.commands.find(({ spec }) => spec.name === body.command);
  if (command === undefined) throw new Error(`there is no command ${body.command}`);
  return command;
};

/** A new use of a command: everything about it is checked anew. */
const askAgain = (
  desk: Desk,
  press: Press,
  more: { text?: string; older?: unknown; picked?: string },
) => {
  const { scene, reply } = press.action;
  const picked = asAccountId(more.picked);
  return ask(desk, {
    scene,
    reply,
    command: commandOf(desk, press),
    text: more.text ?? press.body.text,
    picked: picked === undefined ? press.body.accounts : [picked],
    older: more.older,
  });
};

const edit: Handler = async (desk, press) => {
  const { scene, reply } = press.action;
  const found = await desk.findAsker(scene);
  if ('problem' in found) return reply.say(noteCard(`${found.problem}.`));
  const command = commandOf(desk, press);
  const isOpen = await openQuestionForm(
    desk,
    { command, text: press.body.text, reply },
    found.asker,
  );
  return isOpen
    ? undefined
    : reply.say(noteCard('Slack did not take the form in time. Press Edit again.'));
};

const pick: Handler = (desk, press) => askAgain(desk, press, { picked: press.rest });

const again =
  (index: number): Handler =>
  async (desk, press) => {
    const { body } = press;
    const text = body.kind === 'answer' ? body.answer.next?.[index]?.text : undefined;
    if (text !== undefined) await askAgain(desk, press, { text });
  };

const older: Handler = async (desk, press) => {
  const { body } = press;
  if (body.kind === 'answer') await askAgain(desk, press, { older: body.answer.older });
};

const withAnswer =
  (
    what: string,
    work: (desk: Desk, press: Press, body: KeptAnswerBody) => Promise<void>,
  ): Handler =>
  async (desk, press) => {
    const { body } = press;
    if (body.kind !== 'answer') return;
    const { scene, reply } = press.action;
    const problem = await recheck(desk, { scene, what, body });
    if (problem === undefined) await work(desk, press, body);
    else await reply.say(noteCard(`You may not see this any more: ${problem}.`));
  };

const details = withAnswer('details', async (_desk, { action, rest }, { answer }) => {
  const detail = answer.details?.find(({ id }) => id === rest);
  if (detail === undefined) return action.reply.say(noteCard(tooOld));
  const isOpen = await action.reply.openCard('Details', detail.card);
  return isOpen ? undefined : action.reply.say(detail.card);
});

const csv = withAnswer('csv', async (desk, { action }, { answer }) => {
  if (answer.csv === undefined) return;
  await action.reply.say(noteCard(await sendCsv(desk, action.scene.member, answer.csv)));
});

const shareAnswer: Handler = async (desk, { action, id, body }) => {
  if (body.kind === 'answer') await share(desk, { ...action, id }, body);
};

/** Asks the admins, once a question; it changes nothing by itself. */
const request: Handler = async (desk, { action, body }) => {
  if (body.kind !== 'question') return;
  const { scene, reply } = action;
  const { accounts, access } = desk.settings();
  const denied: readonly Account[] = accounts.filter(({ id }) => body.denied.includes(id));
  const { user } = scene.member;
  const card = requestCard({
    user,
    channel: scene.channel?.startsWith('D') ? undefined : scene.channel,
    right: body.right,
    accounts: denied,
    admins: access.admins,
  });
  await desk.record({
    scene,
    what: 'request-access',
    detail: body.right,
    accounts: body.denied,
    outcome: 'allowed',
    reason: 'anybody may ask',
  });
  const key = `access ${user} ${body.right} ${scene.channel ?? ''} ${body.denied.join(' ')}`;
  await desk.store.transaction((tx) => desk.say(tx, { key, card }));
  await reply.say(noteCard('The admins were asked.'));
};

const handlers: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  [answerActions.edit, edit],
  [answerActions.share, shareAnswer],
  [answerActions.details, details],
  [answerActions.older, older],
  [answerActions.csv, csv],
  [answerActions.pick, pick],
  [answerActions.request, request],
  ...[0, 1, 2].map((index): [string, Handler] => [`${answerActions.again}-${index}`, again(index)]),
]);

/** Does what a button of an answer says; false: it is none of an answer's. */
export const act = async (desk: Desk, action: Action): Promise<boolean> => {
  const handler = handlers.get(action.action);
  if (handler === undefined) return false;
  const [id = '', ...rest] = action.value.split(' ');
  const body = await desk.kept.find(action.scene.member, id);
  if (body === undefined) await action.reply.say(noteCard(tooOld));
  else await handler(desk, { action, id, rest: rest.join(' '), body });
  return true;
};
