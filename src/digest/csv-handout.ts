import { type SectionId, type SubjectId, sectionIds } from '../core/digest.ts';
import type { KeptSnapshot } from '../core/digest-store.ts';
import type { HandedOut, Handout } from '../core/handout.ts';
import { type AccountId, asAccountId } from '../core/ids.ts';
import type { Account } from '../core/settings.ts';
import { digestCsv } from './csv.ts';
import { csvActionId } from './section-card.ts';

interface Wanted {
  readonly digest: string;
  readonly dueAt: number;
  /** Undefined: all. */
  readonly section: SectionId | undefined;
  /** Undefined: of all. */
  readonly account: AccountId | undefined;
}

/** `weekly 1764000000000 iam`; with an account's id: every section of it; with `all`: everything. */
const wantedBy = (value: string): Wanted | undefined => {
  const [digest = '', due = '', part = ''] = value.split(' ');
  const section = sectionIds.find((id) => id === part);
  const account = asAccountId(part);
  const isKnown = section !== undefined || account !== undefined || part === 'all';
  if (digest === '' || !/^\d{1,16}$/.test(due) || !isKnown) return undefined;
  return { digest, dueAt: Number(due), section, account };
};

/** As they are read in the digest: by section, and the bot behind the accounts. */
const inOrder = (kept: readonly KeptSnapshot[], accounts: readonly Account[]) => {
  const place = ({ subject }: KeptSnapshot): number => {
    const index = accounts.findIndex(({ id }) => id === subject);
    return index < 0 ? accounts.length : index;
  };
  return kept.toSorted(
    (a, b) =>
      sectionIds.indexOf(a.section) - sectionIds.indexOf(b.section) ||
      place(a) - place(b) ||
      a.subject.localeCompare(b.subject),
  );
};

const accountOf = (subject: SubjectId, accounts: readonly Account[]) =>
  subject === 'bot'
    ? undefined
    : (accounts.find(({ id }) => id === subject) ?? { id: subject, name: '' });

/** The CSV buttons of digests that were posted: what was found then, as long as it is kept. */
export const createDigestCsv = (deps: {
  /** Those that the settings list now. */
  readonly accounts: () => readonly Account[];
}): Handout => ({
  id: csvActionId,
  command: 'security-digest',
  find: async (tx, value): Promise<HandedOut | undefined> => {
    const wanted = wantedBy(value);
    if (wanted === undefined) return undefined;
    const { section, account } = wanted;
    const found = (await tx.digests.snapshots(wanted, section)).filter(
      ({ subject }) => account === undefined || subject === account,
    );
    if (found.length === 0) return undefined;
    const accounts = deps.accounts();
    const kept = inOrder(found, accounts);
    const day = new Date(wanted.dueAt).toISOString().slice(0, 10);
    return {
      subjects: [...new Set(kept.map(({ subject }) => subject))],
      csv: (subjects) =>
        digestCsv(
          `${wanted.digest}-${day}-${section ?? account ?? 'all'}`,
          kept
            .filter(({ subject }) => subjects.has(subject))
            .map(({ subject, ...one }) => ({ account: accountOf(subject, accounts), ...one })),
        ),
    };
  },
});
