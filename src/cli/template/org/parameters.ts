/** The same in each account's stack and in the one that makes them. */
export const botRoleArn = {
  Type: 'String',
  Description:
    'The ARN of the role that the bot runs as: the output RoleArn of the stack trailwarden',
  AllowedPattern: String.raw`^arn:[a-z-]+:iam::[0-9]{12}:(role|user)/[\w+=,.@/-]+$`,
};

export const externalId = {
  Type: 'String',
  Description: 'What the bot has to give to assume the role (externalId of the settings), if any',
  AllowedPattern: String.raw`^([\w+=,.@:/-]{2,1224})?$`,
  Default: '',
};
