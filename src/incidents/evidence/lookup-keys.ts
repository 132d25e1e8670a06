import type { LookupAttribute } from '../../aws/trail-types.ts';

/** What Event history is asked for instead of a filter pattern. */
export interface LookupKeys {
  readonly keys: readonly LookupAttribute[];
  /** In words, what of the pattern it cannot be asked for. */
  readonly not: readonly string[];
}

/** More names than any watched operation has. */
const mostNames = 25;

/** Equal to something, quoted or not; what is unequal tells nothing to look for. */
const valuesOf = (pattern: string, selector: string): readonly string[] => {
  const comparison = new RegExp(
    String.raw`\$\.${selector}\s{0,9}=\s{0,9}(?:"((?:[^"\\]|\\.){1,200})"|(%[^%]{1,200}%)|([^\s(){}&|"%]{1,200}))`,
    'g',
  );
  return [...pattern.matchAll(comparison)].map(
    ([, quoted, regex, word]) => quoted ?? regex ?? word ?? '',
  );
};

const isExact = (value: string): boolean => !/[*%]/.test(value);

const unaskable = (pattern: string, names: readonly string[]): readonly string[] => [
  ...(valuesOf(pattern, 'errorCode').length > 0 ? ['denied or failed calls of any name'] : []),
  ...(names.every(isExact) ? [] : ['names with an asterisk']),
];

/**
 * Event history takes one attribute at a time: every event name of a pattern, else the root user,
 * else the services. It cannot be asked for denied calls.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupAttribute.html
 */
export const lookupKeysOf = (pattern: string): LookupKeys => {
  const names = [...new Set(valuesOf(pattern, 'eventName'))];
  const not = unaskable(pattern, names);
  const exact = names.filter(isExact).slice(0, mostNames);
  if (exact.length > 0) return { keys: exact.map((value) => ({ key: 'EventName', value })), not };
  if (valuesOf(pattern, String.raw`userIdentity\.type`).includes('Root'))
    return { keys: [{ key: 'Username', value: 'root' }], not };
  if (not.length > 0) return { keys: [], not };
  const sources = [...new Set(valuesOf(pattern, 'eventSource'))].filter(isExact).slice(0, 3);
  return {
    keys: sources.map((value) => ({ key: 'EventSource', value })),
    not: sources.length > 0 ? [] : ['what its pattern says'],
  };
};
