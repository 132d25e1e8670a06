import { describe, expect, it } from 'vitest';
import { alertOf, alertsOf, codeOf, factsOf, plain, sentence } from './helpers.ts';

const event = (source: string, detailType: string, detail: object, more: object = {}) => ({
  version: '0',
  id: 'event-1',
  'detail-type': detailType,
  source,
  account: '111122223333',
  time: '2026-03-06T20:00:00Z',
  region: 'eu-west-1',
  resources: [],
  detail,
  ...more,
});

const guardDuty = (more: object = {}) =>
  event('aws.guardduty', 'GuardDuty Finding', {
    id: 'finding-1',
    accountId: '444455556666',
    region: 'us-east-1',
    type: 'Recon:EC2/PortProbeUnprotectedPort',
    title: 'Unprotected port on EC2 instance i-0abc is being probed.',
    description: 'Somebody knocks.',
    severity: 8,
    updatedAt: '2026-03-06T19:59:00.000Z',
    resource: { resourceType: 'Instance', instanceDetails: { instanceId: 'i-0abc' } },
    service: { count: 7, archived: false },
    ...more,
  });

const asff = (more: object = {}) => ({
  SchemaVersion: '2018-10-08',
  Id: 'arn:aws:securityhub:eu-west-1:111122223333:security-control/S3.1/finding/1',
  ProductArn: 'arn:aws:securityhub:eu-west-1::product/aws/securityhub',
  AwsAccountId: '111122223333',
  Region: 'eu-west-1',
  Title: 'S3 buckets should block public access',
  Description: 'This control checks.',
  Severity: { Label: 'MEDIUM', Normalized: 40 },
  Resources: [{ Type: 'AwsS3Bucket', Id: 'arn:aws:s3:::bucket' }],
  Compliance: { Status: 'FAILED' },
  Workflow: { Status: 'NEW' },
  RecordState: 'ACTIVE',
  UpdatedAt: '2026-03-06T19:59:00.000Z',
  ...more,
});

describe('findings', () => {
  it('reads one of GuardDuty, whose severity is a number', () => {
    const alert = alertOf(guardDuty());

    expect(sentence(alert)).toBe(
      'Unprotected port on EC2 instance i-0abc is being probed (GuardDuty finding)',
    );
    expect(alert).toMatchObject({
      source: 'generic',
      state: 'OPEN',
      phase: 'firing',
      key: 'generic/finding/finding-1',
      account: '444455556666',
      region: 'us-east-1',
      resource: { untrusted: 'i-0abc' },
      severity: { level: 'high', reason: 'GuardDuty gives it severity 8 (High)' },
      at: Date.UTC(2026, 2, 6, 19, 59),
    });
    expect(factsOf(alert)).toMatchObject({ Description: 'Somebody knocks.', Seen: '7 times' });
  });

  it('says once what a finding that was seen once says several times', () => {
    const at = '2026-03-06T19:59:00.000Z';
    const title = 'Credentials are used from 198.51.100.23';
    const seen = { count: 1, eventFirstSeen: at, eventLastSeen: at };

    const facts = factsOf(
      alertOf(
        guardDuty({
          title,
          description: `${title}.`,
          createdAt: at,
          updatedAt: at,
          service: seen,
        }),
      ),
    );

    for (const label of ['Description', 'Seen', 'First seen', 'Last seen'])
      expect(facts).not.toHaveProperty([label]);
  });

  it('says of a description what its title does not', () => {
    const title = 'A port is probed';

    const facts = factsOf(
      alertOf(guardDuty({ title, description: `${title}. Look who may reach it.` })),
    );

    expect(facts['Description']).toBe('Look who may reach it.');
  });

  it.each([
    [9.5, 'critical'],
    [7, 'high'],
    [4, 'medium'],
    [2, 'low'],
  ])('takes a severity of %d for %s', (severity, level) => {
    expect(alertOf(guardDuty({ severity })).severity?.level).toBe(level);
  });

  it('reads those of Security Hub one by one, bare or in an event', () => {
    const two = event('aws.securityhub', 'Security Hub Findings - Imported', {
      findings: [asff(), asff({ Id: 'other', Severity: { Label: 'CRITICAL' } })],
    });

    expect(alertsOf(two).map(({ severity }) => severity?.level)).toEqual(['medium', 'critical']);
    expect(new Set(alertsOf(two).map(({ key }) => key)).size).toBe(2);
    expect(sentence(alertOf(asff()))).toBe(
      'S3 buckets should block public access (Security Hub finding)',
    );
    expect(alertOf(asff()).resource).toEqual({ untrusted: 'bucket' });
  });

  it.each([
    { RecordState: 'ARCHIVED' },
    { Workflow: { Status: 'RESOLVED' } },
    { Workflow: { Status: 'SUPPRESSED' } },
    { Compliance: { Status: 'PASSED' } },
  ])('takes %j for the end of it', (more) => {
    expect(alertOf(asff(more))).toMatchObject({
      state: 'RESOLVED',
      phase: 'resolved',
      verb: '(Security Hub finding, resolved)',
      key: alertOf(asff()).key,
    });
  });

  it('reads OCSF', () => {
    const finding = {
      class_uid: 2003,
      cloud: { account: { uid: '444455556666' }, region: 'us-east-1' },
      finding_info: {
        uid: 'ocsf-1',
        title: 'A bucket is open',
        types: ['Exposure'],
        desc: 'Anybody can read it.',
      },
      severity: 'Critical',
      status: 'New',
      resources: [{ uid: 'arn:aws:s3:::bucket', type: 'AwsS3Bucket' }],
    };

    expect(
      alertOf(event('aws.securityhub', 'Findings Imported V2', { findings: [finding] })),
    ).toMatchObject({
      name: { untrusted: 'A bucket is open' },
      account: '444455556666',
      region: 'us-east-1',
      severity: { level: 'critical' },
      key: 'generic/finding/ocsf-1',
      resource: { untrusted: 'bucket' },
    });
  });

  it('reads those of Inspector, whose dates are of their own kind', () => {
    const finding = event('aws.inspector2', 'Inspector2 Finding', {
      awsAccountId: '111122223333',
      findingArn: 'arn:aws:inspector2:eu-west-1:111122223333:finding/1',
      title: 'CVE-2026-0001 - openssl',
      severity: 'HIGH',
      status: 'CLOSED',
      updatedAt: 'Wed Mar 04 16:59:44.356 UTC 2026',
      packageVulnerabilityDetails: {
        vulnerabilityId: 'CVE-2026-0001',
        vulnerablePackages: [{ name: 'openssl', version: '1.0', fixedInVersion: '1.1' }],
      },
      resources: [{ id: 'i-0abc', type: 'AWS_EC2_INSTANCE' }],
    });

    expect(alertOf(finding)).toMatchObject({
      state: 'RESOLVED',
      at: Date.UTC(2026, 2, 4, 16, 59, 44, 356),
      severity: { level: 'high' },
    });
    expect(factsOf(alertOf(finding))['Package']).toBe('openssl 1.0, fixed in 1.1');
  });

  it('reads those of Access Analyzer, which have no title', () => {
    const finding = {
      id: 'aa-1',
      accountId: '111122223333',
      region: 'eu-west-1',
      resource: 'arn:aws:s3:::bucket',
      principal: { AWS: '444455556666' },
      action: ['s3:GetObject'],
      status: 'ACTIVE',
    };

    expect(
      sentence(alertOf(event('aws.access-analyzer', 'Access Analyzer Finding', finding))),
    ).toBe('Access to bucket (Access Analyzer finding)');
    expect(
      alertOf(
        event('aws.access-analyzer', 'Access Analyzer Finding', { ...finding, isDeleted: true }),
      ).state,
    ).toBe('RESOLVED');
  });

  it('reads those of Macie', () => {
    const finding = {
      id: 'm-1',
      title: 'The bucket is public',
      severity: { score: 3, description: 'High' },
      category: 'POLICY',
      accountId: '111122223333',
    };

    expect(alertOf(event('aws.macie', 'Macie Finding', finding))).toMatchObject({
      severity: { level: 'high', reason: 'Macie gives it severity HIGH' },
      verb: '(Macie finding)',
    });
  });
});

describe('AWS Config', () => {
  const compliance = (now: string, before: string) => ({
    awsAccountId: '111122223333',
    awsRegion: 'eu-west-1',
    configRuleName: 's3-public-read',
    resourceType: 'AWS::S3::Bucket',
    resourceId: 'bucket',
    newEvaluationResult: {
      complianceType: now,
      annotation: 'Anybody can read it.',
      resultRecordedTime: '2026-03-06T20:00:00.000Z',
    },
    oldEvaluationResult: { complianceType: before },
    messageType: 'ComplianceChangeNotification',
  });

  it('opens with NON_COMPLIANT and ends with COMPLIANT, under one key', () => {
    const broken = alertOf(compliance('NON_COMPLIANT', 'COMPLIANT'));
    const mended = alertOf(compliance('COMPLIANT', 'NON_COMPLIANT'));

    expect(sentence(broken)).toBe(
      'Bucket bucket (Config rule s3-public-read) is NON_COMPLIANT: Anybody can read it.',
    );
    expect([broken.state, mended.state, mended.verb]).toEqual([
      'OPEN',
      'RESOLVED',
      'is COMPLIANT again',
    ]);
    expect(mended.key).toBe(broken.key);
  });

  it('says what changed, also after the words of an e-mail', () => {
    const change = {
      configurationItem: {
        awsAccountId: '111122223333',
        awsRegion: 'eu-west-1',
        resourceType: 'AWS::EC2::Volume',
        resourceId: 'vol-1',
        configurationItemCaptureTime: '2026-03-06T20:00:00.000Z',
      },
      configurationItemDiff: {
        changeType: 'UPDATE',
        changedProperties: {
          'Configuration.State': { previousValue: 'available', updatedValue: 'in-use' },
        },
      },
      messageType: 'ConfigurationItemChangeNotification',
    };

    const alert = alertOf(`View the Timeline:\n----\n${JSON.stringify(change, undefined, 1)}`);

    expect(sentence(alert)).toBe('Volume vol-1 was changed: configuration state changed');
    expect(factsOf(alert)['Configuration state']).toBe('available → in-use');
  });
});

describe('events of EventBridge', () => {
  it.each([
    [
      'aws.ec2',
      'EC2 Instance State-change Notification',
      { 'instance-id': 'i-0abc', state: 'terminated' },
      'EC2 instance i-0abc was terminated',
    ],
    [
      'aws.codepipeline',
      'CodePipeline Pipeline Execution State Change',
      { pipeline: 'web', state: 'FAILED' },
      'CodePipeline pipeline execution web failed',
    ],
    [
      'aws.codebuild',
      'CodeBuild Build State Change',
      { 'project-name': 'web', 'build-status': 'SUCCEEDED' },
      'CodeBuild build web succeeded',
    ],
    [
      'aws.glue',
      'Glue Job State Change',
      { jobName: 'nightly', state: 'TIMEOUT', message: 'Job run timed out' },
      'Glue job nightly timed out: Job run timed out',
    ],
    [
      'aws.rds',
      'RDS DB Instance Event',
      { SourceIdentifier: 'db-1', Message: 'DB instance restarted' },
      'RDS DB instance event db-1 happened: DB instance restarted',
    ],
    [
      'aws.ssm',
      'Parameter Store Change',
      { name: 'foo', operation: 'Delete' },
      'Parameter Store foo was deleted',
    ],
    [
      'aws.codecommit',
      'CodeCommit Repository State Change',
      { repositoryName: 'web', event: 'referenceUpdated' },
      'CodeCommit repository web changed: reference updated',
    ],
    [
      'aws.autoscaling',
      'EC2 Instance Launch Unsuccessful',
      { AutoScalingGroupName: 'web', StatusMessage: 'No capacity left' },
      'EC2 instance launch web failed: No capacity left',
    ],
    [
      'aws.s3',
      'Object Created',
      { bucket: { name: 'bucket' }, object: { key: 'a/b.txt' } },
      'S3 object bucket/a/b.txt was created',
    ],
    ['aws.events', 'Scheduled Event', {}, 'Scheduled event happened'],
  ])('says %s %s in words', (source, type, detail, words) => {
    expect(sentence(alertOf(event(source, type, detail)))).toBe(words);
  });

  it('names a thing by the ARN where its detail does not', () => {
    const rotated = event(
      'aws.kms',
      'KMS CMK Rotation',
      {},
      { resources: ['arn:aws:ecs:eu-west-1:111122223333:service/shop/web'] },
    );

    expect(sentence(alertOf(rotated))).toBe('KMS CMK rotation shop/web happened');
  });

  it('takes what went well for information, but not a scan that found something', () => {
    const scan = {
      'scan-status': 'COMPLETE',
      'repository-name': 'web',
      'finding-severity-counts': { CRITICAL: 2, LOW: 1 },
    };
    const malware = {
      scanStatus: 'COMPLETED',
      scanResultDetails: { scanResultStatus: 'THREATS_FOUND', threats: [{ name: 'EICAR' }] },
    };

    expect(
      alertOf(
        event('aws.codepipeline', 'CodePipeline Stage Execution State Change', {
          pipeline: 'web',
          state: 'SUCCEEDED',
        }),
      ).severity?.level,
    ).toBe('info');
    expect(sentence(alertOf(event('aws.ecr', 'ECR Image Scan', scan)))).toBe(
      'ECR image scan web completed: 2 critical, 1 low',
    );
    expect(alertOf(event('aws.ecr', 'ECR Image Scan', scan)).severity).toEqual({
      level: 'critical',
      reason: 'the event counts 2 critical findings',
    });
    expect(
      alertOf(event('aws.guardduty', 'GuardDuty Malware Protection Object Scan Result', malware)),
    ).not.toHaveProperty('severity');
    expect(
      sentence(
        alertOf(event('aws.guardduty', 'GuardDuty Malware Protection Object Scan Result', malware)),
      ),
    ).toContain('threats found');
  });

  it('opens and closes an issue of AWS Health, in the region it concerns', () => {
    const issue = (more: object) =>
      alertOf(
        event('aws.health', 'AWS Health Event', {
          eventArn: 'arn:aws:health:us-east-1::event/EC2/X/1',
          service: 'EC2',
          eventTypeCode: 'AWS_EC2_OPERATIONAL_ISSUE',
          eventTypeCategory: 'issue',
          eventRegion: 'us-east-1',
          eventDescription: [
            {
              language: 'en_US',
              latestDescription: 'We are looking into it now, in one zone.\n\nMore follows.',
            },
          ],
          affectedEntities: [{ entityValue: 'i-0abc' }],
          ...more,
        }),
      );

    expect(sentence(issue({ statusCode: 'open' }))).toBe(
      'EC2 operational issue (AWS Health issue): We are looking into it now, in one zone.',
    );
    expect(issue({ statusCode: 'open' })).toMatchObject({
      state: 'OPEN',
      region: 'us-east-1',
      resource: { untrusted: 'i-0abc' },
    });
    expect(issue({ statusCode: 'closed' })).toMatchObject({
      state: 'RESOLVED',
      key: issue({}).key,
    });
  });

  it('reads a check of Trusted Advisor where its resource is', () => {
    const check = (status: string) =>
      alertOf(
        event('aws.trustedadvisor', 'Trusted Advisor Check Item Refresh Notification', {
          'check-name': 'Open ports',
          'check-item-detail': { Region: 'eu-central-1', Reason: 'Port 22 is open' },
          status,
          resource_id: 'arn:aws:ec2:us-west-2:444455556666:security-group/sg-1',
        }),
      );

    expect(sentence(check('ERROR'))).toBe('Open ports: sg-1 (Trusted Advisor): Port 22 is open');
    expect(check('ERROR')).toMatchObject({
      state: 'OPEN',
      account: '444455556666',
      region: 'us-west-2',
      severity: { level: 'high' },
    });
    expect(check('OK')).toMatchObject({ state: 'RESOLVED', key: check('ERROR').key });
  });

  it('reads a record of CloudTrail, bare or in an event', () => {
    const record = {
      eventSource: 'iam.amazonaws.com',
      eventName: 'CreateAccessKey',
      eventTime: '2026-03-06T20:00:00Z',
      awsRegion: 'us-east-1',
      eventID: 'e-1',
      userIdentity: { type: 'IAMUser', userName: 'alice', accountId: '111122223333' },
      requestParameters: { userName: 'bob' },
      responseElements: { accessKey: { secretAccessKey: 'hunter2' } },
    };

    const bare = alertOf({ Records: [record] });
    const inEvent = alertOf(event('aws.iam', 'AWS API Call via CloudTrail', record));

    expect(sentence(bare)).toBe('IAM CreateAccessKey was called: by IAM user alice, on bob');
    expect(inEvent.key).toBe(bare.key);
    expect(JSON.stringify([bare, inEvent])).not.toContain('hunter2');
  });
});

describe('JSON of other forms', () => {
  it('does not repeat as a field the severity that its badge shows', () => {
    const graded = alertOf({ title: 'Backup failed', severity: 'HIGH', job: 'orders' });
    const odd = alertOf({ title: 'Backup failed', severity: 'purple', job: 'orders' });

    expect(graded.severity?.level).toBe('high');
    expect(factsOf(graded)).toEqual({ Job: 'orders' });
    expect(factsOf(odd)).toEqual({ Severity: 'purple', Job: 'orders' });
  });

  it('reads a notification of S3 and its encoded key', () => {
    const record = {
      eventSource: 'aws:s3',
      eventName: 'ObjectRemoved:Delete',
      eventTime: '2026-03-06T20:00:00Z',
      awsRegion: 'eu-west-1',
      s3: { bucket: { name: 'bucket' }, object: { key: 'a+b%2Fc.txt' } },
    };

    expect(sentence(alertOf({ Records: [record] }))).toBe('S3 object bucket/a b/c.txt was deleted');
  });

  it('says where the logs were put', () => {
    const delivery = {
      s3Bucket: 'logs',
      s3ObjectKey: ['AWSLogs/444455556666/CloudTrail/us-east-2/2026/03/06/x.json.gz'],
    };

    expect(alertOf(delivery)).toMatchObject({
      account: '444455556666',
      region: 'us-east-2',
      severity: { level: 'info' },
    });
  });

  it('finds title, state, place, resource and severity by the names of fields', () => {
    const alert = alertOf({
      title: 'Disk is full',
      description: 'Only 1 % is left on /data.',
      status: 'RESOLVED',
      severity: 'critical',
      accountId: '444455556666',
      region: 'us-east-1',
      instanceId: 'i-0abc',
      timestamp: '2026-03-06T20:00:00Z',
    });

    expect(sentence(alert)).toBe('Disk is full: Only 1 % is left on /data.');
    expect(alert).toMatchObject({
      state: 'RESOLVED',
      account: '444455556666',
      region: 'us-east-1',
      resource: { untrusted: 'i-0abc' },
      severity: { level: 'critical' },
      at: Date.UTC(2026, 2, 6, 20),
    });
  });

  it('shows some of many fields and says how many it does not', () => {
    const many = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [
        `fieldNumber${String.fromCharCode(97 + index)}x`,
        index,
      ]),
    );

    const facts = alertOf(many, { Subject: 'Many' }).facts;

    expect(facts.length).toBe(9);
    expect(plain(facts.at(-1)?.value)).toMatch(/^\d+ more fields$/);
  });

  it('writes out JSON in a string, lists and numbers', () => {
    const alert = alertOf(
      {
        overview: '{"Succeeded":1,"Failed":0}',
        list: ['a', 'b'],
        parts: [{}, {}],
        size: 1_234_567,
        done: true,
        empty: {},
        nothing: null,
      },
      { Subject: 'Deployment' },
    );

    expect(factsOf(alert)).toEqual({
      Overview: 'succeeded 1, failed 0',
      List: 'a, b',
      Parts: '2 entries',
      Size: '1,234,567',
      Done: 'yes',
    });
  });

  it('takes the place of the topic where nothing else tells one', () => {
    expect(alertOf({ hello: 'world' })).toMatchObject({
      account: '111122223333',
      region: 'eu-west-1',
    });
  });

  it('goes by the id of the message where it is about no resource', () => {
    expect(alertOf({ a: 1, b: 2 }).key).toBe('generic/message/message-1');
  });
});

describe('plain text', () => {
  it('makes the subject the title and lines of pairs facts', () => {
    const alert = alertOf(
      'Dear customer,\nThe forecast cost of your budget is higher than $100.\n\nBudget Name: Shop\nActual: $120.00\nAWS Account 444455556666',
      { Subject: 'Budget Shop exceeded' },
    );

    expect(sentence(alert)).toBe(
      'Budget Shop exceeded: The forecast cost of your budget is higher than $100.',
    );
    expect(factsOf(alert)).toEqual({ 'Budget name': 'Shop', Actual: '$120.00' });
    expect(alert.account).toBe('444455556666');
  });

  it('leaves a letter-head out of the sentence where the fields are the message', () => {
    const alert = alertOf(
      'AWS Budget Notification\nAWS Account 444455556666\n\nBudget Name: monthly\nBudget Type: Cost\nBudgeted Amount: $1,000.00\nActual Amount: $812.40',
      { Subject: 'monthly is over its threshold' },
    );

    expect(sentence(alert)).toBe('monthly is over its threshold');
  });

  it('makes the first line the title where there is no subject', () => {
    expect(sentence(alertOf('An IAM user was created\nIAM User: bob\nRegion: us-east-1'))).toBe(
      'An IAM user was created',
    );
    expect(alertOf('An IAM user was created\nRegion: us-east-1').region).toBe('us-east-1');
  });

  it('reads what CloudFormation sends', () => {
    const text =
      "StackId='arn:aws:cloudformation:us-east-1:444455556666:stack/web/1'\nTimestamp='2026-03-06T20:00:00.000Z'\nResourceStatus='UPDATE_ROLLBACK_IN_PROGRESS'\nStackName='web'\n";

    expect(alertOf(text)).toMatchObject({
      name: { untrusted: 'web' },
      verb: 'is in progress',
      account: '444455556666',
      region: 'us-east-1',
      at: Date.UTC(2026, 2, 6, 20),
    });
  });

  it('shows no wall of JSON, broken or pasted into a sentence', () => {
    const broken = alertOf('{"a": [{"b": 1,', { Subject: 'Cut off' });
    const deep = alertOf('['.repeat(100_000));
    const pasted = alertOf('Rule removed from sg-1: [{"IpProtocol": "tcp", "FromPort": 22}]');

    for (const alert of [broken, deep, pasted]) expect(sentence(alert)).not.toMatch(/[[{]/);
    expect(sentence(broken)).toContain('Cut off');
    expect(codeOf(deep.details)?.length).toBeLessThan(2000);
    expect(sentence(pasted)).toBe('Rule removed from sg-1 …');
  });
});
