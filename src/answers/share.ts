import { coversAccount, givesRight, namesChannel } from '../core/access.ts';
import type { Card } from '../core/card.ts';
import { settingsChannels } from '../core/digest-places.ts';
import type { AccountId } from '../core/ids.ts';
import type { Conversation, Reply, Scene } from '../core/interaction.ts';
import type { AccessRule, Account, Settings } from '../core/settings.ts';
import type { Asker } from './asker.ts';
import { noteCard } from './cards.ts';
import type { Desk } from './desk-deps.ts';
import type { KeptAnswerBody } from './kept.ts';
import { accountNames } from './places.ts';
import { problemNow } from './recheck.ts';

/** Does a rule name this channel for everything that its command tells about the account? */
const mayHear = (rule: AccessRule, channel: Conversation, right: string, account: Account) =>
  rule.scope === 'all' &&
  rule.channels !== undefined &&
  namesChannel(rule.channels, channel) &&
  givesRight(rule, right) &&
  coversAccount(rule, account);

/**
 * Why an answer may not be shared into a channel; undefined: it may. Everybody in the channel will
 * read it, so it is not enough that its asker may: a rule has to name the channel.
 */
export const sharingProblem = (
  { access, accounts }: Pick<Settings, 'access' | 'accounts'>,
  channel: Conversation,
  body: {
    readonly right: string;
    readonly about: readonly { readonly account: AccountId }[];
  },
): string | undefined => {
  if (channel.isDirect)
    return 'this is a direct message: ask in the channel that is to see the answer';
  if (channel.isShared && !namesChannel(access.shareExternally, channel))
    return 'people of another organisation read this channel, and access.shareExternally in the settings does not list it';
  const about = accounts.filter(({ id }) => body.about.some(({ account }) => account === id));
  const unheard = about.filter(
    (account) => !access.rules.some((rule) => mayHear(rule, channel, body.right, account)),
  );
  if (unheard.length > 0)
    return `no rule names this channel for /${body.right} on ${accountNames(unheard)}`;
  return channel.isBotMember
    ? undefined
    : 'the bot is not in this channel: invite it with /invite @Trailwarden';
};

const sharedCard = ({ answer, understood }: KeptAnswerBody, user: string): Card => ({
  ...answer.card,
  lead: understood,
  parts: [
    ...answer.card.parts,
    { kind: 'note', text: ['Shared by ', { user }, '; asked: ', ...understood.slice(1)] },
  ],
});

/** The channel as the settings name it, so that the same pace holds for alerts and answers. */
export const outboxName = (settings: Settings, { id, name }: Conversation): string =>
  settingsChannels(settings).some(({ channel }) => channel === name) ? name : id;

/** Why it cannot be shared by this asker here; undefined: it can. */
const problemOf = (desk: Desk, asker: Asker, body: KeptAnswerBody): string | undefined => {
  if (asker.channel === undefined) return 'there is no channel to share it into';
  const { isSelf: _, ...whole } = body;
  // What was told to somebody about themselves alone is not a channel's to read.
  return (
    problemNow(desk, asker, { ...whole, isSelf: false }) ??
    sharingProblem(desk.settings(), asker.channel, body)
  );
};

/** Shares a kept answer into the channel where it stands. */
export const share = async (
  desk: Desk,
  { scene, reply, id }: { readonly scene: Scene; readonly reply: Reply; readonly id: string },
  body: KeptAnswerBody,
): Promise<void> => {
  const found = await desk.findAsker(scene);
  const problem = 'problem' in found ? found.problem : problemOf(desk, found.asker, body);
  await desk.record({
    scene,
    what: 'share',
    detail: `/${body.command} ${body.text}`,
    accounts: body.about.map(({ account }) => account),
    outcome: problem === undefined ? 'allowed' : 'refused',
    reason: problem ?? `a rule names the channel for ${body.right}`,
  });
  if (problem !== undefined || !('asker' in found) || found.asker.channel === undefined)
    return reply.say(noteCard(`Not shared: ${problem ?? 'there is no channel'}.`));
  const channel = outboxName(desk.settings(), found.asker.channel);
  const card = sharedCard(body, scene.member.user);
  await desk.store.transaction((tx) => desk.say(tx, { key: `shared ${id}`, card, channel }));
  return reply.say(noteCard('Shared with the channel.'));
};
