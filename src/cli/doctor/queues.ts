import type { QueueFacts, Sqs } from '../../aws/sqs.ts';
import type { QueueSettings, Settings } from '../../core/settings.ts';
import { pinnedPolicy, senders } from './queue-policy.ts';
import { bad, type Check, type Finding, ok, warn } from './report.ts';

/** SQS keeps a message for so long at most, s. */
const longestRetention = 14 * 24 * 3600;

const titleOf = ({ url, region }: QueueSettings): string =>
  `Queue ${url.slice(url.lastIndexOf('/') + 1)} in ${region}`;

const setAttribute = (queue: QueueSettings, name: string, value: unknown): string =>
  `aws sqs set-queue-attributes --queue-url ${queue.url} --region ${queue.region} --attributes '${JSON.stringify({ [name]: value })}'`;

const policyFinding = (queue: QueueSettings, facts: QueueFacts, settings: Settings): Finding => {
  const title = titleOf(queue);
  const cure = setAttribute(
    queue,
    'Policy',
    pinnedPolicy(
      facts.arn,
      settings.topics.map(({ arn }) => arn),
    ),
  );
  switch (senders(facts.policy)) {
    case 'pinned':
      return ok(`${title}: only named topics may send to it.`);
    case 'open':
      return warn(`${title}: its policy lets any topic of anybody send to it.`, cure);
    case 'closed':
      return bad(`${title}: its policy does not let SNS send to it.`, cure);
  }
};

const deadLetterFindings = async (
  queue: QueueSettings,
  facts: QueueFacts,
  sqs: Sqs,
  signal: AbortSignal,
): Promise<readonly Finding[]> => {
  const title = titleOf(queue);
  if (facts.deadLetter === undefined)
    return [
      warn(
        `${title} has no dead-letter queue: a message that cannot be stored comes back until it expires.`,
        setAttribute(
          queue,
          'RedrivePolicy',
          JSON.stringify({ deadLetterTargetArn: 'DEAD-LETTER-QUEUE-ARN', maxReceiveCount: 10 }),
        ),
      ),
    ];
  const dead = await sqs.factsByArn(facts.deadLetter.arn, signal);
  const found =
    dead.waiting > 0
      ? warn(
          `${title}: ${dead.waiting} messages wait in its dead-letter queue.`,
          `Mend the cause, then: aws sqs start-message-move-task --source-arn ${dead.arn} --region ${queue.region}`,
        )
      : ok(`${title}: its dead-letter queue is empty.`);
  return dead.retentionSeconds < longestRetention
    ? [
        found,
        warn(
          `${title}: its dead-letter queue forgets after ${Math.round(dead.retentionSeconds / 86_400)} days.`,
          `Set its MessageRetentionPeriod to ${longestRetention} (14 days).`,
        ),
      ]
    : [found];
};

export const queueChecks = (settings: Settings, sqs: Sqs): readonly Check[] =>
  settings.queues.flatMap((queue) => {
    const title = titleOf(queue);
    return [
      {
        about: title,
        run: async (signal: AbortSignal) => {
          const facts = await sqs.facts(queue, signal);
          return [
            ok(
              `${title} can be read; ${facts.waiting} messages wait, ${facts.held} are being read.`,
            ),
            policyFinding(queue, facts, settings),
          ];
        },
      },
      {
        about: `${title}, its dead-letter queue`,
        run: async (signal: AbortSignal) =>
          deadLetterFindings(queue, await sqs.facts(queue, signal), sqs, signal),
      },
    ];
  });
