import { randomUUID } from 'node:crypto';
import { type AccessVerdict, outsideReason } from '../core/access.ts';
import type { Reading } from '../core/command.ts';
import { AppError, toError } from '../core/errors.ts';
import type { AccountId } from '../core/ids.ts';
import type { Account } from '../core/settings.ts';
import { mayAskBot } from './about-bot.ts';
import { type Asker, isAskerAdmin, judge } from './asker.ts';
import { type Asking, isAboutBot, questionOf, type Somewhere, type Understood } from './asking.ts';
import { chooseCard, failedCard, noteCard, refusedCard, usageCard, wrongCard } from './cards.ts';
import type { Desk } from './desk-deps.ts';
import { openQuestionForm } from './forms.ts';
import { place } from './places.ts';
import { readQuestion } from './read.ts';
import { runCommand } from './run.ts';
import { lead, show } from './show.ts';
import { unlisted } from './unlisted.ts';

/** Keeps what was asked for the buttons beside it. @returns the id that stands in them */
const keepQuestion = (
  desk: Desk,
  asking: Asking,
  right: string,
  denied: readonly AccountId[] = [],
): Promise<string> =>
  desk.kept.keep(asking.scene.member, () => ({
    ...questionOf(asking),
    kind: 'question',
    right,
    denied,
  }));

interface Refusal {
  readonly right: string;
  readonly reason: string;
  readonly denied: readonly Account[];
  /** Of another workspace, or a bot: no rule could let them in, so access is not offered. */
  readonly isOutside?: boolean;
  /** What may be asked instead. */
  readonly hint?: string | undefined;
}

const refuse = async (desk: Desk, asking: Asking, refusal: Refusal): Promise<void> => {
  const { scene, reply, command, text } = asking;
  const { right, reason, denied } = refusal;
  const ids = denied.map(({ id }) => id);
  await desk.record({
    scene,
    what: `/${command.spec.name}`,
    detail: text,
    accounts: ids,
    outcome: 'refused',
    reason,
  });
  const keptId = refusal.isOutside ? undefined : await keepQuestion(desk, asking, right, ids);
  await reply.say(
    refusedCard({
      ...refusal,
      shownAs: `/${right}`,
      admins: desk.settings().access.admins,
      keptId,
    }),
  );
};

/** Of accounts that a verdict denies, those that the question itself named. */
const namedIn = (reading: Reading<unknown>, { denied }: AccessVerdict): readonly Account[] => {
  const named = reading.kind === 'question' ? reading.where.accounts : undefined;
  return Array.isArray(named) ? denied.filter(({ id }) => named.includes(id)) : [];
};

/** Why there is no answer. */
const explain = async (
  desk: Desk,
  understood: Understood,
  placed: Somewhere,
  thrown: unknown,
): Promise<void> => {
  const { scene, reply, command, text, right } = understood;
  const error = thrown instanceof AppError ? thrown : undefined;
  // A command may refuse too: it alone knows whom a name means.
  if (error?.kind === 'access' && !error.code.startsWith('aws_')) {
    const { message: reason, hint } = error;
    return refuse(desk, understood, { right, reason, hint, denied: [] });
  }
  const reference = randomUUID().slice(0, 8);
  desk.log.error('a command failed', {
    command: command.spec.name,
    reference,
    code: error?.code,
    error: toError(thrown).message,
  });
  const what = `/${command.spec.name}`;
  const accounts = placed.places.map(({ account }) => account.id);
  const reason = `reference ${reference}`;
  await desk.record({ scene, what, detail: text, accounts, outcome: 'failed', reason });
  const card = failedCard(what, error, reference, await keepQuestion(desk, understood, right));
  await reply.say({ ...card, lead: lead(understood, placed.places) });
};

/** Does a rule give all accounts, and so those that the settings do not list? */
const seesUnlisted = (desk: Desk, { asker, command, right, isByAdmin }: Understood): boolean => {
  const { access } = desk.settings();
  const { full } = judge(access, asker, { spec: command.spec, right }, [unlisted]);
  return isByAdmin || full.length > 0;
};

const run = async (desk: Desk, understood: Understood, placed: Somewhere): Promise<void> => {
  const { scene, reply, command, text, asker, reading, right } = understood;
  const accounts = placed.places.map(({ account }) => account.id);
  const use = { scene, what: `/${command.spec.name}`, detail: text, accounts };
  await desk.record({
    ...use,
    outcome: placed.denied.length + placed.selfOnly.length > 0 ? 'partly' : 'allowed',
    reason: `${right}: ${understood.verdict.reason}`,
  });
  try {
    const answer = await runCommand({ clock: desk.clock, reply }, command, {
      query: reading.query,
      places: placed.places,
      asker: asker.person,
      self: placed.isSelf ? (asker.person.email ?? '') : undefined,
      ...(reading.where.accounts === 'all' && { isUnlistedToo: seesUnlisted(desk, understood) }),
      older: understood.older,
    });
    await show(desk, understood, placed, answer);
  } catch (thrown) {
    await explain(desk, understood, placed, thrown);
  }
};

const choose = async (
  desk: Desk,
  understood: Understood,
  accounts: readonly Account[],
): Promise<void> => {
  const id = await keepQuestion(desk, understood, understood.right);
  await understood.reply.say(chooseCard(understood.reading.understood, accounts, id));
};

const aboutBot = async (desk: Desk, understood: Understood): Promise<void> => {
  const { asker, right, verdict } = understood;
  const { isAllowed, reason } = mayAskBot(desk.settings(), asker, right);
  if (!isAllowed) return refuse(desk, understood, { right, reason, denied: [] });
  const nowhere = { kind: 'placed', places: [], isSelf: false, denied: [], selfOnly: [] } as const;
  return run(desk, { ...understood, verdict: { ...verdict, reason } }, nowhere);
};

const answerQuestion = async (desk: Desk, understood: Understood): Promise<void> => {
  const { reading, verdict, asker, picked, right } = understood;
  const placed = place({
    where: reading.where,
    picked,
    isElseAboutAll: reading.isElseAboutAll,
    verdict,
    asker,
    settings: desk.settings(),
  });
  if (placed.kind === 'choose') return choose(desk, understood, placed.accounts);
  if (placed.kind === 'placed') return run(desk, understood, placed);
  const named = namedIn(reading, verdict);
  const { access } = desk.settings();
  const { spec } = understood.command;
  // Of all accounts together the verdict says why others are allowed.
  const { reason } = judge(access, asker, { spec, right }, placed.denied);
  return refuse(desk, understood, { right, reason, denied: named });
};

interface Judged {
  readonly right: string;
  readonly verdict: AccessVerdict;
  readonly isByAdmin: boolean;
}

/** What may be told of every account; an admin needs no rule where the reading says so. */
const judgeReading = (
  desk: Desk,
  { command: { spec } }: Asking,
  reading: Reading<unknown>,
  asker: Asker,
): Judged => {
  const { accounts, access } = desk.settings();
  const question = reading.kind === 'question' ? reading : undefined;
  const right = question?.right ?? spec.name;
  if (question?.isForAdmins && isAskerAdmin(access, asker)) {
    const verdict = { full: accounts, self: [], denied: [], reason: 'an admin' };
    return { right, verdict, isByAdmin: true };
  }
  return { right, verdict: judge(access, asker, { spec, right }, accounts), isByAdmin: false };
};

/** What was not understood, with a form to correct it. */
const sayWrong = async (
  desk: Desk,
  asking: Asking,
  reading: Extract<Reading<unknown>, { kind: 'wrong' }>,
): Promise<void> => {
  const id = await keepQuestion(desk, asking, asking.command.spec.name);
  await asking.reply.say(wrongCard(asking.command, reading, id));
};

const sayEmpty = async (desk: Desk, asking: Asking, asker: Asker): Promise<void> => {
  const isOpen = await openQuestionForm(desk, asking, asker);
  if (!isOpen) await asking.reply.say(usageCard(asking.command));
};

/** Reads a command's words, finds out who asks and what they may know, and answers. */
export const ask = async (desk: Desk, asking: Asking): Promise<void> => {
  const { command, text, scene, reply } = asking;
  const found = await desk.findAsker(scene);
  if ('problem' in found) {
    await desk.record({
      scene,
      what: `/${command.spec.name}`,
      detail: text,
      accounts: [],
      outcome: 'refused',
      reason: found.problem,
    });
    return reply.say(noteCard(`${found.problem}, so nothing was read. Try again in a minute.`));
  }
  const { asker } = found;
  const { accounts } = desk.settings();
  const context = { now: desk.clock.now(), zone: asker.person.zone, accounts };
  const reading = readQuestion(command, text, context);
  const judged = judgeReading(desk, asking, reading, asker);
  const { right, verdict } = judged;
  const isOfBot = isAboutBot(asking, reading);
  if (!isOfBot && verdict.full.length + verdict.self.length === 0)
    return refuse(desk, asking, {
      right,
      reason: verdict.reason,
      denied: namedIn(reading, verdict),
      isOutside: outsideReason(asker.person, asker.home) !== undefined,
    });
  if (reading.kind === 'empty') return sayEmpty(desk, asking, asker);
  if (reading.kind === 'wrong') return sayWrong(desk, asking, reading);
  const understood = { ...asking, ...judged, asker, reading };
  return isOfBot ? aboutBot(desk, understood) : answerQuestion(desk, understood);
};
