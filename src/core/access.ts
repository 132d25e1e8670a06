import { commandNames, incidentRights, overviewRights } from './command-names.ts';
import type { Conversation } from './interaction.ts';
import type { MemberId, Person } from './person.ts';
import type { AccessRule, AccessSettings, Account, MemberList } from './settings.ts';

/** Who asks for what where, with all that Slack says about it. */
export interface AccessRequest {
  readonly person: Person;
  /** The bot's own team and enterprise: nobody of another one is let in. */
  readonly home: { readonly team: string; readonly enterprise: string | undefined };
  /** The user groups that the person is in. */
  readonly groups: ReadonlySet<string>;
  /** Groups that Slack could not be asked about: they let nobody in, and the refusal says so. */
  readonly unreadGroups: readonly string[];
  readonly channel: Pick<Conversation, 'id' | 'name'> | undefined;
  /** A command's name, or another right. */
  readonly right: string;
  /** Of the command: rules with `scope: self` do not count where it cannot be asked about oneself. */
  readonly knowsSelf: boolean;
}

export interface AccessVerdict {
  /** Accounts about which everything may be told. */
  readonly full: readonly Account[];
  /** Accounts about which only what the asker did themselves may be told. */
  readonly self: readonly Account[];
  readonly denied: readonly Account[];
  /**
   * "rule 2: …" with all that let them in, or if none does, why not, as a sentence without its full
   * stop. For the audit log; why not also for the person: it tells of no account and no channel.
   */
  readonly reason: string;
}

/** Judges every account of `accounts`. Default deny. */
export type JudgeAccess = (
  settings: AccessSettings,
  request: AccessRequest,
  accounts: readonly Account[],
) => AccessVerdict;

type Home = AccessRequest['home'];
type Identity = Pick<AccessRequest, 'person' | 'groups' | 'home'>;

interface Numbered {
  readonly number: number;
  readonly rule: AccessRule;
}

const isSame = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && a !== '' && a === b;

/** On Enterprise Grid every workspace of the organization is home. */
const isAtHome = ({ team, enterprise }: MemberId, home: Home): boolean => {
  if (isSame(enterprise, home.enterprise)) return true;
  const isOneUnknown = enterprise === undefined || home.enterprise === undefined;
  return isOneUnknown && isSame(team, home.team);
};

/** Why this person is let in nowhere, whatever the rules say. */
export const outsideReason = ({ id, kind }: Person, home: Home): string | undefined => {
  if (kind === 'bot') return 'bots and workflows are not let in';
  if (kind === 'deactivated') return 'the account in Slack is deactivated';
  return kind === 'stranger' || !isAtHome(id, home)
    ? 'only people of this workspace are let in, not those of another organisation'
    : undefined;
};

/** Guests are let in by their own id only: nobody thinks of them when writing "everyone". */
const isListed = ({ users, groups }: MemberList, { person, groups: own }: Identity): boolean =>
  users.includes(person.id.user) ||
  (person.kind === 'member' && groups.some((group) => own.has(group)));

const isMember = ({ members }: AccessRule, identity: Identity): boolean =>
  members === 'everyone' ? identity.person.kind === 'member' : isListed(members, identity);

/** Is this channel, by id or name, among `channels`? Direct messages have no name. */
export const namesChannel = (
  channels: readonly string[],
  { id, name }: Pick<Conversation, 'id' | 'name'>,
): boolean => channels.includes(id) || (name !== '' && channels.includes(name));

const isHere = ({ channels }: AccessRule, { channel }: AccessRequest): boolean =>
  channels === undefined || (channel !== undefined && namesChannel(channels, channel));

const isAmong = (names: readonly string[], right: string): boolean => names.includes(right);

/** `all` means the commands, overviews and what is done to incidents, not the rights that have to be named. */
export const givesRight = ({ commands }: Pick<AccessRule, 'commands'>, right: string): boolean =>
  commands.includes(right) ||
  (commands.includes('all') &&
    isAmong([...commandNames, ...incidentRights, ...overviewRights], right));

/** Does a rule speak of this account, by its id, its name, one of its groups, or `all`? */
export const coversAccount = (
  { accounts }: Pick<AccessRule, 'accounts'>,
  { id, name, groups }: Account,
): boolean => ['all', id, name, ...groups].some((word) => accounts.includes(word));

const hasMail = ({ email }: Person): boolean => email !== undefined && email !== '';

const isUsable = ({ scope }: AccessRule, { knowsSelf, person }: AccessRequest): boolean =>
  scope === 'all' || (knowsSelf && hasMail(person));

/** At most five of a list, and how many more. */
const some = (words: readonly string[]): string =>
  words.length > 5
    ? `${words.slice(0, 5).join(', ')} and ${words.length - 5} more`
    : words.join(', ');

const describe = ({ number, rule }: Numbered): string => {
  const { members, channels, commands, accounts, scope } = rule;
  const who = members === 'everyone' ? members : some([...members.users, ...members.groups]);
  const where = channels === undefined ? '' : ` in ${some(channels)}`;
  const what = scope === 'self' ? ', about themselves' : '';
  return `rule ${number}: ${who}${where}, ${some(commands)} on ${some(accounts)}${what}`;
};

/** The rule that lets somebody know all of an account, else the one that lets them know their own. */
const ruleFor = (rules: readonly Numbered[], account: Account): Numbered | undefined => {
  const covering = rules.filter(({ rule }) => coversAccount(rule, account));
  return covering.find(({ rule }) => rule.scope === 'all') ?? covering[0];
};

/** "use /whodid", "acknowledge". */
const doing = (right: string): string => (isAmong(incidentRights, right) ? right : `use /${right}`);

const whyNoSelf = ({ knowsSelf, right }: AccessRequest): string => {
  if (knowsSelf)
    return 'rules let you ask about yourself only, and Slack tells no e-mail address of yours';
  return isAmong(incidentRights, right)
    ? 'rules let you ask about yourself only'
    : `rules let you ask about yourself only, which /${right} cannot be`;
};

/** What would have to be different, the nearest thing first. `rules` are those about the question. */
const whyNot = (rules: readonly AccessRule[], request: AccessRequest): string => {
  const { person, right, unreadGroups } = request;
  const mine = rules.filter((rule) => isMember(rule, request));
  if (person.kind === 'guest' && mine.length === 0) return 'guests have to be named in a rule';
  const here = rules.filter((rule) => isHere(rule, request));
  const groups = here.flatMap(({ members }) => (members === 'everyone' ? [] : members.groups));
  const unread = unreadGroups.filter((group) => groups.includes(group));
  if (unread.length > 0)
    return `Slack could not be asked who is in the group ${some(unread)}, so nobody is let in by it`;
  if (mine.some((rule) => here.includes(rule))) return whyNoSelf(request);
  return mine.some((rule) => isUsable(rule, request))
    ? `rules let you ${doing(right)} only in other channels`
    : `no rule lets you ${doing(right)} here`;
};

const deny = (denied: readonly Account[], reason: string): AccessVerdict => ({
  full: [],
  self: [],
  denied,
  reason,
});

/** The accounts sorted by the best that the rules which hold for the request allow there. */
const decide = (rules: readonly Numbered[], accounts: readonly Account[]): AccessVerdict => {
  const best = accounts.map((account) => ({ account, found: ruleFor(rules, account) }));
  const of = (scope: AccessRule['scope'] | undefined): readonly Account[] =>
    best.filter(({ found }) => found?.rule.scope === scope).map(({ account }) => account);
  const used = rules.filter((rule) => best.some(({ found }) => found === rule));
  return {
    full: of('all'),
    self: of('self'),
    denied: of(undefined),
    reason: used.map(describe).join('; '),
  };
};

/** Pure: whatever Slack says comes with the request. */
export const judgeAccess: JudgeAccess = ({ rules }, asked, accounts) => {
  // A group that could not be read lets nobody in, whatever is remembered of it.
  const groups = asked.groups.difference(new Set(asked.unreadGroups));
  const request = { ...asked, groups };
  const outside = outsideReason(request.person, request.home);
  if (outside !== undefined) return deny(accounts, outside);
  if (rules.length === 0) return deny(accounts, 'no access rule is set, so nobody may ask');
  const about = rules
    .map((rule, index) => ({ number: index + 1, rule }))
    .filter(({ rule }) => givesRight(rule, request.right))
    .filter(({ rule }) => accounts.some((account) => coversAccount(rule, account)));
  const holding = about.filter(
    ({ rule }) => isMember(rule, request) && isHere(rule, request) && isUsable(rule, request),
  );
  return holding.length > 0
    ? decide(holding, accounts)
    : deny(
        accounts,
        whyNot(
          about.map(({ rule }) => rule),
          request,
        ),
      );
};

/** May this person see the audit log, and are they asked for access? It brings no account's data. */
export const isAdmin = ({ admins }: Pick<AccessSettings, 'admins'>, identity: Identity): boolean =>
  outsideReason(identity.person, identity.home) === undefined && isListed(admins, identity);

/** The user groups that the settings speak of, each once: of no others need Slack be asked. */
export const ruleGroups = ({ admins, rules }: AccessSettings): readonly string[] => [
  ...new Set([
    ...admins.groups,
    ...rules.flatMap(({ members }) => (members === 'everyone' ? [] : members.groups)),
  ]),
];
