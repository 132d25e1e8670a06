import type { Where } from './cloudwatch-types.ts';
import type { Reading } from './trail-types.ts';

export interface SecurityGroup {
  readonly id: string;
  readonly name: string;
  readonly vpcId: string | undefined;
  readonly ingress: readonly IngressRule[];
}

export interface IngressRule {
  /** `tcp`, `udp`, `icmp` or `-1` for all. */
  readonly protocol: string;
  /** Undefined: all ports. */
  readonly fromPort: number | undefined;
  readonly toPort: number | undefined;
  /** Address ranges, IPv4 and IPv6. */
  readonly cidrs: readonly string[];
}

/** A virtual machine that was not terminated. */
export interface Instance {
  readonly id: string;
  /** ARN of the instance profile that gives its programs a role. */
  readonly profile: string | undefined;
}

/** EC2 of one account and region. Rejects with an AppError. */
export interface Ec2Reader {
  /** Every page. */
  readonly securityGroups: (where: Where, reading: Reading) => Promise<readonly SecurityGroup[]>;
  /** Every page. */
  readonly instances: (where: Where, reading: Reading) => Promise<readonly Instance[]>;
}
