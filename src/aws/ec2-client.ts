import {
  DescribeInstancesCommand,
  type DescribeInstancesCommandInput,
  DescribeSecurityGroupsCommand,
  type DescribeSecurityGroupsCommandInput,
  EC2Client,
} from '@aws-sdk/client-ec2';
import type { RequestOptions } from './ask.ts';
import type { ClientOptions } from './services.ts';

/**
 * Of EC2's seven hundred calls the two that are made: its package takes 37 MB for the shapes of all,
 * and a bundle leaves out what is not named here.
 */
export const createEc2 = (clientOptions: ClientOptions) => {
  const client = new EC2Client(clientOptions);
  return {
    describeInstances: (input: DescribeInstancesCommandInput, options: RequestOptions) =>
      client.send(new DescribeInstancesCommand(input), options),
    describeSecurityGroups: (input: DescribeSecurityGroupsCommandInput, options: RequestOptions) =>
      client.send(new DescribeSecurityGroupsCommand(input), options),
  };
};
