/** A member of a workspace. User ids repeat across an Enterprise Grid's workspaces only with their team. */
export interface MemberId {
  /** `E…` on Enterprise Grid. */
  readonly enterprise: string | undefined;
  /** `T…`. */
  readonly team: string;
  /** `U…` or `W…`. */
  readonly user: string;
}

/** One string for one member, for stores and maps. */
export const memberKey = ({ enterprise, team, user }: MemberId): string =>
  `${enterprise ?? ''}/${team}/${user}`;

/** What Slack says about a member. */
export interface Person {
  readonly id: MemberId;
  /** As people see it; foreign text. */
  readonly name: string;
  /** In small letters; undefined where Slack does not tell. */
  readonly email: string | undefined;
  /** IANA name of the time zone; `Etc/UTC` where Slack does not tell. */
  readonly zone: string;
  /** Guests and people of other organisations are let in only where a rule names them. */
  readonly kind: 'member' | 'guest' | 'stranger' | 'bot' | 'deactivated';
}
