import { settingsJsonSchema } from '../config/schema-keys.ts';
import { handleGenerated, toJson } from './generated.ts';

/** Prints, writes or checks deploy/trailwarden.schema.json, which editors use for trailwarden.yaml. */
export const run = (args: readonly string[]): Promise<number> =>
  handleGenerated(
    args,
    [{ path: 'deploy/trailwarden.schema.json', content: toJson(settingsJsonSchema()) }],
    'node src/start.js settings-schema',
  );
