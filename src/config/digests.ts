import { sectionIds } from '../core/digest.ts';
import type { DigestSettings } from '../core/settings.ts';
import { type Complain, checkDuplicates, checkKnown, get, list, words, wordsOf } from './raw.ts';
import type { SettingsFile } from './schema.ts';
import { checkable } from './unit-checks.ts';

/** The file's digests. */
export const toDigests = ({ digests }: Pick<SettingsFile, 'digests'>): readonly DigestSettings[] =>
  digests.map(({ name, cron, zone, channel, accounts, sections, accountChannels }) => ({
    name,
    schedule: { cron, zone },
    channel,
    accounts,
    // In the order in which they are told, whatever the file's is.
    sections: sectionIds.filter((id) => sections.includes(id)),
    accountChannels: accountChannels.map((one) => ({
      accounts: one.accounts,
      channel: one.channel,
    })),
  }));

const placeholders = ['account.name', 'account.id'];

const placeholdersIn = (channel: unknown): readonly string[] =>
  words(channel).flatMap((text) => [...text.matchAll(/\{([^}]*)\}/g)].map(([, name = '']) => name));

/** What is wrong between the digests and the accounts they are about. */
export const checkDigests = (raw: unknown, complain: Complain): void => {
  const accounts = wordsOf(raw, 'accounts', ['name', 'id', 'groups']);
  const digests = list(get(raw, 'digests'));
  checkDuplicates(
    digests.map((digest, index) => ({
      path: ['digests', index, 'name'],
      value: words(get(digest, 'name'))[0] ?? 'weekly',
    })),
    'the digest',
    complain,
  );
  for (const [index, digest] of digests.entries()) {
    const own = get(digest, 'accountChannels');
    const lists = [
      { path: ['digests', index], of: digest },
      ...list(own).map((of, at) => ({ path: ['digests', index, 'accountChannels', at], of })),
    ];
    for (const { path, of } of lists)
      checkKnown(
        { path: [...path, 'accounts'], value: checkable(raw, words(get(of, 'accounts'))) },
        accounts,
        'no entry of accounts has that id, name or group',
        complain,
      );
    const patterns = [own, ...list(own).map((one) => get(one, 'channel'))];
    checkKnown(
      { path: ['digests', index, 'accountChannels'], value: patterns.flatMap(placeholdersIn) },
      placeholders,
      'there is no such placeholder',
      complain,
    );
  }
};
