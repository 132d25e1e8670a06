import { vi } from 'vitest';
import { createAwsClients } from '../../src/aws/clients.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { AccountId, RegionId } from '../../src/core/ids.ts';
import { silentLog } from '../../src/core/log.ts';

/** moto's own account; the other one is made by assuming a role in it. */
export const own = '123456789012' as AccountId;
export const other = '444455556666' as AccountId;
export const region = 'eu-west-1' as RegionId;
export const here = { account: undefined, region };

export const signal = (): AbortSignal => AbortSignal.timeout(20_000);
export const reading = () => ({ urgency: 'people' as const, signal: signal() });

/** For the SDK's clients, to put there what the bot is to read. */
export const motoOptions = (endpoint: string) => ({
  endpoint,
  region,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});

/** An empty emulator, for clients that find their endpoint and credentials in the environment. */
export const startWithMoto = async (url: string): Promise<void> => {
  vi.stubEnv('AWS_ENDPOINT_URL', url);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  await fetch(`${url}/moto-api/reset`, { method: 'POST' });
};

/** The bot's own clients: at home, and by a role in another account. */
export const createMotoClients = () => {
  const account = { externalId: undefined, regions: [], groups: [] };
  return createAwsClients({
    accounts: () => [
      { ...account, id: own, name: 'security', role: undefined },
      {
        ...account,
        id: other,
        name: 'prod',
        role: `arn:aws:iam::${other}:role/TrailwardenReader`,
        externalId: 'shared-word',
      },
    ],
    clock: systemClock,
    log: silentLog,
  });
};
