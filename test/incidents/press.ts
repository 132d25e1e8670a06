import { randomUUID } from 'node:crypto';
import { createDesk } from '../../src/answers/desk.ts';
import type { Button, Card } from '../../src/core/card.ts';
import type { AnyCommand } from '../../src/core/command.ts';
import type { FormErrors, FormValues } from '../../src/core/form.ts';
import type { Handout } from '../../src/core/handout.ts';
import type { Reply, Workspace } from '../../src/core/interaction.ts';
import { silentLog } from '../../src/core/log.ts';
import type { Person } from '../../src/core/person.ts';
import type { AccessRule, Settings } from '../../src/core/settings.ts';
import { makeAccount, makePerson, makeRule, makeSettings } from '../core/access-make.ts';
import { settingsWith } from '../core/settings-make.ts';
import type { Message } from '../delivery/fake-slack.ts';
import { plainText } from './plain.ts';
import type { Rig } from './rig.ts';

const settingsOf = (rules: readonly AccessRule[]): Settings =>
  settingsWith({
    accounts: [makeAccount('111122223333', 'prod'), makeAccount('444455556666', 'staging')],
    access: makeSettings({ admins: { users: ['U0ADMIN'], groups: [] }, rules }),
  });

const kinds: Readonly<Record<string, Person['kind']>> = { U0EXT: 'stranger', U0GUEST: 'guest' };

/**
 * Everybody is a full member but `U0EXT`, who is of another organisation, and `U0GUEST`; the channels
 * are those of the fake Slack.
 */
const workspaceIn = (zone: string): Workspace => ({
  person: async (id) => {
    const kind = kinds[id.user] ?? 'member';
    return { kind: 'ok', value: makePerson({ id, name: id.user, kind, zone }) };
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
});

/** The buttons and menus of a message. */
export const buttonsOf = ({ card }: { readonly card: Card }): readonly Button[] =>
  card.parts.flatMap((part) => (part.kind === 'buttons' ? part.buttons : []));

/** What the menu of a message lists. */
export const optionsOf = (message: Message) =>
  buttonsOf(message).flatMap((button) => (button.kind === 'select' ? button.options : []));

/** The value of a message's own button; empty: it has none. */
export const valueOf = (message: { readonly card: Card }, action = 'acknowledge'): string =>
  buttonsOf(message).flatMap((button) =>
    button.kind === 'action' && button.action === action ? [button.value] : [],
  )[0] ?? '';

type OpenedForm = Parameters<Reply['openForm']>[0];

/** What comes of a press, or of a form that was sent. */
export interface Told {
  readonly cards: readonly Card[];
  /** All that only they were told. */
  readonly text: string;
  readonly form: OpenedForm | undefined;
  readonly modal: Card | undefined;
  /** What the form says is wrong with it; then nothing was sent. */
  readonly errors: FormErrors | undefined;
}

interface PresserOptions {
  readonly commands?: readonly AnyCommand[];
  readonly admins?: readonly string[];
  /** People's time zones; elsewhere it is UTC. */
  readonly zone?: string;
  readonly handouts?: readonly Handout[];
  /** Takes the files that go to people's direct messages. */
  readonly sendFile?: Workspace['sendFile'];
}

/** People who press buttons. Without `rules` everybody may do everything. */
export const createPresser = (
  { actions, store, say, clock }: Rig,
  rules: readonly AccessRule[] = [makeRule()],
  options: PresserOptions = {},
) => {
  const { commands = [], admins = ['U0ADMIN'], zone = 'Etc/UTC', handouts = [] } = options;
  const settings = settingsOf(rules);
  const workspace = workspaceIn(zone);
  const desk = createDesk({
    commands,
    actions,
    handouts,
    workspace: { ...workspace, sendFile: options.sendFile ?? workspace.sendFile },
    settings: () => ({
      ...settings,
      access: { ...settings.access, admins: { users: admins, groups: [] } },
    }),
    store,
    say,
    newId: randomUUID,
    clock,
    log: silentLog,
  });
  const sceneOf = (user: string) => ({
    member: { enterprise: undefined, team: 'T0HOME', user },
    channel: 'CSEC',
    threadTs: undefined,
  });

  const hearing = () => {
    const cards: Card[] = [];
    const forms: OpenedForm[] = [];
    const modals: Card[] = [];
    const hear = async (card: Card): Promise<void> => {
      cards.push(card);
    };
    const reply: Reply = {
      say: hear,
      replace: hear,
      openForm: async (form) => forms.push(form) > 0,
      openCard: async (_title, card) => modals.push(card) > 0,
    };
    const told = (errors?: FormErrors): Told => ({
      cards,
      text: cards.map(plainText).join('\n'),
      form: forms.at(-1),
      modal: modals.at(-1),
      errors,
    });
    return { reply, told };
  };

  const press = async (user: string, action: string, value: string): Promise<Told> => {
    const { reply, told } = hearing();
    await desk.handle({ kind: 'action', action, value, scene: sceneOf(user), reply });
    return told();
  };

  /** Sends a form as Slack does: it is checked, and acted on where nothing is wrong. */
  const send = async (
    user: string,
    form: Pick<OpenedForm, 'id' | 'state'> | undefined,
    values: FormValues,
    { isUnchecked = false } = {},
  ): Promise<Told> => {
    if (form === undefined) throw new Error('no form was opened');
    const { id, state } = form;
    const { reply, told } = hearing();
    const scene = sceneOf(user);
    const sent = { member: scene.member, id, state, values };
    const errors = isUnchecked ? undefined : await desk.check(sent);
    if (errors === undefined) await desk.handle({ kind: 'form', id, state, values, scene, reply });
    return told(errors);
  };

  return {
    press,
    send,
    /** Presses and returns what only they are told, as cards. */
    pressed: async (user: string, action: string, value: string): Promise<readonly Card[]> =>
      (await press(user, action, value)).cards,
    /** Acknowledges and returns what only they are told. */
    acknowledge: async (user: string, value: string): Promise<string> =>
      (await press(user, 'acknowledge', value)).text,
  };
};
