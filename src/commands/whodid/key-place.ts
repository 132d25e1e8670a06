import type { Place } from '../../core/command.ts';
import { foreign } from '../../core/redact.ts';
import type { Text } from '../../core/text.ts';
import type { WhodidDeps } from './deps.ts';
import type { WhodidQuery } from './query.ts';
import { untilAbort } from './until-abort.ts';

/** Where to look for a key's calls. */
export interface KeyPlaces {
  readonly places: readonly Place[];
  readonly notes: readonly Text[];
}

const keyIn = ({ term, by }: WhodidQuery): string | undefined => {
  if (term?.kind === 'key') return term.id;
  return by?.kind === 'key' ? by.id : undefined;
};

/**
 * AWS tells which account a key is of, so that one account is read and not all. Of an account that
 * was not asked about, or may not be, nothing is said.
 */
export const placesOfKey = async (
  deps: Pick<WhodidDeps, 'keys' | 'home'>,
  query: WhodidQuery,
  places: readonly Place[],
  signal: AbortSignal,
): Promise<KeyPlaces> => {
  const id = keyIn(query);
  if (id === undefined) return { places, notes: [] };
  try {
    const account = await untilAbort(signal, () =>
      deps.keys.accountOfKey(deps.home(), id, { urgency: 'people', signal }),
    );
    if (account === undefined)
      return { places, notes: [['AWS knows of no account that the key belongs to.']] };
    const own = places.filter((place) => place.account.id === account);
    const [first] = own;
    if (first === undefined)
      return {
        places,
        notes: [['The key belongs to none of the accounts that were asked about.']],
      };
    return {
      places: own,
      notes: [['The key belongs to ', foreign(first.account.name), ', so only that was read.']],
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'AWS did not answer';
    return { places, notes: [['Which account the key is of is not known: ', foreign(reason)]] };
  }
};
