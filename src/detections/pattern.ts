import type { Detection, Watched } from './detection.ts';

const either = (parts: readonly string[]): string =>
  parts.length === 1 ? parts.join('') : `(${parts.join(' || ')})`;

/** A condition beside others is kept together; alone it stands as it is. */
const conditionOf = ({ source, names, where }: Watched): string => {
  const named = [
    ...(source === undefined ? [] : [`($.eventSource = "${source}")`]),
    ...(names === undefined ? [] : [either(names.map((name) => `($.eventName = "${name}")`))]),
  ];
  if (where === undefined) return named.join(' && ');
  return named.length === 0 ? where.pattern : [...named, `(${where.pattern})`].join(' && ');
};

/**
 * The filter pattern of a metric filter that counts what a detection finds. It names the service
 * too: IAM is not alone in having a CreatePolicy.
 */
export const filterPatternOf = ({ events }: Detection): string => {
  const conditions = events.map(conditionOf);
  return conditions.length === 1
    ? `{ ${conditions.join('')} }`
    : `{ ${conditions.map((condition) => `(${condition})`).join(' || ')} }`;
};
