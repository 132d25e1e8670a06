import { describe, expect, it } from 'vitest';
import { securityHubPatterns } from '../../src/cli/template/security-hub.ts';
import { detections } from '../../src/detections/index.ts';
import { filterPatternOf } from '../../src/detections/pattern.ts';
import { detectionOfPattern, patternProblem } from '../../src/detections/pattern-detection.ts';

const anyOf = (...names: readonly string[]): string =>
  `{ ${names.map((name) => `($.eventName = ${name})`).join(' || ')} }`;

describe('detectionOfPattern', () => {
  it.each(detections.map((detection) => [detection.id, filterPatternOf(detection)]))(
    'knows our own pattern of %s',
    (id, pattern) => {
      expect(detectionOfPattern(pattern)).toBe(id);
    },
  );

  it.each(
    detections.flatMap(({ id, securityHub }) =>
      securityHub === undefined ? [] : [[id, securityHubPatterns[securityHub] ?? '']],
    ),
  )('knows what Security Hub asks for %s', (id, pattern) => {
    expect(detectionOfPattern(pattern)).toBe(id);
  });

  it.each([
    [
      'the template of AWS for large instances',
      '{ ($.eventName = RunInstances) && (($.requestParameters.instanceType = *.8xlarge) || ($.requestParameters.instanceType = *.4xlarge)) }',
      'large-ec2-instance',
    ],
    [
      'the template of AWS for denied calls',
      '{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") }',
      'denied-call',
    ],
    [
      'denied calls as the benchmark has them since 4.0',
      '{($.errorCode ="*UnauthorizedOperation") || ($.errorCode ="AccessDenied*") && ($.sourceIPAddress!="delivery.logs.amazonaws.com") && ($.eventName!="HeadBucket")}',
      'denied-call',
    ],
    [
      'sign-ins without MFA as the benchmark has them',
      '{($.eventName="ConsoleLogin") && ($.additionalEventData.MFAUsed !="Yes")}',
      'console-sign-in-without-mfa',
    ],
    [
      'some of the names, in another order and with quotes',
      '{($.eventName="DeleteSecurityGroup")||($.eventName="AuthorizeSecurityGroupIngress")}',
      'security-group-change',
    ],
    [
      'one that leaves somebody out',
      '{ $.eventName = DeleteTrail && $.userIdentity.arn != "arn:aws:iam::111122223333:role/deploy" && $.userIdentity.sessionContext.sessionIssuer.userName != "deploy" }',
      'cloudtrail-switched-off',
    ],
    [
      'one of a single place',
      '{ ($.eventName = DeleteSecurityGroup) && ($.awsRegion = "us-east-1") && ($.recipientAccountId = 444455556666) }',
      'security-group-change',
    ],
    ['the narrower one of two', anyOf('StopLogging', 'DeleteTrail'), 'cloudtrail-switched-off'],
    [
      'the wider one where the names are more',
      anyOf('StopLogging', 'DeleteTrail', 'CreateTrail'),
      'cloudtrail-change',
    ],
  ])('knows %s', (_, pattern, id) => {
    expect(detectionOfPattern(pattern)).toBe(id);
  });

  it.each([
    ['names of two detections', anyOf('DeleteVpc', 'DeletePolicy')],
    ['a name that nobody watches beside one', anyOf('DeleteVpc', 'DescribeVpcs')],
    ['all calls of a service', '{ $.eventSource = "iam.amazonaws.com" }'],
    [
      'all calls of a service that change something',
      '{ $.eventSource = ec2.amazonaws.com && $.readOnly IS FALSE }',
    ],
    ['every error', '{ $.errorCode = "*" }'],
    ['nothing that is watched', anyOf('DescribeVpcs')],
    ['every event', '{ $.eventVersion NOT EXISTS || $.eventName = "*" }'],
    ['terms instead of conditions', 'ERROR'],
    ['nothing at all', ''],
    ['what cannot be read', '{ $.eventName = '],
  ])('leaves %s alone', (_, pattern) => {
    expect(detectionOfPattern(pattern)).toBeUndefined();
  });
});

describe('patternProblem', () => {
  const published =
    '{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*") || ($.sourceIPAddress!="delivery.logs.amazonaws.com") || ($.eventName!="HeadBucket")}';

  it('names the published pattern that counts nearly everything, which is no detection', () => {
    expect(patternProblem(published)).toMatch(/nearly every event/);
    expect(detectionOfPattern(published)).toBeUndefined();
  });

  it('has nothing to say about those that find something', () => {
    for (const detection of detections)
      expect(patternProblem(filterPatternOf(detection))).toBeUndefined();
  });
});
