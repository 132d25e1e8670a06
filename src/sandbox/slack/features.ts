import { isJson, type Json, listOf, stringOf } from '../json.ts';
import type { AppFeatures } from './entities.ts';

const recordAt = (value: Json, key: string): Json => {
  const found = value[key];
  return isJson(found) ? found : {};
};

const recordsAt = (value: Json, key: string): readonly Json[] => listOf(value[key]).filter(isJson);

/** What an app's manifest declares; what it leaves out is not there. */
export const featuresOf = (manifest: Json): AppFeatures => {
  const features = recordAt(manifest, 'features');
  const subscriptions = recordAt(recordAt(manifest, 'settings'), 'event_subscriptions');
  const events = subscriptions['bot_events'];
  return {
    commands: recordsAt(features, 'slash_commands').map((one) => ({
      command: stringOf(one['command']),
      description: stringOf(one['description']),
      usage: stringOf(one['usage_hint']),
      shouldEscape: one['should_escape'] === true,
    })),
    shortcuts: recordsAt(features, 'shortcuts')
      .filter((one) => one['type'] === 'message')
      .map((one) => ({ callbackId: stringOf(one['callback_id']), name: stringOf(one['name']) })),
    events: Array.isArray(events) ? events.map(String) : undefined,
  };
};
