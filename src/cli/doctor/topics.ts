import type { Attributes, Sns, TopicSubscription } from '../../aws/sns.ts';
import { toError } from '../../core/errors.ts';
import type { Settings, TopicSettings } from '../../core/settings.ts';
import { coverSeconds, longPolicy } from './delivery-policy.ts';
import { bad, type Check, type Finding, ok, warn } from './report.ts';

/** Shorter than this, a restart or a fault of the network loses alarms. */
const enoughCoverSeconds = 15 * 60;

interface Topic {
  readonly arn: TopicSettings['arn'];
  readonly region: string;
  /** "security-alarms in eu-west-1", with its account where several have one of that name. */
  readonly title: string;
  /** The addresses by which it can reach us, the best first. */
  readonly endpoints: readonly string[];
}

/** https://sqs.eu-west-1.amazonaws.com/111122223333/name as an ARN. */
const queueArn = (url: string, region: string, partition: string): string => {
  const [account = '', name = ''] = (URL.parse(url)?.pathname ?? '').split('/').slice(-2);
  return `arn:${partition}:sqs:${region}:${account}:${name}`;
};

export const describeTopic = (
  { arn }: TopicSettings,
  { queues, http, topics, accounts }: Settings,
): Topic => {
  const [, partition = 'aws', , region = '', account = '', name = ''] = arn.split(':');
  const isAmbiguous = topics.some(
    (other) =>
      other.arn !== arn && other.arn.split(':')[3] === region && other.arn.endsWith(`:${name}`),
  );
  const owner = accounts.find(({ id }) => id === account)?.name ?? account;
  // A queue keeps what comes while the bot is down, the nearest one for longest.
  const near = queues.filter((queue) => queue.region === region);
  const far = queues.filter((queue) => queue.region !== region);
  return {
    arn,
    region,
    title: `${name}${isAmbiguous ? ` of ${owner}` : ''} in ${region}`,
    endpoints: [
      ...[...near, ...far].map((queue) => queueArn(queue.url, queue.region, partition)),
      ...(http.publicUrl === undefined ? [] : [`${http.publicUrl}/sns`]),
    ],
  };
};

const cli = ({ region }: Topic, command: string): string => `aws sns ${command} --region ${region}`;

const signatureFinding = (topic: Topic, attributes: Attributes, wanted: string): Finding => {
  const version = attributes['SignatureVersion'] ?? '1';
  if (version === '2') return ok(`${topic.title} is there and signs with SHA-256.`);
  const cure = cli(
    topic,
    `set-topic-attributes --topic-arn ${topic.arn} --attribute-name SignatureVersion --attribute-value 2`,
  );
  return wanted === '2'
    ? bad(
        `${topic.title} signs with SHA-1, but the settings refuse that (signatureVersion: '2'): nothing of it is shown.`,
        cure,
      )
    : warn(`${topic.title} is there, but signs with SHA-1.`, cure);
};

const retryFindings = (topic: Topic, arn: string, attributes: Attributes): readonly Finding[] => {
  const cover = coverSeconds(attributes['EffectiveDeliveryPolicy'] ?? attributes['DeliveryPolicy']);
  if (cover >= enoughCoverSeconds) return [];
  return [
    warn(
      `${topic.title}: SNS gives up after about ${Math.round(cover)} s, so a longer restart loses alarms.`,
      cli(
        topic,
        `set-subscription-attributes --subscription-arn ${arn} --attribute-name DeliveryPolicy --attribute-value '${longPolicy}'`,
      ),
    ),
  ];
};

const attributeFindings = (
  topic: Topic,
  { arn, protocol }: { readonly arn: string; readonly protocol: string },
  attributes: Attributes,
): readonly Finding[] => {
  const set = (name: string, value: string): string =>
    cli(
      topic,
      `set-subscription-attributes --subscription-arn ${arn} --attribute-name ${name} --attribute-value '${value}'`,
    );
  const found: Finding[] = protocol === 'sqs' ? [] : [...retryFindings(topic, arn, attributes)];
  if (attributes['RawMessageDelivery'] === 'true')
    found.push(
      bad(
        `${topic.title}: raw message delivery is on, so messages come without a signature and are refused.`,
        set('RawMessageDelivery', 'false'),
      ),
    );
  if ((attributes['FilterPolicy'] ?? '{}') !== '{}')
    found.push(
      warn(
        `${topic.title}: a filter policy keeps some messages back.`,
        `${set('FilterPolicy', '{}')} if that is not meant`,
      ),
    );
  if (attributes['RedrivePolicy'] === undefined)
    found.push(
      warn(
        `${topic.title}: the subscription has no dead-letter queue: what SNS cannot deliver is lost.`,
        set('RedrivePolicy', '{"deadLetterTargetArn":"DEAD-LETTER-QUEUE-ARN"}'),
      ),
    );
  return found;
};

const subscriptionFindings = async (
  topic: Topic,
  subscription: TopicSubscription,
  sns: Sns,
  signal: AbortSignal,
): Promise<readonly Finding[]> => {
  const { arn, protocol, endpoint } = subscription;
  if (arn === undefined)
    return [
      bad(
        `${topic.title}: the subscription of ${endpoint} waits for its confirmation.`,
        'Start the bot, then "npm run doctor -- --fix" has SNS ask again; the bot confirms by itself.',
      ),
    ];
  const confirmed = ok(`${topic.title} sends to ${endpoint}.`);
  try {
    const attributes = await sns.subscriptionAttributes(arn, signal);
    return [confirmed, ...attributeFindings(topic, { arn, protocol }, attributes)];
  } catch (thrown) {
    return [confirmed, warn(`${topic.title}: ${toError(thrown).message}`)];
  }
};

const subscribe = async (
  topic: Topic,
  endpoint: string,
  sns: Sns,
  signal: AbortSignal,
): Promise<Finding> => {
  const arn = await sns.subscribe(topic.arn, endpoint, signal);
  return arn === undefined
    ? ok(`${topic.title}: SNS now asks ${endpoint} to confirm; the bot does so if it is running.`)
    : ok(`${topic.title} now sends to ${endpoint}.`);
};

const missing = (topic: Topic, endpoint: string): Finding => {
  const protocol = endpoint.startsWith('arn:') ? 'sqs' : 'https';
  return bad(
    `${topic.title} does not send to the bot.`,
    `npm run doctor -- --fix, or: ${cli(topic, `subscribe --topic-arn ${topic.arn} --protocol ${protocol} --notification-endpoint ${endpoint}`)}`,
  );
};

const reachFindings = async (
  topic: Topic,
  sns: Sns,
  isFixing: boolean,
  signal: AbortSignal,
): Promise<readonly Finding[]> => {
  const all = await sns.subscriptions(topic.arn, signal);
  const ours = all.filter(({ endpoint }) => topic.endpoints.includes(endpoint));
  const [best] = topic.endpoints;
  if (best === undefined)
    return [
      bad(
        `${topic.title} has no way to the bot.`,
        'Set http.publicUrl, or list a queue under queues.',
      ),
    ];
  const isConfirmed = ours.some(({ arn }) => arn !== undefined);
  if (isFixing && !isConfirmed)
    return [await subscribe(topic, ours[0]?.endpoint ?? best, sns, signal)];
  if (ours.length === 0) return [missing(topic, best)];
  const findings = ours.map((each) => subscriptionFindings(topic, each, sns, signal));
  return (await Promise.all(findings)).flat();
};

/** Two checks a topic, so that a right missing for one does not hide the other. */
export const topicChecks = (settings: Settings, sns: Sns, isFixing: boolean): readonly Check[] =>
  settings.topics.flatMap((given) => {
    const topic = describeTopic(given, settings);
    return [
      {
        about: topic.title,
        run: async (signal: AbortSignal) => [
          signatureFinding(
            topic,
            await sns.topicAttributes(topic.arn, signal),
            given.signatureVersion,
          ),
        ],
      },
      {
        about: topic.title,
        run: (signal: AbortSignal) => reachFindings(topic, sns, isFixing, signal),
      },
    ];
  });
