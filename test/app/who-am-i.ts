import { createAwsClients } from '../../src/aws/clients.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { RegionId } from '../../src/core/ids.ts';
import { silentLog } from '../../src/core/log.ts';

/** Asks AWS who it is, with the bot's clients; put together as the image is, it finds credentials as the image does. */
const clients = createAwsClients({ accounts: () => [], clock: systemClock, log: silentLog });
const sts = await clients.sts({ account: undefined, region: 'eu-west-1' as RegionId });
const { Arn } = await sts.getCallerIdentity({});
process.stdout.write(Arn ?? 'nobody');
await clients.stop();
