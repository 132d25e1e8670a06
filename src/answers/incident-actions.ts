import { type AccessVerdict, judgeAccess, outsideReason } from '../core/access.ts';
import type { Action } from '../core/action.ts';
import { toError } from '../core/errors.ts';
import type { AccountId } from '../core/ids.ts';
import type { Interaction } from '../core/interaction.ts';
import type { Account } from '../core/settings.ts';
import type { Incident } from '../core/store.ts';
import type { Asker } from './asker.ts';
import { noteCard, refusedCard } from './cards.ts';
import type { Desk } from './desk-deps.ts';

type Pressed = Extract<Interaction, { kind: 'action' }>;

interface Wanted {
  readonly pressed: Pressed;
  readonly action: Action;
  readonly incident: Incident;
  /** The incident's, where the settings list it. */
  readonly account: Account | undefined;
}

/** In place of an account that is not known or not listed: only `accounts: all` covers it. */
const unlisted: Account = {
  id: '' as AccountId,
  name: '',
  role: undefined,
  externalId: undefined,
  regions: [],
  groups: [],
};

/** What is not written down is not done. */
const note = (
  desk: Desk,
  { pressed, action, incident }: Wanted,
  outcome: 'allowed' | 'refused' | 'failed',
  reason: string,
): Promise<void> => {
  const { account, name } = incident.latest;
  return desk.record({
    scene: pressed.scene,
    what: action.id,
    detail: `${name.untrusted} (incident ${incident.id})`,
    accounts: account === undefined ? [] : [account],
    outcome,
    reason,
  });
};

const judge = (desk: Desk, { action, account }: Wanted, asker: Asker): AccessVerdict => {
  const request = { ...asker, right: action.right, knowsSelf: false };
  return judgeAccess(desk.settings().access, request, [account ?? unlisted]);
};

/** What asking for access needs. */
const keep = (desk: Desk, { pressed, action, account }: Wanted): Promise<string> =>
  desk.kept.keep(pressed.scene.member, () => ({
    kind: 'question',
    command: action.id,
    text: '',
    accounts: undefined,
    right: action.right,
    denied: account === undefined ? [] : [account.id],
  }));

const refuse = async (desk: Desk, wanted: Wanted, asker: Asker, why: string): Promise<void> => {
  const { pressed, action, account } = wanted;
  const { right } = action;
  // No rule could let in who is outside: they are told of none, and not to ask for one.
  const isOutside = outsideReason(asker.person, asker.home) !== undefined;
  const reason =
    account === undefined && !isOutside
      ? `${why} (its account is not listed, so only a rule with accounts: all counts)`
      : why;
  await note(desk, wanted, 'refused', reason);
  const denied = account === undefined ? [] : [account];
  const keptId = isOutside ? undefined : await keep(desk, wanted);
  const { admins } = desk.settings().access;
  await pressed.reply.say(refusedCard({ shownAs: right, reason, denied, admins, keptId }));
};

const run = async (desk: Desk, wanted: Wanted, asker: Asker): Promise<void> => {
  const { pressed, action } = wanted;
  const press = { by: asker.person, value: pressed.value };
  try {
    const said = await desk.store.transaction((tx) => action.run(tx, press));
    await pressed.reply.say(said);
  } catch (thrown) {
    await note(desk, wanted, 'failed', toError(thrown).message);
    throw thrown;
  }
};

/** Does what a button of an incident says, for whoever may; false: it is none of an incident's. */
export const actOnIncident = async (desk: Desk, pressed: Pressed): Promise<boolean> => {
  const action = desk.actions.find(({ id }) => id === pressed.action);
  if (action === undefined) return false;
  const { scene, reply, value } = pressed;
  const incident = await desk.store.transaction((tx) => action.incidentOf(tx, value));
  if (incident === undefined) {
    await reply.say(noteCard('This incident is not kept any more.'));
    return true;
  }
  const account = desk.settings().accounts.find(({ id }) => id === incident.latest.account);
  const wanted = { pressed, action, incident, account };
  const found = await desk.findAsker(scene);
  if ('problem' in found) {
    await note(desk, wanted, 'refused', found.problem);
    await reply.say(noteCard(`${found.problem}, so nothing was done. Try again in a minute.`));
    return true;
  }
  const verdict = judge(desk, wanted, found.asker);
  if (verdict.full.length === 0) await refuse(desk, wanted, found.asker, verdict.reason);
  else {
    await note(desk, wanted, 'allowed', `${action.right}: ${verdict.reason}`);
    await run(desk, wanted, found.asker);
  }
  return true;
};
