import type { Suppression } from '../core/settings.ts';
import { guardsTheGuards } from '../detections/by-id.ts';
import { detections } from '../detections/index.ts';
import { type Complain, checkKnown, get, list, words, wordsOf } from './raw.ts';
import type { SettingsFile } from './schema.ts';
import { checkable } from './unit-checks.ts';

/** The file's suppressions. */
export const toSuppressions = ({
  suppress,
}: Pick<SettingsFile, 'suppress'>): readonly Suppression[] =>
  suppress.map(({ reason, until, actor, detection, account, userAgent, address, session }) => ({
    reason,
    until,
    actors: actor,
    detections: detection,
    accounts: account,
    userAgent,
    address,
    session,
  }));

/** What is wrong between the suppressions and what there is to suppress. */
export const checkSuppressions = (raw: unknown, complain: Complain): void => {
  const accounts = wordsOf(raw, 'accounts', ['name', 'id', 'groups']);
  const ids = detections.map(({ id }) => id);
  for (const [index, entry] of list(get(raw, 'suppress')).entries()) {
    const path = ['suppress', index, 'detection'];
    const named = words(get(entry, 'detection'));
    checkKnown({ path, value: named }, ids, 'there is no such detection', complain);
    for (const id of named)
      if (guardsTheGuards(id))
        complain(
          path,
          ` names "${id}", which watches what guards the account: that is always told.`,
        );
    checkKnown(
      { path: ['suppress', index, 'account'], value: checkable(raw, words(get(entry, 'account'))) },
      accounts,
      'no entry of accounts has that id, name or group',
      complain,
    );
  }
};
