import { type AccessVerdict, judgeAccess, outsideReason } from '../core/access.ts';
import type { Action, Deed, Inquiry, Press } from '../core/action.ts';
import { toError } from '../core/errors.ts';
import type { FormErrors, FormValues } from '../core/form.ts';
import type { AccountId } from '../core/ids.ts';
import type { Incident } from '../core/incident-store.ts';
import type { Interaction, Reply, Scene } from '../core/interaction.ts';
import type { MemberId } from '../core/person.ts';
import type { Account } from '../core/settings.ts';
import { ask } from './ask.ts';
import { type Asker, isAskerAdmin } from './asker.ts';
import { noteCard, refusedCard } from './cards.ts';
import type { Desk } from './desk-deps.ts';
import { unlisted } from './unlisted.ts';

/** A button that was pressed, or its form that was sent: then with `values`. */
interface Given {
  readonly scene: Scene;
  readonly reply: Reply;
  readonly value: string;
  readonly values?: FormValues;
}

interface Wanted {
  readonly given: Given;
  readonly action: Deed;
  readonly incident: Incident;
  /** The incident's, where the settings list it. */
  readonly account: Account | undefined;
}

const formPrefix = 'incident-';

/** The action whose form `id` is; undefined: it is none of an incident's. */
const actionOfForm = (desk: Desk, id: string): Deed | undefined => {
  const found = desk.actions.find((action) => id === `${formPrefix}${action.id}`);
  return found !== undefined && 'run' in found ? found : undefined;
};

/** "8h, alarm, planned work": what was filled in. */
const filledIn = ({ values = {} }: Given): string => Object.values(values).flat().join(', ');

/** What is not written down is not done. */
const note = (
  desk: Desk,
  { given, action, incident }: Wanted,
  outcome: 'allowed' | 'refused' | 'failed',
  reason: string,
): Promise<void> => {
  const { account, name } = incident.latest;
  const filled = given.values === undefined ? '' : `: ${filledIn(given)}`;
  return desk.record({
    scene: given.scene,
    what: action.id,
    detail: `${name.untrusted} (incident ${incident.id})${filled}`,
    accounts: account === undefined ? [] : [account],
    outcome,
    reason,
  });
};

/** Why they may, or why not. */
type Verdict = Pick<AccessVerdict, 'reason'> & { readonly isAllowed: boolean };

const judge = (desk: Desk, { action, account }: Wanted, asker: Asker): Verdict => {
  const { access } = desk.settings();
  if (action.isForAdmins) {
    const outside = outsideReason(asker.person, asker.home);
    return isAskerAdmin(access, asker)
      ? { isAllowed: true, reason: 'an admin' }
      : { isAllowed: false, reason: outside ?? 'only admins may' };
  }
  const request = { ...asker, right: action.right, knowsSelf: false };
  const { full, reason } = judgeAccess(access, request, [account ?? unlisted]);
  return { isAllowed: full.length > 0, reason };
};

/** What asking for access needs. */
const keep = (desk: Desk, { given, action, account }: Wanted): Promise<string> =>
  desk.kept.keep(given.scene.member, () => ({
    kind: 'question',
    command: action.id,
    text: '',
    accounts: undefined,
    right: action.right,
    denied: account === undefined ? [] : [account.id],
  }));

const refuse = async (desk: Desk, wanted: Wanted, asker: Asker, why: string): Promise<void> => {
  const { given, action, account } = wanted;
  const { right, isForAdmins = false } = action;
  // No rule could let in who is outside: they are told of none, and not to ask for one.
  const isHopeless = isForAdmins || outsideReason(asker.person, asker.home) !== undefined;
  const reason =
    account === undefined && !isHopeless
      ? `${why} (its account is not listed, so only a rule with accounts: all counts)`
      : why;
  await note(desk, wanted, 'refused', reason);
  const denied = account === undefined || isForAdmins ? [] : [account];
  const keptId = isHopeless ? undefined : await keep(desk, wanted);
  const { admins } = desk.settings().access;
  await given.reply.say(refusedCard({ shownAs: right, reason, denied, admins, keptId }));
};

const pressOf = ({ value, values }: Given, { person }: Asker): Press => ({
  by: person,
  value,
  ...(values !== undefined && { values }),
});

/** Opens what has to be filled in; nothing is done yet. */
const openForm = async (
  desk: Desk,
  { given, action }: Wanted,
  form: NonNullable<Deed['form']>,
  asker: Asker,
): Promise<void> => {
  const { reply, value } = given;
  const found = await desk.store.transaction((tx) => form(tx, pressOf(given, asker)));
  if (!('fields' in found)) return reply.say(found);
  const isOpen = await reply.openForm({
    form: found,
    id: `${formPrefix}${action.id}`,
    state: value,
  });
  return isOpen
    ? undefined
    : reply.say(noteCard('Slack did not take the form in time. Press the button again.'));
};

const run = async (desk: Desk, wanted: Wanted, asker: Asker): Promise<void> => {
  const { given, action } = wanted;
  const { reply } = given;
  try {
    const card = await desk.store.transaction((tx) => action.run(tx, pressOf(given, asker)));
    const isOpen = action.modal !== undefined && (await reply.openCard(action.modal, card));
    if (!isOpen) await reply.say(card);
  } catch (thrown) {
    await note(desk, wanted, 'failed', toError(thrown).message);
    throw thrown;
  }
};

/** Does it, or opens its form, for whoever may; of a form it is judged once more when it is sent. */
const attempt = async (desk: Desk, wanted: Wanted): Promise<void> => {
  const { given, action } = wanted;
  const found = await desk.findAsker(given.scene);
  if ('problem' in found) {
    await note(desk, wanted, 'refused', found.problem);
    return given.reply.say(
      noteCard(`${found.problem}, so nothing was done. Try again in a minute.`),
    );
  }
  const { asker } = found;
  const { isAllowed, reason } = judge(desk, wanted, asker);
  if (!isAllowed) return refuse(desk, wanted, asker, reason);
  if (action.form !== undefined && given.values === undefined)
    return openForm(desk, wanted, action.form, asker);
  await note(desk, wanted, 'allowed', `${action.right}: ${reason}`);
  return run(desk, wanted, asker);
};

const accountOf = (desk: Desk, id: AccountId | undefined): Account | undefined =>
  desk.settings().accounts.find((account) => account.id === id);

/** Asks a command: it judges access itself, as for everybody who types it. */
const inquire = async (
  desk: Desk,
  { scene, reply }: Given,
  action: Inquiry,
  incident: Incident,
): Promise<void> => {
  const command = desk.commands.find(({ spec }) => spec.name === action.command);
  const asked = await desk.store.transaction((tx) => action.words(tx, incident));
  if (command === undefined || asked === undefined)
    return reply.say(noteCard('There is nothing known yet to ask about.'));
  const account = accountOf(desk, asked.account);
  const picked = account === undefined ? undefined : [account.id];
  return ask(desk, { scene, reply, command, text: asked.text, picked });
};

const withIncident = async (desk: Desk, action: Action, given: Given): Promise<void> => {
  const incident = await desk.store.transaction((tx) => action.incidentOf(tx, given.value));
  if (incident === undefined)
    return given.reply.say(noteCard('This incident is not kept any more.'));
  if ('words' in action) return inquire(desk, given, action, incident);
  const account = accountOf(desk, incident.latest.account);
  return attempt(desk, { given, action, incident, account });
};

/** Does what a button of an incident says, for whoever may; false: it is none of an incident's. */
export const actOnIncident = async (
  desk: Desk,
  { action: id, scene, reply, value }: Extract<Interaction, { kind: 'action' }>,
): Promise<boolean> => {
  const action = desk.actions.find((one) => one.id === id);
  if (action !== undefined) await withIncident(desk, action, { scene, reply, value });
  return action !== undefined;
};

/** Does what a form of an incident says, for whoever may now; false: it is none of an incident's. */
export const actOnIncidentForm = async (
  desk: Desk,
  { id, scene, reply, state, values }: Extract<Interaction, { kind: 'form' }>,
): Promise<boolean> => {
  const action = actionOfForm(desk, id);
  if (action !== undefined)
    await withIncident(desk, action, { scene, reply, value: state, values });
  return action !== undefined;
};

/** What is wrong with a form of an incident. Who sent it is judged when it is acted on. */
export const checkIncidentForm = async (
  desk: Desk,
  sent: {
    readonly member: MemberId;
    readonly id: string;
    readonly state: string;
    readonly values: FormValues;
  },
): Promise<FormErrors | undefined> => {
  const check = actionOfForm(desk, sent.id)?.check;
  if (check === undefined) return undefined;
  const person = await desk.workspace.person(sent.member);
  if (person.kind !== 'ok') return undefined;
  const press = { by: person.value, value: sent.state, values: sent.values };
  return desk.store.transaction((tx) => check(tx, press));
};
