import type { AccessVerdict } from '../core/access.ts';
import type { AnyCommand, Reading } from '../core/command.ts';
import type { AccountId } from '../core/ids.ts';
import type { Reply, Scene } from '../core/interaction.ts';
import type { Asker } from './asker.ts';
import type { KeptQuestion } from './kept.ts';
import type { Placed } from './places.ts';

/** A command to answer. */
export interface Asking {
  readonly scene: Scene;
  readonly reply: Reply;
  readonly command: AnyCommand;
  readonly text: string;
  /** Chosen in a menu. */
  readonly picked?: readonly AccountId[] | undefined;
  /** The page after the one that was shown, which it takes the place of. */
  readonly older?: unknown;
}

export type Somewhere = Extract<Placed, { kind: 'placed' }>;

export interface Understood extends Asking {
  readonly asker: Asker;
  readonly reading: Extract<Reading<unknown>, { kind: 'question' }>;
  readonly right: string;
  readonly verdict: AccessVerdict;
  /** Allowed to an admin as such, whatever the rules say. */
  readonly isByAdmin: boolean;
}

export const questionOf = ({ command, text, picked }: Asking): KeptQuestion => ({
  command: command.spec.name,
  text,
  accounts: picked,
});

/** Is it about the bot itself, and so about no account? */
export const isAboutBot = (
  { command: { spec } }: Pick<Asking, 'command'>,
  reading: Reading<unknown>,
): boolean =>
  spec.isAboutBot === true && !(reading.kind === 'question' && reading.isAboutAccounts === true);
