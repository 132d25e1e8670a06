import type { Inquiry } from '../../core/action.ts';
import { accountRegions } from '../../core/regions.ts';
import type { Settings } from '../../core/settings.ts';
import { incidentActions } from '../root-buttons.ts';
import { whodidWords } from '../whodid-words.ts';

/** Asks /whodid about the resource and the time of an incident. */
export const createWhoDidIt = ({
  settings,
}: {
  readonly settings: () => Pick<Settings, 'accounts'>;
}): Inquiry => ({
  id: incidentActions.whodid,
  command: 'whodid',
  incidentOf: (tx, value) => tx.incidents.get(value),
  words: async (tx, incident) =>
    whodidWords(incident, await tx.evidence.get(incident.id), (account, region) => {
      // The command takes no region that no account lists.
      const listed = settings().accounts.find(({ id }) => id === account);
      return accountRegions(listed ?? { regions: [] }).includes(region);
    }),
});
