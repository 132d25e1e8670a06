import type { MemberId, Person } from '../core/person.ts';
import { fieldsAt, textAt } from './payload.ts';
import type { Fields } from './session.ts';

/** Whose bot this is. */
export interface Home {
  readonly team: string;
  readonly enterprise: string | undefined;
}

const isZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
};

const zoneOf = (user: Fields): string => {
  const zone = textAt(user, 'tz') ?? '';
  return zone !== '' && isZone(zone) ? zone : 'Etc/UTC';
};

const firstText = (...texts: readonly (string | undefined)[]): string =>
  texts.find((text) => text !== undefined && text.trim() !== '') ?? '';

const enterpriseOf = (user: Fields): string | undefined =>
  textAt(fieldsAt(user, 'enterprise_user'), 'enterprise_id');

/** Neither of our workspace nor of another one of our organisation, by what Slack says itself. */
const isStranger = (user: Fields, home: Home): boolean => {
  if (user['is_stranger'] === true) return true;
  const enterprise = enterpriseOf(user);
  const isOfOurs = enterprise !== undefined && enterprise === home.enterprise;
  return textAt(user, 'team_id') !== home.team && !isOfOurs;
};

const kindOf = (user: Fields, home: Home): Person['kind'] => {
  if (user['deleted'] === true) return 'deactivated';
  if (user['is_bot'] === true) return 'bot';
  if (isStranger(user, home)) return 'stranger';
  const isGuest = user['is_restricted'] === true || user['is_ultra_restricted'] === true;
  return isGuest ? 'guest' : 'member';
};

/**
 * A user object as a person. The enterprise is what Slack says of the person, where it says so: a
 * payload names that of the workspace it came to.
 * https://docs.slack.dev/reference/objects/user-object
 */
export const personOf = (user: Fields, member: MemberId, home: Home): Person => {
  const profile = fieldsAt(user, 'profile');
  const email = firstText(textAt(profile, 'email')).trim().toLowerCase();
  const kind = kindOf(user, home);
  const enterprise = enterpriseOf(user) ?? (kind === 'stranger' ? undefined : member.enterprise);
  return {
    id: { ...member, enterprise },
    name: firstText(
      textAt(profile, 'display_name'),
      textAt(profile, 'real_name'),
      textAt(user, 'real_name'),
      textAt(user, 'name'),
      member.user,
    ),
    email: email === '' ? undefined : email,
    zone: zoneOf(user),
    kind,
  };
};
