/**
 * The least that reads Event history, on the bot's SDK: `node bench/lookup-floor.ts PAGES` reads one
 * page in every region of every account, 100 at a time, and then PAGES pages of one region one after
 * the other, two within any second. One JSON line of ms.
 */
import { Agent } from 'node:http';
import { CloudTrail } from '@aws-sdk/client-cloudtrail';
import { STS } from '@aws-sdk/client-sts';
import { day, systemClock } from '../src/core/clock.ts';
import { homeRegion, organisations, prod } from '../src/sandbox/aws/organisation.ts';
import { eachAtOnce } from './scene.ts';

const [pages = '1'] = process.argv.slice(2);
const atOnce = 100;
const perSecond = 2;
const common = {
  maxAttempts: 1,
  requestHandler: { httpAgent: new Agent({ keepAlive: true, maxSockets: 128 }) },
};

const sts = new STS({ ...common, region: homeRegion });

const sessionOf = async (role: string, externalId: string | undefined) => {
  const { Credentials: given } = await sts.assumeRole({
    RoleArn: role,
    RoleSessionName: 'floor',
    ...(externalId !== undefined && { ExternalId: externalId }),
  });
  return {
    accessKeyId: given?.AccessKeyId ?? '',
    secretAccessKey: given?.SecretAccessKey ?? '',
    sessionToken: given?.SessionToken ?? '',
  };
};

const clientsOf = async ({
  id,
  role,
  externalId,
  regions,
}: (typeof organisations.large.accounts)[number]) => {
  const session = role === undefined ? undefined : await sessionOf(role, externalId);
  return regions.map((region) => ({
    place: `${id} ${region}`,
    trail: new CloudTrail({ ...common, region, ...(session && { credentials: session }) }),
  }));
};

const clients = (await Promise.all(organisations.large.accounts.map(clientsOf))).flat();

const everywhere = async (): Promise<number> => {
  const startedAt = performance.now();
  await eachAtOnce(clients, atOnce, async ({ trail }) => {
    const attribute = { AttributeKey: 'EventName', AttributeValue: 'DeleteBucket' } as const;
    const input = { StartTime: new Date(Date.now() - 2 * day), LookupAttributes: [attribute] };
    // Some accounts refuse, as they refuse the bot.
    await trail.lookupEvents(input).catch(() => undefined);
  });
  return performance.now() - startedAt;
};

const oneByOne = async (trail: CloudTrail, count: number): Promise<number> => {
  const input = { StartTime: new Date(Date.now() - 30 * day), EndTime: new Date() };
  const begun: number[] = [];
  let NextToken: string | undefined;
  for (let page = 0; page < count; page += 1) {
    const before = begun.at(-perSecond);
    if (begun.length >= perSecond && before !== undefined)
      await systemClock.sleep(Math.max(0, before + 1_000 - performance.now()));
    begun.push(performance.now());
    const answer = await trail.lookupEvents({ ...input, ...(NextToken && { NextToken }) });
    NextToken = answer.NextToken;
  }
  return performance.now() - (begun[0] ?? 0);
};

const home = clients.find(({ place }) => place === `${prod} ${homeRegion}`);
if (home === undefined) throw new Error('the organisation has no such place');
// The first opens the sockets.
await everywhere();
const everywhereMs = await everywhere();
await systemClock.sleep(1_000);
const pagesMs = await oneByOne(home.trail, Number(pages));
process.stdout.write(`${JSON.stringify({ everywhereMs, pagesMs })}\n`);
