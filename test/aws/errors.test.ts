import { describe, expect, it } from 'vitest';
import { brokenOff, translateAwsError } from '../../src/aws/errors.ts';
import { AppError } from '../../src/core/errors.ts';

const named = (name: string, message = name, rest: object = {}): Error =>
  Object.assign(new Error(message), { name, ...rest });

const context = {
  call: 'cloudwatch:DescribeAlarms',
  account: '444455556666',
  region: 'eu-west-1',
} as const;

describe('translateAwsError', () => {
  it.each([
    ['ThrottlingException', 'rate-limit', 'aws_throttled', true],
    ['Throttling', 'rate-limit', 'aws_throttled', true],
    ['TooManyRequestsException', 'rate-limit', 'aws_throttled', true],
    ['CredentialsProviderError', 'config', 'aws_no_credentials', false],
    ['ExpiredToken', 'config', 'aws_credentials_expired', true],
    ['ExpiredTokenException', 'config', 'aws_credentials_expired', true],
    ['InvalidClientTokenId', 'config', 'aws_credentials_unknown', false],
    ['RequestTimeTooSkewed', 'config', 'aws_clock_skew', false],
    ['SignatureDoesNotMatch', 'config', 'aws_secret_wrong', false],
    ['SubscriptionRequiredException', 'config', 'aws_service_off', false],
    ['OptInRequired', 'config', 'aws_service_off', false],
    ['LimitExceededException', 'rate-limit', 'aws_throttled', true],
    ['TrailNotFoundException', 'input', 'aws_not_found', false],
    ['UnauthorizedOperation', 'access', 'aws_access_denied', false],
    ['AccessDenied', 'access', 'aws_access_denied', false],
    ['AuthorizationErrorException', 'access', 'aws_access_denied', false],
    ['NotFoundException', 'input', 'aws_not_found', false],
    ['ResourceNotFound', 'input', 'aws_not_found', false],
    ['QueueDoesNotExist', 'input', 'aws_not_found', false],
    ['TimeoutError', 'upstream', 'aws_timeout', true],
    ['AbortError', 'upstream', 'aws_timeout', true],
    ['InvalidParameterException', 'input', 'aws_invalid_request', false],
    ['ServiceUnavailableException', 'upstream', 'aws_unavailable', true],
    ['SomethingNew', 'upstream', 'aws_error', false],
  ])('makes of %s an error of kind %s with the code %s', (name, kind, code, retryable) => {
    const error = translateAwsError(named(name), context);

    expect(error).toMatchObject({ kind, code, retryable });
    expect(error.message).toMatch(/^cloudwatch:DescribeAlarms in 444455556666, eu-west-1: .*\.$/);
  });

  it('names the missing action and the line of the policy, but not the caller', () => {
    const aws = named(
      'AccessDenied',
      'User: arn:aws:sts::111122223333:assumed-role/bot/i-1 is not authorized to perform: cloudwatch:DescribeAlarmHistory on resource: * because no identity-based policy allows it',
    );

    const error = translateAwsError(aws, context);

    expect(error.message).toContain('the permission cloudwatch:DescribeAlarmHistory is missing');
    expect(error.hint).toContain('It is needed to read what alarms did during a gap.');
    expect(error.hint).toContain(
      '{"Effect":"Allow","Action":"cloudwatch:DescribeAlarmHistory","Resource":"*"}',
    );
    expect(error.message + error.hint).not.toMatch(/111122223333|assumed-role/);
  });

  it("names EC2's action, which its text does not hold", () => {
    const aws = named(
      'UnauthorizedOperation',
      'You are not authorized to perform this operation. Encoded authorization failure message: 4oNdz',
    );

    const error = translateAwsError(aws, { ...context, call: 'ec2:DescribeSecurityGroups' });

    expect(error.message).toContain('the permission ec2:DescribeSecurityGroups is missing');
    expect(error.hint).toContain(
      '{"Effect":"Allow","Action":"ec2:DescribeSecurityGroups","Resource":"*"}',
    );
    expect(error.message + error.hint).not.toContain('4oNdz');
  });

  it.each([
    ['our own role', { account: undefined }, 'deploy/iam-policy.json has it'],
    ['our own role, named', { isOwn: true }, 'deploy/iam-policy.json has it'],
    ['a role elsewhere', { isOwn: false }, 'deploy/iam-policy-reader.json has it'],
  ])('names the file that has the permission of %s', (_, whose, expected) => {
    const error = translateAwsError(named('AccessDenied'), { ...context, ...whose });

    expect(error.hint).toContain(expected);
  });

  it('names the plan that Trusted Advisor needs', () => {
    const error = translateAwsError(named('SubscriptionRequiredException'), {
      ...context,
      call: 'support:DescribeTrustedAdvisorChecks',
    });

    expect(error).toMatchObject({ kind: 'access', code: 'aws_support_plan' });
    expect(error.hint).toContain('Business Support+');
  });

  it('says of a role that cannot be assumed that it may not exist', () => {
    const aws = named(
      'AccessDenied',
      'User: arn:aws:sts::111122223333:assumed-role/bot/i-1 is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::444455556666:role/Gone',
    );

    const error = translateAwsError(aws, { ...context, call: 'sts:AssumeRole' });

    expect(error.code).toBe('aws_assume_role_denied');
    expect(error.message).toContain('does not exist');
    expect(error.message + error.hint).not.toMatch(/111122223333|assumed-role/);
  });

  it('says of its own deadline that it was its own, and of a stop that it was one', () => {
    const late = AbortSignal.abort(new DOMException('x', 'TimeoutError'));
    const stopped = AbortSignal.abort(new Error('stop'));

    expect(brokenOff(late, context)).toMatchObject({
      code: 'aws_timeout',
      message:
        'cloudwatch:DescribeAlarms in 444455556666, eu-west-1: AWS had not answered when our own deadline cut the call off.',
    });
    expect(brokenOff(stopped, context).message).toContain('cut off by ourselves');
  });

  it.each([
    ['with an explicit deny in a service control policy', /denied by a service control policy/],
    ['with an explicit deny in a resource-based policy', /denied explicitly by a policy/],
    ['because no permissions boundary allows it', /outside the permissions boundary/],
  ])('says what denies: %s', (because, expected) => {
    const aws = named(
      'AccessDenied',
      `not authorized to perform: sns:Subscribe on resource: x ${because}`,
    );

    expect(translateAwsError(aws, context).message).toMatch(expected);
  });

  it('tells no role to allow what the organisation denies', () => {
    const denied = (because: string) =>
      translateAwsError(
        named('AccessDenied', `not authorized to perform: iam:GetUser on resource: x ${because}`),
        context,
      ).hint;

    expect(denied('with an explicit deny in a service control policy')).toMatch(
      /administers the organisation/,
    );
    expect(denied('because no service control policy allows the iam:GetUser action')).toMatch(
      /administers the organisation/,
    );
    expect(denied('because no identity-based policy allows the iam:GetUser action')).toContain(
      '"Effect":"Allow"',
    );
  });

  it.each([
    ['eu-west-1', 'aws_credentials_unknown'],
    ['ap-east-1', 'aws_region_disabled'],
    ['me-central-1', 'aws_region_disabled'],
  ])('takes an unknown key in %s for %s', (region, code) => {
    const error = translateAwsError(named('UnrecognizedClientException'), { ...context, region });

    expect(error).toMatchObject({ code, kind: 'config' });
  });

  it('tells a wrong clock from a wrong secret', () => {
    const late = named(
      'SignatureDoesNotMatch',
      'Signature expired: 20261123T000000Z is now earlier than',
    );

    expect(translateAwsError(late, context)).toMatchObject({ code: 'aws_clock_skew' });
  });

  it.each(['ENOTFOUND', 'ECONNREFUSED', 'EAI_AGAIN'])(
    'knows %s for a way that is closed',
    (code) => {
      const error = translateAwsError(named('Error', 'x', { code }), context);

      expect(error).toMatchObject({ code: 'aws_unreachable', retryable: true });
      expect(error.message).toContain(code);
    },
  );

  it('goes by the HTTP status where the name says nothing', () => {
    const status = (httpStatusCode: number) =>
      named('Unknown', 'x', { $metadata: { httpStatusCode } });

    expect(translateAwsError(status(503), context).code).toBe('aws_unavailable');
    expect(translateAwsError(status(429), context).code).toBe('aws_throttled');
    expect(translateAwsError(status(403), context).code).toBe('aws_access_denied');
  });

  it('tells how long to wait if AWS does', () => {
    const aws = named('ThrottlingException', 'slow', {
      $response: { headers: { 'retry-after': '7' } },
    });

    expect(translateAwsError(aws, context).retryAfterMs).toBe(7000);
  });

  it('leaves what is already translated, and takes whatever is thrown', () => {
    const done = new AppError('x', { kind: 'input', code: 'y' });

    expect(translateAwsError(done, context)).toBe(done);
    expect(translateAwsError('a word', context).code).toBe('aws_error');
  });
});
