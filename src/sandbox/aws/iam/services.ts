/** A service as last accessed reports name it, and the actions that AWS tracks there. */
export interface TrackedService {
  readonly namespace: string;
  readonly name: string;
  readonly actions: readonly string[];
}

const service = (namespace: string, name: string, actions = ''): TrackedService => ({
  namespace,
  name,
  actions: actions === '' ? [] : actions.split(' '),
});

/** https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
export const services: readonly TrackedService[] = [
  service('access-analyzer', 'IAM Access Analyzer'),
  service('acm', 'AWS Certificate Manager'),
  service('apigateway', 'Amazon API Gateway'),
  service('athena', 'Amazon Athena'),
  service('autoscaling', 'Amazon EC2 Auto Scaling'),
  service('cloudformation', 'AWS CloudFormation'),
  service('cloudfront', 'Amazon CloudFront'),
  service('cloudtrail', 'AWS CloudTrail', 'DescribeTrails LookupEvents StopLogging'),
  service('cloudwatch', 'Amazon CloudWatch'),
  service('config', 'AWS Config'),
  service('dynamodb', 'Amazon DynamoDB'),
  service(
    'ec2',
    'Amazon EC2',
    'AuthorizeSecurityGroupIngress DescribeInstances DescribeSecurityGroups RunInstances TerminateInstances',
  ),
  service('ecr', 'Amazon Elastic Container Registry'),
  service('ecs', 'Amazon Elastic Container Service'),
  service('eks', 'Amazon Elastic Kubernetes Service'),
  service('elasticache', 'Amazon ElastiCache'),
  service('elasticloadbalancing', 'Elastic Load Balancing V2'),
  service('events', 'Amazon EventBridge'),
  service('glue', 'AWS Glue'),
  service('guardduty', 'Amazon GuardDuty'),
  service('iam', 'AWS Identity and Access Management', 'CreateRole GetUser ListRoles PassRole'),
  service('kinesis', 'Amazon Kinesis Data Streams'),
  service('kms', 'AWS Key Management Service'),
  service('lambda', 'AWS Lambda', 'GetFunction ListFunctions UpdateFunctionCode'),
  service('logs', 'Amazon CloudWatch Logs'),
  service('rds', 'Amazon RDS'),
  service('route53', 'Amazon Route 53'),
  service('s3', 'Amazon S3', 'CreateBucket DeleteBucket ListAllMyBuckets PutBucketPolicy'),
  service('secretsmanager', 'AWS Secrets Manager'),
  service('sns', 'Amazon SNS'),
  service('sqs', 'Amazon SQS'),
  service('ssm', 'AWS Systems Manager'),
  service('states', 'AWS Step Functions'),
  service('sts', 'AWS Security Token Service'),
  service('wafv2', 'AWS WAF V2'),
];
