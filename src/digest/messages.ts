import type { Account } from '../core/settings.ts';
import { accountCard } from './account-card.ts';
import type { Composed } from './compose.ts';
import { type RootTelling, rootCard } from './root-card.ts';
import type { DigestMessages } from './section.ts';
import { sectionCard } from './section-card.ts';

/**
 * The messages of a digest: the root, a message a section for its thread, and one for each account
 * that has a channel of its own.
 */
export const createMessages = (
  composed: Composed,
  telling: RootTelling & { readonly withChannels: readonly Account[] },
): DigestMessages => ({
  root: rootCard(composed, telling),
  sections: composed.sections.map((one) => ({
    id: one.section.id,
    title: one.section.title,
    card: sectionCard(one, telling),
  })),
  accounts: telling.withChannels.map((account) => ({
    account,
    card: accountCard(composed, account, telling),
  })),
});
