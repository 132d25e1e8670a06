/** Anything that came over the wire: looked at field by field, never trusted to have a shape. */
export type Json = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The string under `key`, or '' if there is none. */
export const stringAt = (record: Json, key: string): string => {
  const value = record[key];
  return typeof value === 'string' ? value : '';
};

export const numberAt = (record: Json, key: string): number | undefined => {
  const value = record[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
};

/** The object under `key`, or an empty one. */
export const recordAt = (record: Json, key: string): Json => {
  const value = record[key];
  return isRecord(value) ? value : {};
};

/** The objects of the array under `key`; what is no object is left out. */
export const recordsAt = (record: Json, key: string): readonly Json[] => {
  const value = record[key];
  return Array.isArray(value) ? value.filter(isRecord) : [];
};
