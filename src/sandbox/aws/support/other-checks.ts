import { type AdvisorCheck, automatic, check } from './check.ts';

const cost = check('cost_optimizing');
const tolerance = check('fault_tolerance');
const performance = check('performance');
const operations = check('operational_excellence');

const limit = (id: string, name: string): AdvisorCheck =>
  check('service_limits')(id, name, 'Region|Service|Limit Name|Limit Amount|Current Usage|Status', {
    about: 'How much of a quota is used.',
    yellow: 'More than 80% is used.',
    red: 'All of it is used.',
  });

/** https://docs.aws.amazon.com/awssupport/latest/user/trusted-advisor-check-reference.html */
export const otherChecks: readonly AdvisorCheck[] = [
  cost(
    'hjLMh88uM8',
    'Idle Load Balancers',
    'Region|Load Balancer Name|Reason|Estimated Monthly Savings',
    {
      about: 'Classic load balancers with nothing to do.',
      yellow: 'It has no healthy instance, or fewer than 100 requests a day.',
    },
  ),
  cost('Z4AUBRNSmz', 'Unassociated Elastic IP Addresses', 'Region|IP Address', {
    about: 'Elastic IP addresses that no running instance uses.',
    yellow: 'An address is not associated.',
  }),
  cost(
    'c18d2gz150',
    'Amazon EC2 instances stopped for over 30 days',
    'Status|Region|Instance ID|Last Updated Time',
    {
      about: 'Instances that nobody started for a month.',
      yellow: 'It has been stopped for more than 30 days.',
    },
    automatic,
  ),
  cost(
    'c2vlfg022t',
    'Inactive NAT Gateways',
    'Status|Region|NAT Gateway ID|Estimated Monthly Savings|Last Updated Time',
    {
      about: 'NAT gateways without traffic.',
      yellow: 'Nothing came through for 30 days.',
    },
    automatic,
  ),
  cost(
    'c2vlfg0jp6',
    'Inactive VPC interface endpoints',
    'Status|Region|VPC Endpoint ID|Estimated Monthly Savings|Last Updated Time',
    {
      about: 'Interface endpoints without traffic.',
      yellow: 'Nothing came through for 30 days.',
    },
    automatic,
  ),
  cost(
    'c1cj39rr6v',
    'Amazon S3 Incomplete Multipart Upload Abort Configuration',
    'Status|Region|Bucket Name|Bucket ARN|Lifecycle rule for deleting incomplete MPU|Days After Initiation',
    {
      about: 'Buckets that keep what was never uploaded whole.',
      yellow: 'No lifecycle rule ends such uploads.',
    },
    automatic,
  ),
  cost(
    'L4dfs2Q3C2',
    'AWS Lambda Functions with High Error Rates',
    'Status|Region|Function ARN|Max Daily Error Rate Percent|Date of Max Error Rate|Average Daily Error Rate Percent',
    {
      about: 'Functions that fail often.',
      yellow: 'More than 10% of a day’s calls failed.',
    },
  ),
  cost(
    'L4dfs2Q3C3',
    'AWS Lambda Functions with Excessive Timeouts',
    'Status|Region|Function ARN|Max Daily Timeout Rate Percent|Date of Max Daily Timeout Rate|Average Daily Timeout Rate Percent',
    {
      about: 'Functions that run into their time limit.',
      yellow: 'More than 10% of a day’s calls did.',
    },
  ),
  tolerance(
    'H7IgTzjTYb',
    'Amazon EBS Snapshots',
    'Region|Volume ID|Volume Name|Snapshot ID|Snapshot Name|Snapshot Age|Volume Attachment|Status|Reason',
    {
      about: 'Volumes without a recent snapshot.',
      yellow: 'The last one is between 7 and 30 days old.',
      red: 'It is older, or there is none.',
    },
  ),
  tolerance('f2iK5R6Dep', 'Amazon RDS Multi-AZ', 'Region/AZ|DB Instance|VPC ID|Multi-AZ|Status', {
    about: 'Database instances in a single Availability Zone.',
    yellow: 'It runs in one zone.',
  }),
  tolerance(
    'opQPADkZvH',
    'Amazon RDS Backups',
    'Region/AZ|DB Instance|VPC ID|Backup Retention Period|Status',
    {
      about: 'Database instances without automated backups.',
      red: 'The retention period is 0 days.',
    },
  ),
  tolerance(
    'R365s2Qddf',
    'Amazon S3 Bucket Versioning',
    'Region|Bucket Name|Versioning|MFA Delete Enabled|Status',
    {
      about: 'Buckets that keep no older versions.',
      yellow: 'Versioning is suspended.',
      red: 'Versioning is off.',
    },
  ),
  tolerance(
    'CLOG40CDO8',
    'Auto Scaling Group Health Check',
    'Region|Auto Scaling Group Name|Load Balancer Associated|Health Check|Status',
    {
      about: 'How Auto Scaling groups find out that an instance is ill.',
      yellow: 'A load balancer is there, but its health check is not used.',
    },
  ),
  tolerance(
    '8CNsSllI5v',
    'Auto Scaling Group Resources',
    'Region|Auto Scaling Group Name|Launch Configuration Name|Resource Type|Resource Name|Status|Reason',
    {
      about: 'What Auto Scaling groups would need to start instances.',
      red: 'Something of it was deleted.',
    },
  ),
  tolerance(
    'S45wrEXrLz',
    'VPN Tunnel Redundancy',
    'Region|VPN ID|VPC|Virtual Private Gateway|Customer Gateway|Active Tunnels|Reason|Status',
    {
      about: 'VPN connections with fewer than two tunnels.',
      yellow: 'One tunnel is up.',
    },
  ),
  tolerance(
    'wuy7G1zxql',
    'Amazon EC2 Availability Zone Balance',
    'Region|Zone a Instances|Zone b Instances|Zone c Instances|Status|Reason',
    {
      about: 'How instances are spread over zones.',
      yellow: 'Some zones have far more than others.',
      red: 'All are in one zone.',
    },
  ),
  performance(
    'ZRxQlPsb6c',
    'High Utilization Amazon EC2 Instances',
    'Region/AZ|Instance ID|Instance Name|Instance Type|14-Day Average CPU Utilization|Number of Days over 90% CPU Utilization',
    {
      about: 'Instances that are always at work.',
      yellow: 'More than 90% on at least 4 of 14 days.',
    },
  ),
  performance(
    'Bh2xRR2FGH',
    'Amazon EC2 to EBS Throughput Optimization',
    'Region|Instance ID|Instance Type|Time Near Maximum|Status',
    {
      about: 'Volumes that are faster than their instance can be.',
      yellow: 'They are near the maximum for more than half of the time.',
    },
  ),
  performance(
    '796d6f3D83',
    'CloudFront Content Delivery Optimization',
    'Region|Bucket Name|S3 Storage (GB)|Data Transfer Out (GB)|Ratio of Transfer to Storage|Status',
    {
      about: 'Buckets that many download from.',
      yellow: 'More goes out than is stored.',
    },
  ),
  performance(
    'N415c450f2',
    'CloudFront Header Forwarding and Cache Hit Ratio',
    'Distribution ID|Distribution Domain Name|Cache Behavior Path Pattern|Headers|Status',
    {
      about: 'Forwarded headers that keep answers from being cached.',
      yellow: 'A header such as Date or User-Agent is forwarded.',
    },
  ),
  limit('jL7PP0l7J9', 'VPC'),
  limit('kM7QQ0l7J9', 'VPC Internet Gateways'),
  limit('lN7RR0l7J9', 'EC2-VPC Elastic IP Address'),
  limit('0Xc6LMYG8P', 'EC2 On-Demand Instances'),
  limit('oQ7TT0l7J9', 'IAM Roles'),
  limit('qS7VV0l7J9', 'IAM Users'),
  limit('fW7HH0l7J9', 'Auto Scaling Groups'),
  limit('gW7HH0l7J9', 'CloudFormation Stacks'),
  operations(
    'c18d2gz125',
    'Amazon API Gateway Not Logging Execution Logs',
    'Status|Region|API Stage ARN|AWS Config Rule|Input Parameters|Last Updated Time',
    {
      about: 'APIs whose calls leave no trace.',
      yellow: 'Execution logs are off.',
    },
    automatic,
  ),
  operations(
    'c18d2gz168',
    'Elastic Load Balancing Deletion Protection Not Enabled for Load Balancers',
    'Status|Region|Resource|AWS Config Rule|Input Parameters|Last Updated Time',
    {
      about: 'Load balancers that one call deletes.',
      yellow: 'Deletion protection is off.',
    },
    automatic,
  ),
  operations(
    'c1qf5bt012',
    'Amazon RDS Performance Insights is turned off',
    'Status|Region|Resource|Engine Name|Recommended Value|Last Updated Time',
    {
      about: 'Databases whose load cannot be looked at.',
      yellow: 'Performance Insights is off.',
    },
    automatic,
  ),
];
