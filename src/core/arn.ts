import { type AccountId, asAccountId, asRegionId, type RegionId } from './ids.ts';

/** `arn:partition:service:region:account:resource`, taken apart. */
export interface Arn {
  /** aws, aws-cn, aws-us-gov, aws-eusc, aws-iso … */
  readonly partition: string;
  readonly service: string;
  /** Undefined for global services and for what is no region. */
  readonly region: RegionId | undefined;
  readonly account: AccountId | undefined;
  /** All after the fifth colon, colons included. */
  readonly resource: string;
}

/** An ARN is at most this long. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
const maxLength = 2048;

/** The parts of an ARN; undefined for anything else. Blanks around the resource are AWS's own typos. */
export const parseArn = (text: unknown): Arn | undefined => {
  if (typeof text !== 'string' || !text.startsWith('arn:') || text.length > maxLength)
    return undefined;
  const [, partition = '', service = '', region = '', account = '', ...rest] = text.split(':');
  if (!/^aws(-[a-z]+)*$/.test(partition) || service === '' || rest.length === 0) return undefined;
  return {
    partition,
    service,
    region: asRegionId(region),
    account: asAccountId(account),
    resource: rest.join(':').trim(),
  };
};

/**
 * What a person calls it: the last part of an ARN's resource (`i-0abc` of
 * `…:instance/i-0abc`, `MyAlarm` of `…:alarm:MyAlarm`); other text as it is.
 */
export const resourceName = (text: string): string => {
  const arn = parseArn(text);
  if (arn === undefined) return text;
  const { resource } = arn;
  if (arn.service === 's3') return resource;
  const kind = /^[A-Za-z-]+[:/]/.exec(resource);
  const name = (kind === null ? resource : resource.slice(kind[0].length)).trim();
  return name === '' ? text : name;
};
