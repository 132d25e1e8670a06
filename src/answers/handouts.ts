import { outsideReason } from '../core/access.ts';
import type { AuditEntry } from '../core/audit.ts';
import type { AnyCommand } from '../core/command.ts';
import type { SubjectId } from '../core/digest.ts';
import type { HandedOut, Handout } from '../core/handout.ts';
import type { Interaction } from '../core/interaction.ts';
import type { Account } from '../core/settings.ts';
import type { Text } from '../core/text.ts';
import { counted } from '../core/words.ts';
import { type Asker, judge } from './asker.ts';
import { noteCard, refusedCard } from './cards.ts';
import type { Desk } from './desk-deps.ts';
import { sendCsv } from './send-csv.ts';
import { unlisted } from './unlisted.ts';

type Action = Extract<Interaction, { kind: 'action' }>;

interface Press extends Pick<Action, 'scene' | 'reply' | 'value'> {
  readonly handout: Handout;
  readonly command: AnyCommand;
}

type Outcome = AuditEntry['outcome'];

const note = (
  desk: Desk,
  { scene, handout, value }: Press,
  {
    outcome,
    reason,
    subjects = [],
  }: {
    readonly outcome: Outcome;
    readonly reason: string;
    readonly subjects?: readonly SubjectId[];
  },
): Promise<void> =>
  desk.record({
    scene,
    what: handout.id,
    detail: value,
    accounts: subjects.filter((subject) => subject !== 'bot'),
    outcome,
    reason,
  });

const refuse = async (desk: Desk, press: Press, asker: Asker, reason: string): Promise<void> => {
  const { scene, reply, command } = press;
  await note(desk, press, { outcome: 'refused', reason });
  // No rule could let in who is outside.
  const isOutside = outsideReason(asker.person, asker.home) !== undefined;
  const { name } = command.spec;
  const keptId = isOutside
    ? undefined
    : await desk.kept.keep(scene.member, () => ({
        kind: 'question',
        command: name,
        text: '',
        accounts: undefined,
        right: name,
        denied: [],
      }));
  const { admins } = desk.settings().access;
  await reply.say(refusedCard({ shownAs: `/${name}`, reason, denied: [], admins, keptId }));
};

/** Those of the subjects that may be told; what is no listed account's only where a rule gives all. */
const seenOf = (
  desk: Desk,
  { command }: Press,
  asker: Asker,
  { subjects }: HandedOut,
): ReadonlySet<SubjectId> => {
  const { access, accounts } = desk.settings();
  const idsOf = (some: readonly Account[]) => new Set<SubjectId>(some.map(({ id }) => id));
  const listed = idsOf(accounts);
  const allowed = idsOf(judge(access, asker, command, accounts).full);
  const seesUnlisted = judge(access, asker, command, [unlisted]).full.length > 0;
  return new Set(
    subjects.filter((subject) => (listed.has(subject) ? allowed.has(subject) : seesUnlisted)),
  );
};

const leftOut = (missing: readonly SubjectId[]): Text => {
  const accounts = missing.filter((subject) => subject !== 'bot').length;
  const parts = [
    ...(accounts > 0 ? [counted(accounts, 'account')] : []),
    ...(missing.includes('bot') ? ['what is about the bot itself'] : []),
  ];
  return parts.length === 0 ? [] : [` Left out, because no rule lets you: ${parts.join(' and ')}.`];
};

const giveFound = async (
  desk: Desk,
  press: Press,
  asker: Asker,
  { found, reason }: { readonly found: HandedOut; readonly reason: string },
): Promise<void> => {
  const { scene, reply } = press;
  const seen = seenOf(desk, press, asker, found);
  if (seen.size === 0)
    return refuse(desk, press, asker, 'no rule lets you see any of the accounts that it tells of');
  const missing = found.subjects.filter((subject) => !seen.has(subject));
  const outcome = missing.length === 0 ? 'allowed' : 'partly';
  await note(desk, press, { outcome, reason, subjects: [...seen] });
  const csv = found.csv(seen);
  const said =
    csv.rows.length === 0
      ? 'There is nothing to send: nothing was open, fixed or not read.'
      : await sendCsv(desk, scene.member, csv);
  return reply.say(noteCard(said, ...leftOut(missing)));
};

const give = async (desk: Desk, press: Press, asker: Asker): Promise<void> => {
  const { reply, handout, value, command } = press;
  const { access, accounts } = desk.settings();
  const { full, reason } = judge(access, asker, command, accounts);
  if (full.length === 0) return refuse(desk, press, asker, reason);
  const found = await desk.store.transaction((tx) => handout.find(tx, value));
  if (found !== undefined)
    return giveFound(desk, press, asker, { found, reason: `${command.spec.name}: ${reason}` });
  await note(desk, press, { outcome: 'failed', reason: 'it is not kept any more' });
  return reply.say(
    noteCard(
      'What was found then is not kept any more. ',
      { code: `/${command.spec.name}` },
      ' tells how it is now.',
    ),
  );
};

/** Sends what a button of the bot's own message hands out; false: it hands out nothing. */
export const handOut = async (
  desk: Desk,
  { action, scene, reply, value }: Action,
): Promise<boolean> => {
  const handout = desk.handouts.find(({ id }) => id === action);
  const command = desk.commands.find(({ spec }) => spec.name === handout?.command);
  if (handout === undefined || command === undefined) return false;
  const press = { scene, reply, value, handout, command };
  const found = await desk.findAsker(scene);
  if ('asker' in found) await give(desk, press, found.asker);
  else {
    await note(desk, press, { outcome: 'refused', reason: found.problem });
    await reply.say(noteCard(`${found.problem}, so nothing was sent. Try again in a minute.`));
  }
  return true;
};
