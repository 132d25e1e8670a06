import type { App, Channel, Member, Team, UserGroup } from './entities.ts';

export const team: Team = {
  id: 'T0SANDBOX',
  name: 'Example Org',
  domain: 'example-org',
  enterprise: undefined,
};

/** Where the strangers of shared channels are at home. */
export const partnerTeamId = 'T0PARTNER';

/** Everything the bot asks for; `doctor` compares what the token really has. */
const scopes = [
  'app_mentions:read',
  'channels:history',
  'channels:join',
  'channels:read',
  'chat:write',
  'commands',
  'files:write',
  'groups:history',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'usergroups:read',
  'users:read',
  'users:read.email',
];

export const app: Omit<App, 'features'> = {
  id: 'A0TRAILWARDEN',
  name: 'Trailwarden',
  botId: 'B0TRAILWARDEN',
  botUserId: 'U0TRAILWARDEN',
  botToken: 'xoxb-sandbox',
  appToken: 'xapp-sandbox',
  signingSecret: 'sandbox-signing-secret',
  scopes,
};

const member = (
  id: string,
  name: string,
  realName: string,
  title: string,
  rest: Partial<Member> = {},
): Member => ({
  id,
  name,
  realName,
  title,
  email: `${name}@example.com`,
  tz: 'Europe/Berlin',
  isBot: false,
  isAdmin: false,
  isStranger: false,
  guest: undefined,
  isDeactivated: false,
  ...rest,
});

export const sampleMembers = (): readonly Member[] => [
  member('U0ALICE', 'alice', 'Alice Adler', 'Security engineer', { isAdmin: true }),
  member('U0BOB', 'bob', 'Bob Brandt', 'On call this week'),
  member('U0CAROL', 'carol', 'Carol Chen', 'Auditor', { tz: 'Asia/Shanghai' }),
  member('U0DAVE', 'dave', 'Dave Doyle', 'Developer', { tz: 'Europe/Dublin' }),
  member('U0ERIN', 'erin', 'Erin Evans', 'Managed services partner', { isStranger: true }),
  member('U0FRANK', 'frank', 'Frank Fischer', 'Contractor', { guest: 'multi' }),
  member('U0GINA', 'gina', 'Gina Gomez', 'Contractor', { guest: 'single' }),
  member('U0HEIDI', 'heidi', 'Heidi Hansen', 'Left in spring', { isDeactivated: true }),
  member(app.botUserId, 'trailwarden', 'Trailwarden', '', { isBot: true, tz: 'Etc/UTC' }),
];

/** 2026-01-05, so that a fresh workspace looks lived in. */
const created = 1_767_600_000;

export const newChannel = (
  id: string,
  name: string,
  members: readonly string[],
  rest: Partial<Omit<Channel, 'members'>> = {},
): Channel => ({
  id,
  name,
  topic: '',
  isPrivate: false,
  isShared: false,
  isIm: false,
  isArchived: false,
  created,
  members: new Set(members),
  ...rest,
});

const staff = ['U0ALICE', 'U0BOB', 'U0CAROL', 'U0DAVE'];
const withBot = [...staff, app.botUserId];

/** Everybody has opened the bot's direct messages before. */
const direct = (user: string): Channel =>
  newChannel(`D${user.slice(1)}`, `dm-${user}`, [user, app.botUserId], { isIm: true });

export const sampleChannels = (): readonly Channel[] => [
  ...[...staff, 'U0FRANK', 'U0GINA'].map(direct),
  newChannel('C0GENERAL', 'general', staff, { topic: 'Company-wide' }),
  newChannel('C0SECALERTS', 'sec-alerts', withBot, { topic: 'Alerts that no route takes' }),
  newChannel('C0SECPROD', 'sec-prod', [...withBot, 'U0FRANK'], { topic: 'Alarms of account prod' }),
  newChannel('C0SECSTAGING', 'sec-staging', [...withBot, 'U0FRANK', 'U0GINA'], {
    topic: 'Alarms of account staging',
  }),
  newChannel('C0SECSECURITY', 'sec-security', withBot, { topic: 'Alarms of account security' }),
  newChannel('C0SECDIGEST', 'security-digest', withBot, { topic: 'What changed, each Monday' }),
  newChannel('G0SECPRIVATE', 'sec-private', ['U0ALICE', app.botUserId], {
    topic: 'Security team only',
    isPrivate: true,
  }),
  newChannel('C0SECPARTNER', 'sec-partner', [...withBot, 'U0ERIN'], {
    topic: 'With our managed services partner',
    isShared: true,
  }),
  newChannel('C0UNINVITED', 'incident-room', staff, { topic: 'The bot was not invited' }),
  newChannel('C0SECOLD', 'sec-old', withBot, { topic: 'Before the move', isArchived: true }),
];

export const sampleGroups = (): readonly UserGroup[] => [
  { id: 'S0SECURITY', handle: 'security', name: 'Security team', users: ['U0ALICE'] },
  { id: 'S0ONCALL', handle: 'oncall', name: 'On call', users: ['U0BOB'] },
];
