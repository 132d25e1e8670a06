const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

const number = (value: unknown, otherwise: number): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : otherwise;

const parse = (json: string | undefined): unknown => {
  try {
    return JSON.parse(json ?? '{}');
  } catch {
    return undefined;
  }
};

/** Without a policy: three tries, 20 s apart. */
const usual = { retries: 3, delay: 20 };

/**
 * For how long SNS goes on trying to reach an endpoint that does not answer, seconds, about: the
 * phases of a delivery policy added up.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
 */
export const coverSeconds = (policyJson: string | undefined): number => {
  const policy = parse(policyJson);
  const retry =
    field(policy, 'healthyRetryPolicy') ??
    field(field(policy, 'http'), 'defaultHealthyRetryPolicy');
  const min = number(field(retry, 'minDelayTarget'), usual.delay);
  const max = number(field(retry, 'maxDelayTarget'), usual.delay);
  const all = number(field(retry, 'numRetries'), usual.retries);
  const atOnce = number(field(retry, 'numNoDelayRetries'), 0);
  const atMin = number(field(retry, 'numMinDelayRetries'), 0);
  const atMax = number(field(retry, 'numMaxDelayRetries'), 0);
  const between = Math.max(0, all - atOnce - atMin - atMax);
  return atMin * min + between * ((min + max) / 2) + atMax * max;
};

/** 50 minutes; SNS takes no policy of more than an hour. */
export const longPolicy = JSON.stringify({
  healthyRetryPolicy: {
    numRetries: 62,
    numNoDelayRetries: 2,
    numMinDelayRetries: 10,
    minDelayTarget: 5,
    numMaxDelayRetries: 50,
    maxDelayTarget: 60,
    backoffFunction: 'linear',
  },
});
