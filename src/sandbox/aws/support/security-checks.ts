import { type AdvisorCheck, automatic, check } from './check.ts';

const security = check('security');

const groupColumns = 'Region|Security Group Name|Security Group ID|Protocol|Status|Ports';

/** https://docs.aws.amazon.com/awssupport/latest/user/security-checks.html */
export const securityChecks: readonly AdvisorCheck[] = [
  security('HCP4007jGY', 'Security Groups - Specific Ports Unrestricted', groupColumns, {
    about: 'Rules of security groups that let <b>everybody</b> (0.0.0.0/0) reach particular ports.',
    yellow: 'A port that is neither red nor 25, 80, 443 or 465.',
    red: 'Ports 20, 21, 22, 1433, 1434, 3306, 3389, 4333, 5432 or 5500.',
  }),
  security('1iG5NDGVre', 'Security Groups - Unrestricted Access', `${groupColumns}|IP Range`, {
    about:
      'Rules of security groups that let <b>everybody</b> in on ports other than 25, 80 and 443.',
    red: 'The source has the suffix /0.',
  }),
  security('a2sEc6ILx', 'ELB Listener Security', 'Region|Load Balancer Name|Status|Reason', {
    about: 'Classic load balancers without an encrypted listener.',
    yellow: 'There is no listener with HTTPS or SSL.',
    red: 'A listener takes ciphers that are not safe any more.',
  }),
  security(
    'xSqX82fQu',
    'ELB Security Groups',
    'Region|Load Balancer Name|Status|Security Group IDs|Reason',
    {
      about: 'Classic load balancers whose security groups allow ports that have no listener.',
      yellow: 'A port without a listener is open.',
      red: 'A security group does not exist.',
    },
  ),
  security(
    '8604e947f2',
    'Application Load Balancer Security Groups',
    'Status|Region|Load Balancer ARN|Security Group IDs|Reason|Last Updated Time',
    {
      about: 'The security groups of application load balancers and their targets.',
      yellow: 'A security group opens a port without a listener.',
    },
    automatic,
  ),
  security('7DAFEmoDos', 'MFA on Root Account', '', {
    about: 'Whether the root user has multi-factor authentication.',
    red: 'It has none.',
  }),
  security(
    'Yw2K9puPzl',
    'IAM Password Policy',
    'Password Policy|Uppercase|Lowercase|Number|Non-alphanumeric|Status|Reason',
    {
      about: 'The rules for the passwords of IAM users.',
      yellow: 'A rule for what a password holds is missing.',
      red: 'There is no policy.',
    },
  ),
  security(
    '12Fnkpl8Y5',
    'Exposed Access Keys',
    'Access Key ID|User Name (IAM or Root)|Fraud Type|Case ID|Time Updated|Location|Deadline|Usage (USD per Day)',
    {
      about: 'Access keys that were seen in public places.',
      red: 'A key was seen, or is used in an odd way.',
    },
    automatic,
  ),
  security(
    'DqdJqYeRm5',
    'IAM Access Key Rotation',
    'Status|IAM User|Access Key|Key Last Rotated|Reason',
    {
      about: 'Active access keys that were not replaced for long.',
      yellow: 'More than 90 days ago.',
      red: 'More than two years ago.',
    },
    automatic,
  ),
  security(
    'Pfx0RwqBli',
    'Amazon S3 Bucket Permissions',
    'Region|Region API Parameter|Bucket Name|ACL Allows List|ACL Allows Upload/Delete|Status|Policy Allows Access|Ignored Bucket Name',
    {
      about: 'Buckets that everybody may list or write to.',
      yellow: 'Listing is open, or the bucket cannot be looked at.',
      red: 'Writing is open.',
    },
  ),
  security(
    'nNauJisYIT',
    'Amazon RDS Security Group Access Risk',
    'Region|RDS Security Group Name|Ingress Rule|Status|Reason',
    {
      about: 'Database security groups that let too many in.',
      yellow: 'A large range may come in.',
      red: 'Everybody may come in.',
    },
  ),
  security(
    '07602fcad6',
    'IAM Access Analyzer External Access',
    'Status|Region|Resource ARN|Account Access Analyzer ARN|Organization Access Analyzer ARN|Active Findings Count|Last Updated Time',
    {
      about: 'Whether an analyzer of external access is there.',
      yellow: 'There is none in the account.',
    },
    automatic,
  ),
  security(
    'ePs02jT06w',
    'Amazon EBS Public Snapshots',
    'Status|Region|Volume ID|Snapshot ID|Description',
    {
      about: 'Snapshots of volumes that everybody may use.',
      red: 'A snapshot is public.',
    },
  ),
  security(
    'rSs93HQwa1',
    'Amazon RDS Public Snapshots',
    'Status|Region|DB Instance or Cluster ID|Snapshot ID',
    {
      about: 'Snapshots of databases that everybody may use.',
      red: 'A snapshot is public.',
    },
  ),
  security(
    'c25hn9x03v',
    'AWS CloudTrail Management Events Logging',
    'Status|Region|Logging Enabled|Delivery Error Reported|Last Updated Time',
    {
      about: 'Whether a trail logs management events.',
      yellow: 'A trail has delivery errors.',
      red: 'No trail logs in a Region.',
    },
    automatic,
  ),
  security(
    'c2vlfg0p86',
    'IAM SAML 2.0 Identity Provider',
    'Status|AWS Region|Last Updated Time',
    {
      about: 'Whether people come by an identity provider.',
      yellow: 'There is none.',
    },
    automatic,
  ),
];
