import { minute } from '../core/clock.ts';
import type { Answer } from '../core/command.ts';
import type { AccountId, RegionId } from '../core/ids.ts';
import { type MemberId, memberKey } from '../core/person.ts';
import type { Store } from '../core/store.ts';
import type { Text } from '../core/text.ts';

/** How long an answer may be shared, paged through and looked into. */
const keptMs = 30 * minute;

/** What was asked, as it can be asked again. */
export interface KeptQuestion {
  readonly command: string;
  readonly text: string;
  /** Chosen in a menu, where the words name none. */
  readonly accounts: readonly AccountId[] | undefined;
}

/** An answer with all that its buttons need. */
export interface KeptAnswerBody extends KeptQuestion {
  readonly kind: 'answer';
  readonly understood: Text;
  /** The right that it was given by. */
  readonly right: string;
  readonly about: readonly { readonly account: AccountId; readonly regions: readonly RegionId[] }[];
  /** Only what the asker did themselves is in it. */
  readonly isSelf: boolean;
  /** It was told to an admin as such, whatever the rules say. */
  readonly isByAdmin?: boolean;
  readonly answer: Answer;
}

/** A question that waits for its account to be chosen, or was refused. */
interface KeptQuestionBody extends KeptQuestion {
  readonly kind: 'question';
  readonly right: string;
  /** What was refused. */
  readonly denied: readonly AccountId[];
}

export type KeptBody = KeptAnswerBody | KeptQuestionBody;

export interface Kept {
  /** The id that stands in the buttons. */
  readonly keep: (asker: MemberId, body: (id: string) => KeptBody) => Promise<string>;
  /** Undefined: another's, too old, or never there. */
  readonly find: (asker: MemberId, id: string) => Promise<KeptBody | undefined>;
}

/** Keeps answers for those who asked, and for nobody else. */
export const createKept = (deps: {
  readonly store: Store;
  readonly now: () => number;
  readonly newId: () => string;
}): Kept => ({
  keep: async (asker, body) => {
    const id = deps.newId();
    await deps.store.transaction((tx) =>
      tx.answers.put({
        id,
        asker: memberKey(asker),
        expiresAt: deps.now() + keptMs,
        body: body(id),
      }),
    );
    return id;
  },
  find: async (asker, id) => {
    const found = await deps.store.transaction((tx) =>
      tx.answers.get(id, memberKey(asker), deps.now()),
    );
    // Written by `keep`, and by nobody else.
    return found?.body as KeptBody | undefined;
  },
});
