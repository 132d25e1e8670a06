import type { TrailBucket } from '../core/settings.ts';
import { idOf, singleAccounts } from './access.ts';
import type { Path } from './document.ts';
import { type Complain, checkDuplicates, checkKnown, get, list, words, wordsOf } from './raw.ts';
import type { SettingsFile } from './schema.ts';
import { checkable, withoutUnits } from './unit-checks.ts';

/** Buckets with their accounts' ids. */
export const toTrailBuckets = (file: SettingsFile): readonly TrailBucket[] =>
  file.trailBuckets.flatMap(({ bucket, account, region, prefix }) =>
    idOf(account, singleAccounts(file)).map((id) => ({ bucket, account: id, region, prefix })),
  );

/** What is wrong between the buckets and the accounts they are read in. */
export const checkTrailBuckets = (raw: unknown, complain: Complain): void => {
  const accounts = wordsOf(withoutUnits(raw), 'accounts', ['name', 'id']);
  const buckets = list(get(raw, 'trailBuckets'));
  for (const [index, bucket] of buckets.entries()) {
    const path: Path = ['trailBuckets', index];
    checkKnown(
      { path: [...path, 'account'], value: checkable(raw, words(get(bucket, 'account'))) },
      accounts,
      'no entry of accounts has that id or name',
      complain,
    );
    const [prefix = ''] = words(get(bucket, 'prefix'));
    if (/(?:^|\/)AWSLogs(?:\/|$)/.test(prefix))
      complain(
        [...path, 'prefix'],
        ' has AWSLogs in it: give only what stands before it, or leave prefix out.',
      );
  }
  checkDuplicates(
    buckets.map((bucket, index) => ({
      path: ['trailBuckets', index],
      value: words(['bucket', 'prefix'].map((key) => get(bucket, key))).join('/'),
    })),
    'the bucket',
    complain,
  );
};
