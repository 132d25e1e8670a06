/** A way to more rights than one has, by actions that are needed all together. */
export interface Escalation {
  /** As IAM spells them. */
  readonly actions: readonly string[];
  /** As the end of "whoever has it may …". */
  readonly may: string;
}

const one = (action: string, may: string): Escalation => ({ actions: [action], may });

const pass = (actions: readonly string[], what: string): Escalation => ({
  actions: ['iam:PassRole', ...actions],
  may: `run ${what} with any role`,
});

/**
 * Ways that are known to lead to more rights.
 * https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/ and
 * https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation-part-2/
 */
export const escalations: readonly Escalation[] = [
  one('iam:CreatePolicyVersion', 'rewrite any policy'),
  one('iam:SetDefaultPolicyVersion', 'bring back an older version of any policy'),
  one('iam:AttachUserPolicy', 'attach any policy to a user'),
  one('iam:AttachGroupPolicy', 'attach any policy to a group'),
  one('iam:AttachRolePolicy', 'attach any policy to a role'),
  one('iam:PutUserPolicy', 'write a policy into a user'),
  one('iam:PutGroupPolicy', 'write a policy into a group'),
  one('iam:PutRolePolicy', 'write a policy into a role'),
  one('iam:AddUserToGroup', 'put anybody into any group'),
  one('iam:CreateAccessKey', 'make access keys for any user'),
  one('iam:CreateLoginProfile', 'give any user a password'),
  one('iam:UpdateLoginProfile', 'change the password of any user'),
  one('lambda:UpdateFunctionCode', 'run code with the role of any Lambda function'),
  one('glue:UpdateDevEndpoint', 'get into any development endpoint of Glue'),
  {
    actions: ['iam:UpdateAssumeRolePolicy', 'sts:AssumeRole'],
    may: 'let themselves assume any role',
  },
  pass(['ec2:RunInstances'], 'machines'),
  pass(['lambda:CreateFunction', 'lambda:InvokeFunction'], 'Lambda functions'),
  pass(['lambda:CreateFunction', 'lambda:CreateEventSourceMapping'], 'Lambda functions'),
  pass(['cloudformation:CreateStack'], 'CloudFormation stacks'),
  pass(['glue:CreateDevEndpoint'], 'development endpoints of Glue'),
  pass(['datapipeline:CreatePipeline', 'datapipeline:PutPipelineDefinition'], 'data pipelines'),
  pass(
    ['sagemaker:CreateNotebookInstance', 'sagemaker:CreatePresignedNotebookInstanceUrl'],
    'notebooks of SageMaker',
  ),
  pass(['codebuild:CreateProject', 'codebuild:StartBuild'], 'builds of CodeBuild'),
];

/** Every action that takes part in one, once. */
export const escalatingActions: readonly string[] = [
  ...new Set(escalations.flatMap(({ actions }) => actions)),
];

/** Those that all their actions are there for. */
export const escalationsWith = (actions: ReadonlySet<string>): readonly Escalation[] =>
  escalations.filter((escalation) => escalation.actions.every((action) => actions.has(action)));
