import { z } from 'zod';
import type { Path } from './document.ts';
import { fileSchema } from './schema.ts';

const get = (value: unknown, key: PropertyKey): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;

/** trailwarden.yaml as JSON Schema, for editors. */
export const settingsJsonSchema = (): Record<string, unknown> => ({
  ...z.toJSONSchema(fileSchema, { io: 'input' }),
  title: 'trailwarden.yaml',
});

const below = (schema: unknown, segment: PropertyKey): unknown => {
  const direct =
    typeof segment === 'number' ? get(schema, 'items') : get(get(schema, 'properties'), segment);
  if (direct !== undefined) return direct;
  const branches = get(schema, 'anyOf');
  return Array.isArray(branches)
    ? branches.map((branch: unknown) => below(branch, segment)).find((found) => found !== undefined)
    : undefined;
};

const keysOf = (schema: unknown): readonly string[] => {
  const properties = get(schema, 'properties');
  if (typeof properties === 'object' && properties !== null) return Object.keys(properties);
  const branches = get(schema, 'anyOf');
  return Array.isArray(branches) ? branches.flatMap(keysOf) : [];
};

/** Tells the settings there are at a path. */
export const createKnownKeys = (): ((path: Path) => readonly string[]) => {
  let schema: unknown;
  return (path) => {
    schema ??= settingsJsonSchema();
    return keysOf(path.reduce(below, schema));
  };
};
