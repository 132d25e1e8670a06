import {
  DescribeInstancesCommand,
  type DescribeInstancesCommandInput,
  type DescribeInstancesCommandOutput,
  DescribeSecurityGroupsCommand,
  type DescribeSecurityGroupsCommandInput,
  type DescribeSecurityGroupsCommandOutput,
  EC2Client,
} from '@aws-sdk/client-ec2';
import type { ClientOptions } from './services.ts';

interface Options {
  readonly abortSignal?: AbortSignal;
}

/**
 * Of EC2's seven hundred calls the two that are made: its package takes 37 MB for the shapes of all,
 * and a bundle leaves out what is not named here.
 */
export interface Ec2 {
  readonly describeInstances: (
    input: DescribeInstancesCommandInput,
    options?: Options,
  ) => Promise<DescribeInstancesCommandOutput>;
  readonly describeSecurityGroups: (
    input: DescribeSecurityGroupsCommandInput,
    options?: Options,
  ) => Promise<DescribeSecurityGroupsCommandOutput>;
}

export const createEc2 = (clientOptions: ClientOptions): Ec2 => {
  const client = new EC2Client(clientOptions);
  return {
    describeInstances: (input, options) =>
      client.send(new DescribeInstancesCommand(input), options),
    describeSecurityGroups: (input, options) =>
      client.send(new DescribeSecurityGroupsCommand(input), options),
  };
};
