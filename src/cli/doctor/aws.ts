import type { AwsClients } from '../../aws/clients.ts';
import { createAlarmReader } from '../../aws/cloudwatch.ts';
import { createSns } from '../../aws/sns.ts';
import { createSqs } from '../../aws/sqs.ts';
import { createSts } from '../../aws/sts.ts';
import { asRegionId, type RegionId } from '../../core/ids.ts';
import type { Settings } from '../../core/settings.ts';
import { placesOf } from '../../intake/gap-places.ts';
import { queueChecks } from './queues.ts';
import { type Check, ok, type Section } from './report.ts';
import { topicChecks } from './topics.ts';

const regionsOf = ({ topics, queues, accounts }: Settings): readonly RegionId[] => [
  ...topics.flatMap(({ arn }) => asRegionId(arn.split(':')[3]) ?? []),
  ...queues.map(({ region }) => region),
  ...accounts.flatMap(({ regions }) => regions),
];

const identityChecks = (clients: AwsClients, settings: Settings): readonly Check[] => {
  const [region] = regionsOf(settings);
  if (region === undefined) return [];
  const sts = createSts(clients);
  const own: Check = {
    about: 'The AWS credentials',
    run: async (signal) => {
      const { account, arn } = await sts.identity({ account: undefined, region }, signal);
      return [
        ok(`The AWS credentials work: ${arn.slice(arn.lastIndexOf(':') + 1)} in ${account}.`),
      ];
    },
  };
  const roles = settings.accounts
    .filter(({ role }) => role !== undefined)
    .map(
      ({ id, name, regions }): Check => ({
        about: `The role in ${name} (${id})`,
        run: async (signal) => {
          await sts.identity({ account: id, region: regions[0] ?? region }, signal);
          return [ok(`The role in ${name} (${id}) can be assumed.`)];
        },
      }),
    );
  return [own, ...roles];
};

const alarmChecks = (clients: AwsClients, settings: Settings): readonly Check[] => {
  const reader = createAlarmReader(clients);
  const nameOf = (id: string): string =>
    settings.accounts.find((account) => account.id === id)?.name ?? id;
  return placesOf(settings.accounts, settings.topics).map((where) => {
    const place = `${where.account === undefined ? 'our own account' : nameOf(where.account)}, ${where.region}`;
    return {
      about: `The alarms of ${place}`,
      run: async (signal) => {
        const alarms = await reader.describeAlarms(where, signal);
        return [ok(`The alarms of ${place} can be read: ${alarms.length}.`)];
      },
    };
  });
};

/** @param isFixing Subscribe what is not subscribed, instead of saying so. */
export const awsSection = (
  settings: Settings,
  clients: AwsClients,
  isFixing: boolean,
): Section => ({
  title: 'AWS',
  checks: [
    ...identityChecks(clients, settings),
    ...topicChecks(settings, createSns(clients), isFixing),
    ...queueChecks(settings, createSqs(clients)),
    ...alarmChecks(clients, settings),
  ],
});
