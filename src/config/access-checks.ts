import {
  commandNames,
  commandRights,
  incidentRights,
  overviewRights,
} from '../core/command-names.ts';
import type { Path, SettingsDocument } from './document.ts';
import { type Complain, checkDuplicates, checkKnown, get, list, words, wordsOf } from './raw.ts';
import { checkable, withoutUnits } from './unit-checks.ts';

const rights = ['all', ...commandNames, ...overviewRights, ...incidentRights, ...commandRights];

/** A rule without both would let everybody in everywhere because somebody forgot a line. */
const checkSomebody = (rule: unknown, path: Path, complain: Complain): void => {
  const isRule = typeof rule === 'object' && rule !== null && !Array.isArray(rule);
  if (isRule && get(rule, 'members') === undefined && get(rule, 'channels') === undefined)
    complain(
      path,
      ' says neither who (members) nor where (channels), so it would let nobody in: add one; "members: everyone" if you mean that.',
    );
};

/** Elsewhere an empty setting is one that is left out; here that would let in more than was meant. */
const checkBlanks = ({ isBlank }: SettingsDocument, rule: Path, complain: Complain): void => {
  for (const key of ['members', 'channels', 'scope'])
    if (isBlank([...rule, key]))
      complain([...rule, key], ' is empty: fill it in, or take the line out.');
};

const checkReserved = (raw: unknown, complain: Complain): void => {
  for (const [index, account] of list(get(raw, 'accounts')).entries())
    for (const field of ['name', 'groups'])
      if (words(get(account, field)).includes('all'))
        complain(
          ['accounts', index, field],
          ' says "all", which means every account: choose another word.',
        );
};

/** What is wrong between the access rules and what there is to ask. */
export const checkAccess = (document: SettingsDocument, complain: Complain): void => {
  const raw = document.value;
  checkReserved(raw, complain);
  const accounts = ['all', ...wordsOf(raw, 'accounts', ['name', 'id', 'groups'])];
  for (const [index, rule] of list(get(get(raw, 'access'), 'rules')).entries()) {
    const path: Path = ['access', 'rules', index];
    const known = (key: string, among: readonly string[], lack: string): void =>
      checkKnown({ path: [...path, key], value: words(get(rule, key)) }, among, lack, complain);
    checkSomebody(rule, path, complain);
    checkBlanks(document, path, complain);
    known('commands', rights, 'there is no such command or right');
    checkKnown(
      { path: [...path, 'accounts'], value: checkable(raw, words(get(rule, 'accounts'))) },
      accounts,
      'no entry of accounts has that id, name or group',
      complain,
    );
  }
};

/** What is wrong between the places where records and people are looked up and the accounts. */
export const checkPlaces = (raw: unknown, complain: Complain): void => {
  const single = wordsOf(withoutUnits(raw), 'accounts', ['name', 'id']);
  const several = wordsOf(withoutUnits(raw), 'accounts', ['name', 'id', 'groups']);
  const known = (path: Path, value: unknown, among: readonly string[], has: string): void =>
    checkKnown(
      { path, value: checkable(raw, words(value)) },
      among,
      `no entry of accounts has that ${has}`,
      complain,
    );
  const trailLogs = list(get(raw, 'trailLogs'));
  for (const [index, log] of trailLogs.entries()) {
    known(['trailLogs', index, 'account'], get(log, 'account'), single, 'id or name');
    known(['trailLogs', index, 'covers'], get(log, 'covers'), several, 'id, name or group');
  }
  known(
    ['identityCenter', 'account'],
    get(get(raw, 'identityCenter'), 'account'),
    single,
    'id or name',
  );
  checkDuplicates(
    trailLogs.map((log, index) => ({
      path: ['trailLogs', index],
      value: words(['logGroup', 'account', 'region'].map((key) => get(log, key))).join(' in '),
    })),
    'the log group',
    complain,
  );
};
