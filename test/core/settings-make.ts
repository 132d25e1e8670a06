import type { Settings } from '../../src/core/settings.ts';
import { makeAccount, makeSettings } from './access-make.ts';

/** Settings with two accounts and nothing else that matters here. */
export const settingsWith = (change: Partial<Settings>): Settings => ({
  slack: {
    mode: 'socket',
    botToken: () => '',
    appToken: () => undefined,
    signingSecret: () => undefined,
    apiUrl: 'http://127.0.0.1/api/',
    fallbackChannel: 'fallback',
    linkHosts: [],
  },
  http: { host: '127.0.0.1', port: 0, publicUrl: undefined },
  topics: [],
  queues: [],
  accounts: [makeAccount('111122223333', 'prod'), makeAccount('777711112222', 'staging')],
  units: [],
  routes: [],
  access: makeSettings({}),
  incidents: { reopenWithinMs: 30 * 60_000 },
  trailLogs: [],
  trailBuckets: [],
  suppress: [],
  digests: [],
  identityCenter: undefined,
  store: { kind: 'sqlite', path: '' },
  ...change,
});
