import { isRecord } from '../../core/values.ts';

/** A member, an index, or every item. */
type Part = string | number | null;

/** Is there a value under the selector that holds? Absent members hold nothing. */
export type AnyValue = (record: unknown, holds: (value: unknown) => boolean) => boolean;

const partsOf = (selector: string): readonly Part[] =>
  [...selector.matchAll(/\.([\w:-]+)|\[(\d+|\*)\]/g)].map(([, name, index = '']): Part => {
    if (name !== undefined) return name;
    return index === '*' ? null : Number(index);
  });

const step = (value: unknown, part: string | number): unknown => {
  if (typeof part === 'number') return Array.isArray(value) ? value[part] : undefined;
  return isRecord(value) && Object.hasOwn(value, part) ? value[part] : undefined;
};

const any = (
  value: unknown,
  parts: readonly Part[],
  at: number,
  holds: (value: unknown) => boolean,
): boolean => {
  const part = parts[at];
  // JSON has no undefined: that is how an absent member looks.
  if (part === undefined) return value !== undefined && holds(value);
  if (part === null)
    return Array.isArray(value) && value.some((item) => any(item, parts, at + 1, holds));
  return any(step(value, part), parts, at + 1, holds);
};

/** `$.eventName`, `$.users[0].id`, `$.items[*].port`. */
export const selectorPattern = /\$(?:\.[\w:-]+|\[(?:\d+|\*)\])+/;

/** Compiles a selector once, for many records. */
export const compileSelector = (selector: string): AnyValue => {
  const parts = partsOf(selector);
  return (record, holds) => any(record, parts, 0, holds);
};
