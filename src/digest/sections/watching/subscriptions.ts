import type { TopicSubscription } from '../../../aws/sns.ts';
import { asRead } from '../../../checks/read-facts.ts';
import type { Place } from '../../../core/command.ts';
import type { Finding } from '../../../core/digest.ts';
import { partitionOf } from '../../../core/partition.ts';
import { foreign } from '../../../core/redact.ts';
import type { QueueSettings, TopicSettings } from '../../../core/settings.ts';
import type { SectionRun } from '../../section.ts';
import type { Looked } from './kinds.ts';

type Arn = TopicSettings['arn'];

export interface SubscriptionLookDeps {
  readonly topics: () => readonly TopicSettings[];
  readonly queues: () => readonly QueueSettings[];
  /** Where SNS reaches the bot by HTTPS, if it does. */
  readonly publicUrl: () => string | undefined;
  readonly subscriptions: (topicArn: Arn) => Promise<readonly TopicSubscription[]>;
}

/** https://sqs.eu-west-1.amazonaws.com/111122223333/name as an ARN. */
const queueArn = ({ url, region }: QueueSettings): string => {
  const [account = '', name = ''] = (URL.parse(url)?.pathname ?? '').split('/').slice(-2);
  return `arn:${partitionOf(region)}:sqs:${region}:${account}:${name}`;
};

/** By what addresses SNS reaches the bot. */
export const endpointsOf = ({
  queues,
  publicUrl,
}: Pick<SubscriptionLookDeps, 'queues' | 'publicUrl'>): ReadonlySet<string> => {
  const url = publicUrl();
  return new Set([...queues().map(queueArn), ...(url === undefined ? [] : [`${url}/sns`])]);
};

/** "alarms in eu-west-1". */
export const topicName = (arn: Arn): string => {
  const [, , , region = '', , name = ''] = arn.split(':');
  return `${name} in ${region}`;
};

/** What an endpoint may be called before others: no address of a person, no password in a URL. */
const endpointName = ({ protocol, endpoint }: TopicSubscription): string => {
  if (endpoint.startsWith('arn:')) return `${protocol} ${endpoint.split(':').at(-1) ?? ''}`;
  const host = protocol.startsWith('http') ? URL.parse(endpoint)?.host : undefined;
  return host === undefined ? protocol : `${protocol} ${host}`;
};

const topicScope = (arn: Arn): string => `subscriptions/${topicName(arn)}`;

const unconfirmed = (arn: Arn, one: TopicSubscription, isOurs: boolean): Finding => ({
  id: `unconfirmed/${topicName(arn)}/${foreign(endpointName(one)).untrusted}`,
  kind: isOurs ? 'unconfirmed' : 'unconfirmed/warn',
  scope: topicScope(arn),
  weight: isOurs ? 'fail' : 'warn',
  what: [
    'topic ',
    foreign(topicName(arn)),
    ': the subscription of ',
    isOurs ? 'the bot' : foreign(endpointName(one)),
    ' waits for its confirmation',
  ],
});

const unconnected = (arn: Arn): Finding => ({
  id: `unconnected/${topicName(arn)}`,
  kind: 'unconnected',
  scope: topicScope(arn),
  weight: 'fail',
  what: ['topic ', foreign(topicName(arn)), ' does not send to the bot'],
});

const findingsOf = (
  arn: Arn,
  all: readonly TopicSubscription[],
  ours: ReadonlySet<string>,
): readonly Finding[] => [
  ...(ours.size > 0 && !all.some(({ endpoint }) => ours.has(endpoint)) ? [unconnected(arn)] : []),
  ...all
    .filter((one) => one.arn === undefined)
    .map((one) => unconfirmed(arn, one, ours.has(one.endpoint))),
];

/** The listed topics of an account: whether they send to the bot, and who has not confirmed. */
export const lookAtSubscriptions = async (
  deps: SubscriptionLookDeps,
  { account }: Place,
  run: SectionRun,
): Promise<Looked> => {
  const ours = endpointsOf(deps);
  const topics = deps.topics().filter(({ arn }) => arn.split(':')[4] === account.id);
  const looked = await Promise.all(
    topics.map(async ({ arn }): Promise<Looked> => {
      const found = await asRead(() => deps.subscriptions(arn), run);
      return found.kind === 'read'
        ? { findings: findingsOf(arn, found.value, ours), unread: [] }
        : { findings: [], unread: [{ scope: topicScope(arn), why: found.why }] };
    }),
  );
  return {
    findings: looked.flatMap(({ findings }) => findings),
    unread: looked.flatMap(({ unread }) => unread),
  };
};
