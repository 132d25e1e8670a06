import type { Sns } from '../../../aws/sns.ts';
import type { Sqs } from '../../../aws/sqs.ts';
import { asRead } from '../../../checks/read-facts.ts';
import type { Read } from '../../../checks/verdict.ts';
import type { Finding, Unread } from '../../../core/digest.ts';
import { foreign } from '../../../core/redact.ts';
import type { QueueSettings, TopicSettings } from '../../../core/settings.ts';
import { parseJson } from '../../../core/unwrap-json.ts';
import { textAt } from '../../../core/values.ts';
import { counted } from '../../../core/words.ts';
import type { SectionRun } from '../../section.ts';
import type { Looked } from './kinds.ts';
import { endpointsOf, type SubscriptionLookDeps, topicName } from './subscriptions.ts';

export interface DeadLetterDeps extends SubscriptionLookDeps {
  readonly sns: Pick<Sns, 'subscriptionAttributes'>;
  readonly sqs: Pick<Sqs, 'facts' | 'factsByArn'>;
}

/** What has a dead-letter queue, or ought to: a queue of ours, or a subscription of ours. */
interface Source {
  /** "queue alarms in eu-west-1". */
  readonly name: string;
  /** The ARN; undefined: there is none. */
  readonly deadLetter: Read<string | undefined>;
}

export interface LookedAtDeadLetters extends Looked {
  /** How many messages wait in all of them; undefined: not all could be read. */
  readonly waiting: number | undefined;
}

const sourceScope = (name: string): string => `dead-letters of ${name}`;

const queueName = ({ url, region }: QueueSettings): string =>
  `queue ${url.slice(url.lastIndexOf('/') + 1)} in ${region}`;

const ofQueue = async (
  { sqs }: DeadLetterDeps,
  queue: QueueSettings,
  run: SectionRun,
): Promise<Source> => ({
  name: queueName(queue),
  deadLetter: await asRead(async () => (await sqs.facts(queue, run.signal)).deadLetter?.arn, run),
});

const redriveTarget = (policy: string | undefined): string | undefined =>
  textAt(parseJson(policy ?? '')?.value, 'deadLetterTargetArn');

/** Ours alone: the dead letters of others are theirs to look at. */
const ofTopic = async (
  deps: DeadLetterDeps,
  { arn }: TopicSettings,
  run: SectionRun,
): Promise<readonly Source[]> => {
  const name = `topic ${topicName(arn)}`;
  const ours = endpointsOf(deps);
  const found = await asRead(() => deps.subscriptions(arn), run);
  if (found.kind === 'unread') return [{ name, deadLetter: found }];
  return Promise.all(
    found.value
      .filter((one) => ours.has(one.endpoint))
      .flatMap(({ arn: subscription }) => (subscription === undefined ? [] : [subscription]))
      .map(async (subscription) => ({
        name,
        deadLetter: await asRead(async () => {
          const told = await deps.sns.subscriptionAttributes(subscription, run.signal);
          return redriveTarget(told['RedrivePolicy']);
        }, run),
      })),
  );
};

/** `eu-west-1:111122223333:alarms-dead`. */
const shortArn = (arn: string): string => arn.split(':').slice(3).join(':');

/** One for all: while a queue or subscription cannot be read, nobody knows where its dead letters are. */
const scope = 'dead-letters';

const full = (arn: string, waiting: number, sources: readonly Source[]): Finding => ({
  id: `dead-letters/${shortArn(arn)}`,
  kind: 'dead-letters',
  scope,
  weight: 'fail',
  what: [
    `${counted(waiting, 'message waits', 'messages wait')} in the dead-letter queue `,
    foreign(arn.split(':').at(-1) ?? ''),
    ' of ',
    foreign([...new Set(sources.map(({ name }) => name))].join(', ')),
  ],
});

const without = ({ name }: Source): Finding => ({
  id: `no-dead-letters/${name}`,
  kind: 'no-dead-letters',
  scope: sourceScope(name),
  weight: 'warn',
  what: [foreign(name), ': what cannot be delivered is lost, for there is no dead-letter queue'],
});

const sourcesOf = async (deps: DeadLetterDeps, run: SectionRun): Promise<readonly Source[]> => {
  const [queues, topics] = await Promise.all([
    Promise.all(deps.queues().map((queue) => ofQueue(deps, queue, run))),
    Promise.all(deps.topics().map((topic) => ofTopic(deps, topic, run))),
  ]);
  return [...queues, ...topics.flat()];
};

/** What is told of one dead-letter queue, which several may share. */
const lookAtQueue = async (
  { sqs }: DeadLetterDeps,
  arn: string,
  sources: readonly Source[],
  run: SectionRun,
): Promise<LookedAtDeadLetters> => {
  const facts = await asRead(() => sqs.factsByArn(arn, run.signal), run);
  if (facts.kind === 'unread')
    return {
      findings: [],
      unread: [{ scope, why: facts.why }],
      waiting: undefined,
    };
  const { waiting } = facts.value;
  return { findings: waiting > 0 ? [full(arn, waiting, sources)] : [], unread: [], waiting };
};

/** How many messages wait in the dead-letter queues of the bot's queues and subscriptions. */
export const lookAtDeadLetters = async (
  deps: DeadLetterDeps,
  run: SectionRun,
): Promise<LookedAtDeadLetters> => {
  const sources = await sourcesOf(deps, run);
  const byArn = Map.groupBy(
    sources.filter(({ deadLetter }) => deadLetter.kind === 'read'),
    ({ deadLetter }) => (deadLetter.kind === 'read' ? deadLetter.value : undefined),
  );
  const looked = await Promise.all(
    [...byArn].flatMap(([arn, of]) => (arn === undefined ? [] : [lookAtQueue(deps, arn, of, run)])),
  );
  const unread = sources.flatMap(({ name, deadLetter }): readonly Unread[] =>
    deadLetter.kind === 'unread'
      ? [scope, sourceScope(name)].map((one) => ({ scope: one, why: deadLetter.why }))
      : [],
  );
  const isWhole = unread.length === 0 && looked.every(({ waiting }) => waiting !== undefined);
  return {
    findings: [
      ...looked.flatMap(({ findings }) => findings),
      ...(byArn.get(undefined) ?? []).map(without),
    ],
    unread: [...unread, ...looked.flatMap((one) => one.unread)],
    waiting: isWhole ? looked.reduce((sum, { waiting = 0 }) => sum + waiting, 0) : undefined,
  };
};
