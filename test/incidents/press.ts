import { randomUUID } from 'node:crypto';
import { createDesk } from '../../src/answers/desk.ts';
import type { Button, Card } from '../../src/core/card.ts';
import type { Workspace } from '../../src/core/interaction.ts';
import { silentLog } from '../../src/core/log.ts';
import type { AccessRule, Settings } from '../../src/core/settings.ts';
import { makeAccount, makePerson, makeRule, makeSettings } from '../core/access-make.ts';
import type { Message } from '../delivery/fake-slack.ts';
import { plainText } from './plain.ts';
import type { Rig } from './rig.ts';

const settingsOf = (rules: readonly AccessRule[]): Settings => ({
  slack: {
    mode: 'socket',
    botToken: () => '',
    appToken: () => undefined,
    signingSecret: () => undefined,
    apiUrl: 'http://127.0.0.1/api/',
    fallbackChannel: 'fallback',
    linkHosts: [],
  },
  http: { host: '127.0.0.1', port: 0, publicUrl: undefined },
  topics: [],
  queues: [],
  accounts: [makeAccount('111122223333', 'prod'), makeAccount('444455556666', 'staging')],
  units: [],
  routes: [],
  access: makeSettings({ admins: { users: ['U0ADMIN'], groups: [] }, rules }),
  incidents: { reopenWithinMs: 30 * 60_000 },
  trailLogs: [],
  suppress: [],
  identityCenter: undefined,
  store: { kind: 'sqlite', path: '' },
});

/** Everybody is a full member but `U0EXT`, who is of another organisation; the channels are those of the fake Slack. */
const workspace: Workspace = {
  person: async (id) => {
    const kind = id.user === 'U0EXT' ? 'stranger' : 'member';
    return { kind: 'ok', value: makePerson({ id, name: id.user, kind }) };
  },
  memberByEmail: async () => ({ kind: 'ok', value: undefined }),
  group: async () => ({ kind: 'ok', value: new Set() }),
  conversation: async (id) => ({
    kind: 'ok',
    value: {
      id,
      name: id.slice(1).toLowerCase(),
      isShared: false,
      isDirect: false,
      isBotMember: true,
    },
  }),
  channelsOf: async () => ({ kind: 'ok', value: [] }),
  home: async () => ({ kind: 'ok', value: { team: 'T0HOME', enterprise: undefined } }),
  sendFile: async () => ({ kind: 'ok', value: undefined }),
  publishHome: async () => ({ kind: 'ok', value: undefined }),
};

/** The buttons and menus of a message. */
export const buttonsOf = ({ card }: { readonly card: Card }): readonly Button[] =>
  card.parts.flatMap((part) => (part.kind === 'buttons' ? part.buttons : []));

/** What the menu of a message lists. */
export const optionsOf = (message: Message) =>
  buttonsOf(message).flatMap((button) => (button.kind === 'select' ? button.options : []));

/** The value of a message's own button. */
export const valueOf = (message: Message): string =>
  buttonsOf(message).flatMap((button) => (button.kind === 'action' ? [button.value] : []))[0] ?? '';

/** People who press buttons. Without `rules` everybody may do everything. */
export const createPresser = (
  { actions, store, say, clock }: Rig,
  rules: readonly AccessRule[] = [makeRule()],
) => {
  const desk = createDesk({
    commands: [],
    actions,
    workspace,
    settings: () => settingsOf(rules),
    store,
    say,
    newId: randomUUID,
    clock,
    log: silentLog,
  });
  /** Presses and returns what only they are told, as cards. */
  const pressed = async (user: string, action: string, value: string): Promise<Card[]> => {
    const told: Card[] = [];
    const hear = async (card: Card): Promise<void> => {
      told.push(card);
    };
    await desk.handle({
      kind: 'action',
      action,
      value,
      scene: {
        member: { enterprise: undefined, team: 'T0HOME', user },
        channel: 'CSEC',
        threadTs: undefined,
      },
      reply: {
        say: hear,
        replace: hear,
        openForm: async () => true,
        openCard: async () => true,
      },
    });
    return told;
  };
  return {
    pressed,
    /** Acknowledges and returns what only they are told. */
    acknowledge: async (user: string, value: string): Promise<string> =>
      (await pressed(user, 'acknowledge', value)).map(plainText).join('\n'),
  };
};
