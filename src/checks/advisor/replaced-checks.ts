/** A check that AWS has replaced by another. */
export interface ReplacedCheck {
  readonly id: string;
  readonly name: string;
  readonly successor: string;
}

/**
 * What people still ask for by its old name. An account may be offered the old one a while longer;
 * then that is what is shown.
 * https://docs.aws.amazon.com/awssupport/latest/user/trusted-advisor-change-log.html
 */
export const replacedChecks: readonly ReplacedCheck[] = [
  { id: 'vjafUGJ9H0', name: 'AWS CloudTrail Logging', successor: 'c25hn9x03v' },
  { id: 'Qch7DwouX1', name: 'Low Utilization Amazon EC2 Instances', successor: 'c1z7kmr00n' },
  { id: 'DAvU99Dc4C', name: 'Underutilized Amazon EBS Volumes', successor: 'c1z7kmr02n' },
  { id: 'COr6dfpM03', name: 'Amazon EBS over-provisioned volumes', successor: 'c1z7kmr02n' },
  { id: 'Ti39halfu8', name: 'Amazon RDS Idle DB Instances', successor: 'c1z7kmr03n' },
  {
    id: 'COr6dfpM05',
    name: 'AWS Lambda over-provisioned functions for memory size',
    successor: 'c1z7kmr05n',
  },
];
