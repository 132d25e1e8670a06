import { getAtt, type Parts, ref } from './cloudformation.ts';
import { detectionResources } from './detections.ts';
import { intakeResources } from './intake.ts';
import { conditions, parameters, rules } from './parameters.ts';
import { roleConditions, roleParameters, roleResources } from './role.ts';
import { topicResources } from './topic.ts';

const outputs: Parts = {
  TopicArn: { Description: 'For topics, with signatureVersion 2', Value: ref('Topic') },
  QueueUrl: { Description: 'For queues', Condition: 'IsQueue', Value: ref('Queue') },
  DeadLetterQueueUrl: {
    Description: 'What did not reach the bot',
    Value: ref('DeadLetterQueue'),
  },
  PolicyArn: { Description: 'What the bot may do', Value: ref('BotPolicy') },
  RoleArn: {
    Description: 'What the bot runs as',
    Condition: 'HasRole',
    Value: getAtt('BotRole', 'Arn'),
  },
  InstanceProfileName: {
    Description: 'For the EC2 instance',
    Condition: 'IsEc2',
    Value: ref('BotInstanceProfile'),
  },
};

/**
 * The CloudFormation template that takes an account with a trail to its first alert. Limits: 500
 * resources and 1 MB by way of S3, of which 51,200 bytes may be given directly.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
export const createTemplate = () => ({
  AWSTemplateFormatVersion: '2010-09-09',
  Description: 'Trailwarden: alarms and events of a CloudTrail trail, and their way to the bot',
  Parameters: { ...parameters, ...roleParameters },
  Rules: rules,
  Conditions: { ...conditions, ...roleConditions },
  Resources: {
    ...topicResources,
    ...intakeResources,
    ...roleResources(),
    ...detectionResources(),
  },
  Outputs: outputs,
});
