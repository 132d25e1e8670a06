import { judgeAccess } from '../core/access.ts';
import { commandNames } from '../core/command-names.ts';
import type { Settings } from '../core/settings.ts';
import { type Asker, isAskerAdmin } from './asker.ts';

const isInside = ({ person, home }: Asker): boolean =>
  (person.kind === 'member' || person.kind === 'guest') &&
  (person.id.team === home.team ||
    (home.enterprise !== undefined && person.id.enterprise === home.enterprise));

const mayAnything = ({ access, accounts }: Settings, asker: Asker): boolean =>
  commandNames.some((right) => {
    const verdict = judgeAccess(access, { ...asker, right, knowsSelf: true }, accounts);
    return verdict.full.length + verdict.self.length > 0;
  });

/**
 * May `asker` ask the bot about itself? The help is everybody's, how the bot fares is told to
 * whoever may ask anything, the audit log to admins. Undefined: yes; else why not.
 */
export const mayAskBot = (settings: Settings, asker: Asker, right: string): string | undefined => {
  if (!isInside(asker)) return 'only members of this workspace may ask the bot';
  if (right === 'trailwarden') return undefined;
  if (isAskerAdmin(settings.access, asker)) return undefined;
  if (right === 'trailwarden audit') return 'the audit log is for admins';
  return mayAnything(settings, asker) ? undefined : 'no rule lets you ask the bot anything here';
};
