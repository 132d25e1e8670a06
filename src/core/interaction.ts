import type { Card } from './card.ts';
import type { Outcome } from './conversation.ts';
import type { Form, FormErrors, FormValues } from './form.ts';
import type { MemberId, Person } from './person.ts';

/** Who does something in Slack, and where. */
export interface Scene {
  readonly member: MemberId;
  /** Id of the conversation; undefined in the App Home. */
  readonly channel: string | undefined;
  /** The thread's root, where it is one. */
  readonly threadTs: string | undefined;
}

/** A form to show; `id` and `state` come back with what was filled in. */
interface OpenForm {
  readonly form: Form;
  /** Which form it is, e.g. `ask-whodid`. */
  readonly id: string;
  /** At most 2,000 characters. */
  readonly state: string;
}

/** How to answer one thing that somebody did. Only that member sees it. Nothing here throws. */
export interface Reply {
  /** Adds a message. `isProgress`: something better is to come. */
  readonly say: (card: Card, options?: { readonly isProgress?: boolean }) => Promise<void>;
  /** Takes the place of the private message whose button was pressed; elsewhere like `say`. */
  readonly replace: (card: Card) => Promise<void>;
  /** Within 3 s. False: Slack did not take it any more. */
  readonly openForm: (form: OpenForm) => Promise<boolean>;
  /** Shows a card in a modal, within 3 s. False: Slack did not take it any more. */
  readonly openCard: (title: string, card: Card) => Promise<boolean>;
}

interface Done {
  readonly scene: Scene;
  readonly reply: Reply;
}

/** What people do, freed of Slack's payloads. It was acknowledged already. */
export type Interaction =
  /** `/whodid …`, or `@Trailwarden whodid …` with the name as the first word. */
  | (Done & { readonly kind: 'command'; readonly name: string; readonly text: string })
  /** A message shortcut. */
  | (Done & {
      readonly kind: 'shortcut';
      readonly id: string;
      /** All words of the message, blocks included, and when it was written, epoch ms. */
      readonly message: { readonly ts: string; readonly text: string; readonly at: number };
    })
  /** A button, or a menu's entry. */
  | (Done & { readonly kind: 'action'; readonly action: string; readonly value: string })
  /** A form that `check` found nothing wrong with. */
  | (Done & {
      readonly kind: 'form';
      readonly id: string;
      readonly state: string;
      readonly values: FormValues;
    })
  | (Done & { readonly kind: 'home' });

/** What Slack hands its interactions to. */
export interface Interactions {
  /** Never rejects. */
  readonly handle: (interaction: Interaction) => Promise<void>;
  /** What is wrong with a form, before it is acknowledged: it has to be quick. Undefined: nothing. */
  readonly check: (sent: {
    readonly member: MemberId;
    readonly id: string;
    readonly state: string;
    readonly values: FormValues;
  }) => Promise<FormErrors | undefined>;
}

/** What Slack says about a conversation. */
export interface Conversation {
  readonly id: string;
  /** Without `#`; empty for a direct message. */
  readonly name: string;
  /** People of another organisation read along, or are invited to. */
  readonly isShared: boolean;
  readonly isDirect: boolean;
  readonly isBotMember: boolean;
}

/** Slack as whoever answers people needs it. Nothing is thrown; what is cached is at most 60 s old. */
export interface Workspace {
  readonly person: (member: MemberId) => Promise<Outcome<Person>>;
  /** Who has this e-mail address; for showing, not for access. */
  readonly memberByEmail: (email: string) => Promise<Outcome<string | undefined>>;
  /** The ids of the members of a user group. */
  readonly group: (id: string) => Promise<Outcome<ReadonlySet<string>>>;
  readonly conversation: (id: string) => Promise<Outcome<Conversation>>;
  /** The channels that the member and the bot can both see, as far as the member is in them. */
  readonly channelsOf: (
    member: MemberId,
  ) => Promise<Outcome<readonly { readonly id: string; readonly name: string }[]>>;
  /** Whose bot this is: its own workspace. */
  readonly home: () => Promise<
    Outcome<{ readonly team: string; readonly enterprise: string | undefined }>
  >;
  /** Sends a file to the member's direct messages. */
  readonly sendFile: (
    member: MemberId,
    file: { readonly name: string; readonly title: string; readonly content: string },
  ) => Promise<Outcome<undefined>>;
  readonly publishHome: (member: MemberId, card: Card) => Promise<Outcome<undefined>>;
}
