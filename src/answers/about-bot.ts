import { judgeAccess, outsideReason } from '../core/access.ts';
import { commandNames } from '../core/command-names.ts';
import type { Settings } from '../core/settings.ts';
import { type Asker, isAskerAdmin } from './asker.ts';

const mayAnything = ({ access, accounts }: Settings, asker: Asker): boolean =>
  commandNames.some((right) => {
    const verdict = judgeAccess(access, { ...asker, right, knowsSelf: true }, accounts);
    return verdict.full.length + verdict.self.length > 0;
  });

export interface BotVerdict {
  readonly isAllowed: boolean;
  readonly reason: string;
}

const yes = (reason: string): BotVerdict => ({ isAllowed: true, reason });
const no = (reason: string): BotVerdict => ({ isAllowed: false, reason });

/**
 * May `asker` ask the bot about itself? The help is everybody's, how the bot fares is told to
 * whoever may ask anything, the audit log to admins.
 */
export const mayAskBot = (settings: Settings, asker: Asker, right: string): BotVerdict => {
  const outside = outsideReason(asker.person, asker.home);
  if (outside !== undefined) return no(outside);
  if (right === 'trailwarden') return yes('the help is for everybody');
  if (isAskerAdmin(settings.access, asker)) return yes('an admin');
  if (right === 'trailwarden audit') return no('the audit log is for admins');
  return mayAnything(settings, asker)
    ? yes('somebody whom a rule lets in')
    : no('no rule lets you ask the bot anything here');
};
