import type { Card } from './card.ts';
import type { Form, FormValues } from './form.ts';
import type { AccountId, RegionId } from './ids.ts';
import type { Person } from './person.ts';
import type { Account } from './settings.ts';
import type { Text } from './text.ts';

/** What is known of a command without building it: help, manifest and reference derive from it. */
export interface CommandSpec {
  /** Without the slash: `whodid`. */
  readonly name: string;
  /** One sentence, at most 140 characters. */
  readonly summary: string;
  /** What stands after the name: `TERM [denied|failed] [by WHO] …`. */
  readonly usage: string;
  readonly examples: readonly { readonly text: string; readonly means: string }[];
  /** Rights besides the command's own name, as access rules write them: `trusted-advisor refresh`. */
  readonly rights: readonly string[];
  /** Can it be asked about oneself only (rules with `scope: self`)? */
  readonly knowsSelf: boolean;
  /** It asks about whole accounts: regions are told only where they were named. */
  readonly isAccountWide?: boolean;
  /** It asks about no account, unless a reading says so: `/trailwarden`. */
  readonly isAboutBot?: boolean;
}

/** An account and the regions in it that a question covers. */
export interface Place {
  readonly account: Account;
  readonly regions: readonly RegionId[];
}

/** What `in …` said. Undefined: nothing; the channel or the asker decides. */
export interface Where {
  readonly accounts: 'all' | readonly AccountId[] | undefined;
  readonly regions: readonly RegionId[] | undefined;
}

/** What surrounds the words: with it alone they can be understood. */
export interface ReadingContext {
  /** Epoch ms. */
  readonly now: number;
  /** The asker's time zone, IANA. */
  readonly zone: string;
  readonly accounts: readonly Account[];
}

/** What a command makes of the words after its name. */
export type Reading<Q> =
  /** Nothing was said: the form opens. */
  | { readonly kind: 'empty' }
  | {
      readonly kind: 'wrong';
      /** What was understood so far, what was not, and why. */
      readonly understood: Text;
      readonly problem: Text;
      /** A whole command line that would work. */
      readonly example: string;
      /** The form's field that it is about. */
      readonly field?: string;
    }
  | {
      readonly kind: 'question';
      readonly query: Q;
      /** "calls on sg-0abc123 since 10:02"; without the accounts and regions. */
      readonly understood: Text;
      readonly where: Where;
      /** Another right than the command's own name: `trusted-advisor refresh`. */
      readonly right?: string;
      /** Of a command about the bot: this question is about accounts all the same. */
      readonly isAboutAccounts?: boolean;
      /** Where neither words nor channel name an account, all that may be told of, instead of a choice. */
      readonly isElseAboutAll?: boolean;
      /** Of one about accounts: admins may ask it about every account without a rule. */
      readonly isForAdmins?: boolean;
    };

/** A question that was understood, placed and allowed. */
export interface Question<Q> {
  readonly query: Q;
  readonly places: readonly Place[];
  readonly asker: Person;
  /** Set: only what this e-mail address surely did itself may be told. */
  readonly self: string | undefined;
  /** Of a question about all accounts: the asker may also know of those that the settings do not list. */
  readonly isUnlistedToo?: boolean;
  /**
   * Aborts when it is time to answer with what there is: what was read by then is the answer,
   * marked as partial. 25 s after asking.
   */
  readonly signal: AbortSignal;
  /**
   * Says what is being read, shown from the third second on: "12 of 680 places". `isNews`: shown at
   * once, because it costs money.
   */
  readonly progress: (text: Text, isNews?: boolean) => void;
  /** From an earlier answer's `older`. */
  readonly older: unknown;
}

/** A table to download. */
export interface Csv {
  /** Letters, digits and dashes; `.csv` is added. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Goes to the asker's direct messages at once, and is not kept. */
export interface AnswerFile {
  /** With its ending; letters, digits, dots and dashes. */
  readonly name: string;
  readonly title: string;
  readonly content: string;
}

/** Something to look at closely, in a modal. */
export interface Detail {
  /** Unique in the answer. */
  readonly id: string;
  /** In a menu, at most 75 characters. */
  readonly label: string;
  readonly card: Card;
}

/** An answer; everything in it is redacted already. It is kept for 30 minutes, so it is plain JSON. */
export interface Answer {
  /** Headline, evidence, and at the end as a note what was asked of AWS. Without "Understood" and buttons. */
  readonly card: Card;
  /** Something was not read: never "nothing found". */
  readonly isPartial: boolean;
  readonly csv?: Csv;
  readonly files?: readonly AnswerFile[];
  readonly details?: readonly Detail[];
  /** Goes into the next question's `older`; absent: there is no more. */
  readonly older?: unknown;
  /** Buttons that ask again with other words, e.g. `sg-0abc denied since 2h`; at most 3. */
  readonly next?: readonly { readonly label: string; readonly text: string }[];
}

/** A slash command. Reading and forms are pure; `run` may throw an AppError, which is told in words. */
export interface Command<Q = unknown> {
  readonly spec: CommandSpec;
  readonly read: (text: string, context: ReadingContext) => Reading<Q>;
  /** The form, filled in with as much of `text` as was understood. */
  readonly form: (text: string, context: ReadingContext) => Form;
  /** The words that the form stands for. */
  readonly fromForm: (values: FormValues) => string;
  /** The words to ask about what a message tells of; undefined: it names nothing to ask about. */
  readonly fromMessage?: (message: {
    readonly text: string;
    readonly at: number;
  }) => string | undefined;
  readonly run: (question: Question<Q>) => Promise<Answer>;
}

/** Any command: what it asks for is known to itself alone. */
export type AnyCommand = Command<unknown>;

/** Makes commands with questions of their own fit into one list. */
export const anyCommand = <Q>(command: Command<Q>): AnyCommand => ({
  ...command,
  // The query comes from this command's own `read`: nobody else makes one.
  run: (question) => command.run(question as Question<Q>),
});
