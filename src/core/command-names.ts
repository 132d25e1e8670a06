/** The commands that tell something about accounts, as access rules name them; `all` means these. */
export const commandNames = [
  'whodid',
  'trusted-advisor',
  'iam-lastused',
  'iam-audit',
  'security-digest',
] as const;

/** Rights to act on incidents; `all` brings them too. */
export const incidentRights = ['acknowledge', 'mute', 'resolve'] as const;

/** What `/trailwarden` tells about accounts; `all` brings it too. */
export const overviewRights = [
  'trailwarden open',
  'trailwarden mutes',
  'trailwarden coverage',
] as const;

/** Rights of their own: `all` does not bring them, a rule has to name them. */
export const commandRights = [
  'trusted-advisor refresh',
  'trailwarden export',
  'security-digest send',
] as const;
