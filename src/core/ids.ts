declare const brand: unique symbol;

/** A string that was checked to be of one kind; a plain string does not pass for it. */
type Brand<Kind extends string> = string & { readonly [brand]: Kind };

/** Twelve digits, e.g. `111122223333`. Leading zeros matter, so never a number. */
export type AccountId = Brand<'AccountId'>;
/** A region's id, e.g. `eu-west-1`; never its display name. */
export type RegionId = Brand<'RegionId'>;
/** `arn:<partition>:sns:<region>:<account>:<name>`. */
export type TopicArn = Brand<'TopicArn'>;
/** Slack's id of a conversation, e.g. `C0123ABCD`. */
export type ChannelId = Brand<'ChannelId'>;
/** What one incident is about; see `alertKey`. */
export type AlertKey = Brand<'AlertKey'>;

const accountPattern = /^\d{12}$/;
// https://docs.aws.amazon.com/general/latest/gr/rande.html: partition prefix, area, number.
const regionPattern = /^[a-z]{2,5}(-[a-z]+){1,3}-\d{1,2}$/;
const channelPattern = /^[CGD][A-Z0-9]{2,}$/;

export const isAccountId = (text: string): text is AccountId => accountPattern.test(text);
export const isRegionId = (text: string): text is RegionId => regionPattern.test(text);
export const isChannelId = (text: string): text is ChannelId => channelPattern.test(text);

/** The account id in `value`, if that is what it holds. */
export const asAccountId = (value: unknown): AccountId | undefined =>
  typeof value === 'string' && isAccountId(value) ? value : undefined;

/** The region id in `value`, if that is what it holds. */
export const asRegionId = (value: unknown): RegionId | undefined =>
  typeof value === 'string' && isRegionId(value) ? value : undefined;
