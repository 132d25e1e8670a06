const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

const parse = (json: string | undefined): unknown => {
  try {
    return JSON.parse(json ?? '{}');
  } catch {
    return undefined;
  }
};

const words = (value: unknown): readonly string[] => [value].flat().map(String);

const letsAnyTopicIn = (statement: unknown): boolean => {
  const principal = field(statement, 'Principal');
  const isSns =
    words(field(principal, 'Service')).includes('sns.amazonaws.com') ||
    principal === '*' ||
    words(field(principal, 'AWS')).includes('*');
  const isSend = words(field(statement, 'Action')).some((action) =>
    /^(?:\*|sqs:(?:\*|sendmessage))$/i.test(action),
  );
  return field(statement, 'Effect') === 'Allow' && isSns && isSend;
};

const isPinned = (statement: unknown): boolean =>
  Object.values(Object(field(statement, 'Condition'))).some((operands) =>
    Object.keys(Object(operands)).some((key) => key.toLowerCase() === 'aws:sourcearn'),
  );

/**
 * Who a queue's policy lets send: `pinned` to named topics, `open` to any topic of anybody, or
 * `closed` to SNS. https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html
 */
export const senders = (policyJson: string | undefined): 'pinned' | 'open' | 'closed' => {
  const statements = [field(parse(policyJson), 'Statement')].flat().filter(letsAnyTopicIn);
  if (statements.length === 0) return 'closed';
  return statements.every(isPinned) ? 'pinned' : 'open';
};

/** The policy that lets the listed topics send, and nobody else. */
export const pinnedPolicy = (queueArn: string, topicArns: readonly string[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queueArn,
        Condition: { ArnEquals: { 'aws:SourceArn': topicArns } },
      },
    ],
  });
