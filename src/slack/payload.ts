import type { Scene } from '../core/interaction.ts';
import type { MemberId } from '../core/person.ts';
import { type Fields, isFields } from './session.ts';

const idPattern = /^[A-Z][A-Z0-9]{0,40}$/;
const tsPattern = /^\d{1,12}\.\d{1,9}$/;

const isMissing = (value: unknown): boolean =>
  value === undefined || value === null || value === '';

/** What a payload must not hold where an id is expected; whoever reads it drops the payload. */
class NotAnId extends Error {}

const idAt = (fields: Fields | undefined, key: string): string | undefined => {
  const value = fields?.[key];
  if (isMissing(value)) return undefined;
  if (typeof value !== 'string' || !idPattern.test(value)) throw new NotAnId(key);
  return value;
};

export const fieldsAt = (fields: Fields, key: string): Fields | undefined => {
  const value = fields[key];
  return isFields(value) ? value : undefined;
};

export const textAt = (fields: Fields | undefined, key: string): string | undefined => {
  const value = fields?.[key];
  return typeof value === 'string' ? value : undefined;
};

/** A message's `ts`, if that is what stands there. */
export const tsAt = (fields: Fields | undefined, key: string): string | undefined => {
  const value = textAt(fields, key);
  return value !== undefined && tsPattern.test(value) ? value : undefined;
};

interface Ids {
  readonly user: string | undefined;
  /** The user's own team, where the payload tells it apart. */
  readonly ownTeam: string | undefined;
  readonly team: string | undefined;
  readonly enterprise: string | undefined;
  readonly isOrgWide: boolean;
}

/**
 * People of a Slack Connect channel are of their own team: a `U…` is one member only with it, and
 * the enterprise that a payload names is that of the team it came to.
 */
const memberOf = ({ user, ownTeam, team, enterprise, isOrgWide }: Ids): MemberId | undefined => {
  const own = ownTeam ?? team;
  if (user === undefined || own === undefined) return undefined;
  const isHere = own === team || isOrgWide;
  return { enterprise: isHere ? enterprise : undefined, team: own, user };
};

/** Undefined where the identity is not what Slack sends: nothing may be done for it. */
const reading = (read: () => Ids): MemberId | undefined => {
  try {
    return memberOf(read());
  } catch (thrown) {
    if (thrown instanceof NotAnId) return undefined;
    throw thrown;
  }
};

const isOrgWide = (value: unknown): boolean => value === true || value === 'true';

/** https://docs.slack.dev/interactivity/implementing-slash-commands */
export const memberOfCommand = (body: Fields): MemberId | undefined =>
  reading(() => ({
    user: idAt(body, 'user_id'),
    ownTeam: undefined,
    team: idAt(body, 'team_id'),
    enterprise: idAt(body, 'enterprise_id'),
    isOrgWide: isOrgWide(body['is_enterprise_install']),
  }));

/** Of buttons, forms and shortcuts. On an org-wide installation `team` is null. */
export const memberOfInteraction = (body: Fields): MemberId | undefined =>
  reading(() => {
    const user = fieldsAt(body, 'user');
    const team = fieldsAt(body, 'team');
    return {
      user: idAt(user, 'id'),
      ownTeam: idAt(user, 'team_id'),
      team: idAt(team, 'id'),
      enterprise: idAt(fieldsAt(body, 'enterprise'), 'id') ?? idAt(team, 'enterprise_id'),
      isOrgWide: isOrgWide(body['is_enterprise_install']),
    };
  });

/** The installation that an event is for. https://docs.slack.dev/apis/events-api */
export const authorizationOf = (body: Fields): Fields | undefined => {
  const { authorizations } = body;
  const first: unknown = Array.isArray(authorizations) ? authorizations[0] : undefined;
  return isFields(first) ? first : undefined;
};

export const memberOfEvent = (body: Fields, event: Fields): MemberId | undefined =>
  reading(() => {
    const authorization = authorizationOf(body);
    return {
      user: idAt(event, 'user'),
      ownTeam: idAt(event, 'user_team') ?? idAt(event, 'team'),
      team: idAt(authorization, 'team_id') ?? idAt(body, 'team_id'),
      enterprise: idAt(authorization, 'enterprise_id') ?? idAt(body, 'enterprise_id'),
      isOrgWide: isOrgWide(authorization?.['is_enterprise_install']),
    };
  });

/** A conversation's id, or undefined for anything else. */
export const channelAt = (fields: Fields | undefined, key: string): string | undefined => {
  const value = textAt(fields, key);
  return value !== undefined && idPattern.test(value) ? value : undefined;
};

/** Where a payload with a `container` happened: in a message, or nowhere in particular. */
export const placeOfMessage = (body: Fields): Omit<Scene, 'member'> => {
  const container = fieldsAt(body, 'container');
  const message = fieldsAt(body, 'message');
  const channel = fieldsAt(body, 'channel');
  const ts = tsAt(container, 'message_ts') ?? tsAt(message, 'ts');
  const threadTs = tsAt(container, 'thread_ts') ?? tsAt(message, 'thread_ts');
  return {
    channel: channelAt(channel, 'id') ?? channelAt(container, 'channel_id'),
    // A root with replies names itself: it stands in the channel.
    threadTs: threadTs === ts ? undefined : threadTs,
  };
};
