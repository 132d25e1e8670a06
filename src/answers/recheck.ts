import type { Scene } from '../core/interaction.ts';
import type { Account } from '../core/settings.ts';
import { mayAskBot } from './about-bot.ts';
import { type Asker, isAskerAdmin, judge } from './asker.ts';
import type { Desk } from './desk-deps.ts';
import type { KeptAnswerBody } from './kept.ts';

/** The accounts that an answer tells of, as the settings have them now. */
const accountsOf = (desk: Desk, { about }: KeptAnswerBody): readonly Account[] =>
  desk.settings().accounts.filter(({ id }) => about.some(({ account }) => account === id));

const commandOf = (desk: Desk, { command }: KeptAnswerBody) =>
  desk.commands.find(({ spec }) => spec.name === command);

/** Why `asker` may not have the answer where they are now; undefined: they may. */
export const problemNow = (desk: Desk, asker: Asker, body: KeptAnswerBody): string | undefined => {
  const command = commandOf(desk, body);
  if (command === undefined) return 'there is no such command any more';
  if (command.spec.isAboutBot && body.about.length === 0) {
    const { isAllowed, reason } = mayAskBot(desk.settings(), asker, body.right);
    return isAllowed ? undefined : reason;
  }
  const { spec } = command;
  const { access } = desk.settings();
  if (body.isByAdmin && isAskerAdmin(access, asker)) return undefined;
  const verdict = judge(access, asker, { spec, right: body.right }, accountsOf(desk, body));
  const allowed = verdict.full.length + (body.isSelf ? verdict.self.length : 0);
  if (allowed >= body.about.length) return undefined;
  const lost = body.isSelf ? verdict.denied : [...verdict.denied, ...verdict.self];
  return judge(access, asker, { spec, right: body.right }, lost).reason;
};

/**
 * Checks anew, when a button is pressed, whether the answer behind it may still be told, and writes
 * it down. @returns why not; undefined: it may
 */
export const recheck = async (
  desk: Desk,
  {
    scene,
    what,
    body,
  }: { readonly scene: Scene; readonly what: string; readonly body: KeptAnswerBody },
): Promise<string | undefined> => {
  const found = await desk.findAsker(scene);
  const problem = 'problem' in found ? found.problem : problemNow(desk, found.asker, body);
  await desk.record({
    scene,
    what,
    detail: `/${body.command} ${body.text}`,
    accounts: body.about.map(({ account }) => account),
    outcome: problem === undefined ? 'allowed' : 'refused',
    reason: problem ?? `${body.right}: still allowed`,
  });
  return problem;
};
