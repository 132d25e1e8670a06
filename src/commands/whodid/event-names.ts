/**
 * Calls that people ask about, by the service that records them. LookupEvents tells capital letters
 * from small ones, people do not. https://docs.aws.amazon.com/service-authorization/latest/reference/
 */
const names: Readonly<Record<string, string>> = {
  iam: `AddClientIDToOpenIDConnectProvider AddRoleToInstanceProfile AddUserToGroup AttachGroupPolicy
    AttachRolePolicy AttachUserPolicy ChangePassword CreateAccessKey CreateAccountAlias CreateGroup
    CreateInstanceProfile CreateLoginProfile CreateOpenIDConnectProvider CreatePolicy
    CreatePolicyVersion CreateRole CreateSAMLProvider CreateServiceLinkedRole
    CreateServiceSpecificCredential CreateUser CreateVirtualMFADevice DeactivateMFADevice
    DeleteAccessKey DeleteAccountAlias DeleteAccountPasswordPolicy DeleteGroup DeleteGroupPolicy
    DeleteInstanceProfile DeleteLoginProfile DeleteOpenIDConnectProvider DeletePolicy
    DeletePolicyVersion DeleteRole DeleteRolePermissionsBoundary DeleteRolePolicy DeleteSAMLProvider
    DeleteServerCertificate DeleteServiceLinkedRole DeleteSigningCertificate DeleteSSHPublicKey
    DeleteUser DeleteUserPermissionsBoundary DeleteUserPolicy DeleteVirtualMFADevice
    DetachGroupPolicy DetachRolePolicy DetachUserPolicy EnableMFADevice GenerateCredentialReport
    GetAccountAuthorizationDetails GetAccountPasswordPolicy GetAccountSummary GetCredentialReport
    GetRole GetUser ListAccessKeys ListRoles ListUsers PutGroupPolicy PutRolePermissionsBoundary
    PutRolePolicy PutUserPermissionsBoundary PutUserPolicy RemoveRoleFromInstanceProfile
    RemoveUserFromGroup ResyncMFADevice SetDefaultPolicyVersion SimulatePrincipalPolicy
    UpdateAccessKey UpdateAccountPasswordPolicy UpdateAssumeRolePolicy UpdateGroup
    UpdateLoginProfile UpdateOpenIDConnectProviderThumbprint UpdateRole UpdateRoleDescription
    UpdateSAMLProvider UpdateUser UploadServerCertificate UploadSigningCertificate
    UploadSSHPublicKey`,
  sts: `AssumeRole AssumeRoleWithSAML AssumeRoleWithWebIdentity AssumeRoot
    DecodeAuthorizationMessage GetAccessKeyInfo GetCallerIdentity GetFederationToken
    GetSessionToken`,
  signin: `CheckMfa ConsoleLogin CredentialChallenge CredentialVerification ExitRole
    PasswordRecoveryCompleted PasswordRecoveryRequested SwitchRole UserAuthentication`,
  organizations: `AcceptHandshake AttachPolicy CloseAccount CreateAccount CreateOrganization
    CreateOrganizationalUnit DeleteOrganization DeleteOrganizationalUnit
    DeregisterDelegatedAdministrator DetachPolicy DisableAWSServiceAccess DisablePolicyType
    EnableAllFeatures EnableAWSServiceAccess EnablePolicyType InviteAccountToOrganization
    LeaveOrganization MoveAccount RegisterDelegatedAdministrator RemoveAccountFromOrganization
    UpdatePolicy`,
  cloudfront: `CreateDistribution CreateInvalidation CreateOriginAccessControl DeleteDistribution
    UpdateDistribution`,
  route53: `AssociateVPCWithHostedZone ChangeResourceRecordSets CreateHostedZone
    CreateVPCAssociationAuthorization DeleteHostedZone DisableHostedZoneDNSSEC`,
  route53domains: `DeleteDomain DisableDomainTransferLock RegisterDomain TransferDomain
    UpdateDomainNameservers`,
  support: `AddCommunicationToCase CreateCase DescribeTrustedAdvisorCheckResult
    RefreshTrustedAdvisorCheck ResolveCase`,
  cloudtrail: `AddTags CreateEventDataStore CreateTrail DeleteEventDataStore
    DeleteResourcePolicy DeleteTrail DeregisterOrganizationDelegatedAdmin DescribeTrails
    GetEventSelectors GetTrailStatus LookupEvents PutEventSelectors PutInsightSelectors StartLogging
    StopEventDataStoreIngestion StopLogging UpdateEventDataStore UpdateTrail`,
  config: `DeleteConfigRule DeleteConfigurationAggregator DeleteConfigurationRecorder
    DeleteConformancePack DeleteDeliveryChannel DeleteEvaluationResults PutConfigRule
    PutConfigurationRecorder PutDeliveryChannel StartConfigurationRecorder StopConfigurationRecorder`,
  guardduty: `ArchiveFindings CreateDetector CreateFilter CreateIPSet DeleteDetector
    DeleteFilter DeleteIPSet DeleteMembers DeletePublishingDestination DeleteThreatIntelSet
    DisassociateFromMasterAccount DisassociateMembers StopMonitoringMembers UpdateDetector
    UpdateIPSet`,
  securityhub: `BatchDisableStandards BatchUpdateFindings DeleteActionTarget
    DisableImportFindingsForProduct DisableSecurityHub EnableSecurityHub UpdateStandardsControl`,
  'access-analyzer': 'CreateAnalyzer CreateArchiveRule DeleteAnalyzer DeleteArchiveRule',
  inspector2: 'CreateFilter Disable Enable UpdateFilter',
  macie2: 'DisableMacie EnableMacie UpdateMacieSession',
  wafv2: `AssociateWebACL CreateIPSet CreateWebACL DeleteIPSet DeleteLoggingConfiguration
    DeleteRuleGroup DeleteWebACL DisassociateWebACL PutLoggingConfiguration UpdateIPSet
    UpdateRuleGroup UpdateWebACL`,
  s3: `CreateBucket DeleteBucket DeleteBucketCors DeleteBucketEncryption DeleteBucketLifecycle
    DeleteBucketPolicy DeleteBucketPublicAccessBlock DeleteBucketReplication DeleteBucketTagging
    DeleteAccountPublicAccessBlock GetBucketAcl GetBucketPolicy ListBuckets PutAccountPublicAccessBlock
    PutBucketAcl PutBucketCors PutBucketEncryption PutBucketLifecycle PutBucketLogging
    PutBucketNotification PutBucketOwnershipControls PutBucketPolicy PutBucketPublicAccessBlock
    PutBucketReplication PutBucketTagging PutBucketVersioning PutBucketWebsite
    PutObjectLockConfiguration CreateAccessPoint DeleteAccessPoint PutAccessPointPolicy`,
  ec2: `AcceptVpcPeeringConnection AllocateAddress AssociateAddress AssociateIamInstanceProfile
    AssociateRouteTable AttachInternetGateway AttachNetworkInterface AttachVolume
    AuthorizeSecurityGroupEgress AuthorizeSecurityGroupIngress CopyImage CopySnapshot
    CreateCustomerGateway CreateDefaultVpc CreateFlowLogs CreateImage CreateInstanceExportTask
    CreateInternetGateway CreateKeyPair CreateLaunchTemplate CreateLaunchTemplateVersion
    CreateNatGateway CreateNetworkAcl CreateNetworkAclEntry CreateNetworkInterface CreateRoute
    CreateRouteTable CreateSecurityGroup CreateSnapshot CreateSnapshots CreateStoreImageTask
    CreateSubnet CreateTags CreateTransitGateway CreateVolume CreateVpc CreateVpcEndpoint
    CreateVpcPeeringConnection CreateVpnConnection DeleteCustomerGateway DeleteFlowLogs
    DeleteInternetGateway DeleteKeyPair DeleteLaunchTemplate DeleteNatGateway DeleteNetworkAcl
    DeleteNetworkAclEntry DeleteNetworkInterface DeleteRoute DeleteRouteTable DeleteSecurityGroup
    DeleteSnapshot DeleteSubnet DeleteTags DeleteTransitGateway DeleteVolume DeleteVpc
    DeleteVpcEndpoints DeleteVpcPeeringConnection DeleteVpnConnection DeregisterImage
    DescribeInstanceAttribute DescribeInstances DescribeRegions DescribeSecurityGroupRules
    DescribeSecurityGroups DescribeSnapshots DescribeVolumes DescribeVpcs
    DetachInternetGateway DetachVolume DisableEbsEncryptionByDefault
    DisableImageBlockPublicAccess DisableSnapshotBlockPublicAccess DisassociateAddress
    DisassociateIamInstanceProfile EnableEbsEncryptionByDefault EnableSerialConsoleAccess
    EnableSnapshotBlockPublicAccess ExportImage GetConsoleOutput GetConsoleScreenshot GetPasswordData
    ImportImage ImportKeyPair ModifyImageAttribute ModifyInstanceAttribute
    ModifyInstanceMetadataOptions ModifyNetworkInterfaceAttribute ModifySecurityGroupRules
    ModifySnapshotAttribute ModifySubnetAttribute ModifyVolume ModifyVpcAttribute
    ModifyVpcEndpoint MonitorInstances RebootInstances RegisterImage ReleaseAddress
    ReplaceIamInstanceProfileAssociation ReplaceNetworkAclAssociation ReplaceNetworkAclEntry
    ReplaceRoute ReplaceRouteTableAssociation RequestSpotInstances RevokeSecurityGroupEgress
    RevokeSecurityGroupIngress RunInstances SendSerialConsoleSSHPublicKey SharedSnapshotVolumeCreated
    StartInstances StopInstances TerminateInstances UnassignPrivateIpAddresses
    UpdateSecurityGroupRuleDescriptionsIngress`,
  'ec2-instance-connect': 'SendSSHPublicKey SendSerialConsoleSSHPublicKey',
  ssm: `CancelCommand CreateAssociation CreateDocument DeleteDocument DeleteParameter
    GetParameter GetParameters GetParametersByPath ModifyDocumentPermission PutParameter
    ResumeSession SendCommand StartAutomationExecution StartSession TerminateSession UpdateDocument`,
  kms: `CancelKeyDeletion CreateAlias CreateGrant CreateKey Decrypt DeleteAlias
    DeleteImportedKeyMaterial DisableKey DisableKeyRotation EnableKey EnableKeyRotation Encrypt
    GenerateDataKey ImportKeyMaterial PutKeyPolicy ReEncrypt ReplicateKey RetireGrant RevokeGrant
    ScheduleKeyDeletion UpdateAlias`,
  secretsmanager: `BatchGetSecretValue CancelRotateSecret CreateSecret DeleteResourcePolicy
    DeleteSecret GetSecretValue PutResourcePolicy PutSecretValue ReplicateSecretToRegions
    RestoreSecret RotateSecret UpdateSecret UpdateSecretVersionStage`,
  rds: `AddRoleToDBCluster AuthorizeDBSecurityGroupIngress CopyDBClusterSnapshot CopyDBSnapshot
    CreateDBCluster CreateDBInstance CreateDBSecurityGroup CreateDBSnapshot DeleteDBCluster
    DeleteDBClusterSnapshot DeleteDBInstance DeleteDBSnapshot DeleteGlobalCluster ModifyDBCluster
    ModifyDBClusterSnapshotAttribute ModifyDBInstance ModifyDBParameterGroup
    ModifyDBSnapshotAttribute RebootDBInstance RestoreDBInstanceFromDBSnapshot
    RestoreDBInstanceFromS3 RestoreDBInstanceToPointInTime StartDBInstance StartExportTask
    StopDBCluster StopDBInstance`,
  dynamodb: `CreateBackup CreateTable DeleteBackup DeleteTable ExportTableToPointInTime
    RestoreTableFromBackup UpdateContinuousBackups UpdateTable`,
  lambda: `AddPermission20150331v2 CreateEventSourceMapping20150331 CreateFunction20150331
    CreateFunctionUrlConfig DeleteEventSourceMapping20150331 DeleteFunction20150331
    DeleteFunctionUrlConfig PublishLayerVersion20181031 PublishVersion20150331 PutFunctionConcurrency
    RemovePermission20150331v2 UpdateEventSourceMapping20150331 UpdateFunctionCode20150331v2
    UpdateFunctionConfiguration20150331v2 UpdateFunctionUrlConfig`,
  ecs: `CreateCluster CreateService DeleteCluster DeleteService DeregisterTaskDefinition
    ExecuteCommand RegisterTaskDefinition RunTask StopTask UpdateService`,
  eks: `AssociateAccessPolicy CreateAccessEntry CreateCluster CreateNodegroup DeleteAccessEntry
    DeleteCluster DeleteNodegroup UpdateClusterConfig UpdateClusterVersion`,
  ecr: `BatchDeleteImage CreateRepository DeleteLifecyclePolicy DeleteRepository
    DeleteRepositoryPolicy GetAuthorizationToken PutImage PutImageTagMutability SetRepositoryPolicy`,
  logs: `CreateLogGroup DeleteDestination DeleteLogGroup DeleteLogStream DeleteMetricFilter
    DeleteResourcePolicy DeleteRetentionPolicy DeleteSubscriptionFilter PutMetricFilter
    PutResourcePolicy PutRetentionPolicy PutSubscriptionFilter`,
  monitoring: `DeleteAlarms DisableAlarmActions EnableAlarmActions PutCompositeAlarm PutMetricAlarm
    SetAlarmState`,
  events: `DeleteRule DisableRule EnableRule PutPermission PutRule PutTargets RemovePermission
    RemoveTargets`,
  sns: `AddPermission CreateTopic DeleteTopic RemovePermission SetTopicAttributes Subscribe
    Unsubscribe`,
  sqs: 'AddPermission CreateQueue DeleteQueue PurgeQueue RemovePermission SetQueueAttributes',
  cloudformation: `CancelUpdateStack CreateChangeSet CreateStack CreateStackSet DeleteChangeSet
    DeleteStack DeleteStackSet ExecuteChangeSet SetStackPolicy UpdateStack UpdateStackSet
    UpdateTerminationProtection`,
  elasticloadbalancing: `AddListenerCertificates CreateListener CreateLoadBalancer CreateRule
    CreateTargetGroup DeleteListener DeleteLoadBalancer DeleteRule DeleteTargetGroup
    DeregisterTargets ModifyListener ModifyLoadBalancerAttributes ModifyRule RegisterTargets
    SetSecurityGroups`,
  autoscaling: `CreateAutoScalingGroup CreateLaunchConfiguration DeleteAutoScalingGroup
    DetachInstances SetDesiredCapacity SuspendProcesses TerminateInstanceInAutoScalingGroup
    UpdateAutoScalingGroup`,
  acm: 'DeleteCertificate ExportCertificate ImportCertificate RequestCertificate',
  backup: `DeleteBackupPlan DeleteBackupVault DeleteBackupVaultAccessPolicy
    DeleteBackupVaultLockConfiguration DeleteRecoveryPoint PutBackupVaultAccessPolicy StartBackupJob
    StartCopyJob StartRestoreJob UpdateRecoveryPointLifecycle`,
  efs: 'DeleteFileSystem DeleteFileSystemPolicy DeleteMountTarget PutFileSystemPolicy',
  redshift: `AuthorizeClusterSecurityGroupIngress CreateCluster DeleteCluster GetClusterCredentials
    ModifyCluster`,
  sso: `AttachManagedPolicyToPermissionSet Authenticate CreateAccountAssignment CreatePermissionSet
    DeleteAccountAssignment DeletePermissionSet DetachManagedPolicyFromPermissionSet Federate
    ProvisionPermissionSet PutInlinePolicyToPermissionSet StartSession UpdatePermissionSet`,
  'sso-directory': `AddMemberToGroup CreateGroup CreateUser DeleteGroup DeleteUser DisableUser
    EnableUser RemoveMemberFromGroup UpdatePassword UpdateUser`,
  account: 'DisableRegion EnableRegion PutAlternateContact PutContactInformation',
  ram: 'AssociateResourceShare CreateResourceShare DeleteResourceShare UpdateResourceShare',
  bedrock: `CreateModelInvocationJob DeleteModelInvocationLoggingConfiguration InvokeModel
    PutModelInvocationLoggingConfiguration`,
};

/** Without Lambda's dates: `UpdateFunctionCode20150331v2` is `UpdateFunctionCode` to people. */
const plain = (name: string): string => name.replace(/\d{8}(?:v\d+)?$/, '');

interface Known {
  /** As AWS writes it. */
  readonly name: string;
  readonly services: readonly string[];
}

const table: ReadonlyMap<string, Known> = Object.entries(names).reduce((known, [service, list]) => {
  for (const name of list.split(/\s+/)) {
    for (const key of new Set([name.toLowerCase(), plain(name).toLowerCase()])) {
      const services = [...(known.get(key)?.services ?? []), service];
      known.set(key, { name, services });
    }
  }
  return known;
}, new Map<string, Known>());

/** A call by its name in any case, with the services that have one of that name. */
export const knownEvent = (word: string): Known | undefined => table.get(word.toLowerCase());

/** Names for people, for "did you mean". */
export const eventNames: readonly string[] = [
  ...new Set([...table.values()].map(({ name }) => plain(name))),
];

/** How a name of a call begins. */
const looksLikeCall =
  /^(?:Accept|Add|Allocate|Associate|Attach|Authorize|Batch|Cancel|Change|Close|Copy|Create|Deactivate|Delete|Deregister|Describe|Detach|Disable|Disassociate|Enable|Execute|Export|Generate|Get|Import|Invite|Invoke|List|Lookup|Modify|Move|Publish|Purge|Put|Reboot|Register|Reject|Release|Remove|Replace|Request|Reset|Restore|Revoke|Rotate|Run|Schedule|Send|Set|Start|Stop|Subscribe|Suspend|Tag|Terminate|Transfer|Unsubscribe|Untag|Update|Upload)[A-Z][A-Za-z0-9]{1,80}$/;

/** Written as AWS writes calls, whether we know it or not. */
export const isCallName = (word: string): boolean => looksLikeCall.test(word);

/** So many a day that another key gives fewer pages. */
const chatty =
  /^(?:AssumeRole(?:With\w+)?|Decrypt|Encrypt|GenerateDataKey|GetCallerIdentity|GetParameters?|GetParametersByPath|GetSecretValue|CreateGrant|GetAuthorizationToken|PutImage|LookupEvents|(?:Describe|List|Get|Batch)\w*)$/;

export const isChatty = (name: string): boolean => chatty.test(name);

/** Services whose records are all in one region. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html */
const globalServices = new Set([
  'iam',
  'organizations',
  'cloudfront',
  'route53',
  'route53domains',
  'support',
  'account',
]);

/** Does every one of these services record in one region only? */
export const areGlobal = (services: readonly string[]): boolean =>
  services.length > 0 && services.every((service) => globalServices.has(service));

/** Calls on what is inside: Event history has management events only. */
const dataCalls: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:GetObject\w*|PutObject(?:Acl|Tagging|Retention|LegalHold)?|DeleteObjects?|DeleteObjectTagging|HeadObject|CopyObject|ListObjects(?:V2)?|RestoreObject|SelectObjectContent|UploadPart(?:Copy)?|CreateMultipartUpload|CompleteMultipartUpload|AbortMultipartUpload)$/i,
    'an object-level call of S3',
  ],
  [
    /^(?:GetItem|PutItem|UpdateItem|DeleteItem|Query|Scan|Batch(?:Get|Write)Item|TransactGetItems|TransactWriteItems)$/i,
    'a call on the items of a DynamoDB table',
  ],
  [/^Invoke$/i, 'the running of a Lambda function'],
  [
    /^(?:SendMessage(?:Batch)?|ReceiveMessage|DeleteMessage(?:Batch)?)$/i,
    'a call on the messages of a queue',
  ],
];

/** Why Event history does not have it: "an object-level call of S3"; undefined: it has. */
export const dataCall = (name: string): string | undefined =>
  dataCalls.find(([pattern]) => pattern.test(name))?.[1];

/** As AWS writes the names of data calls, whatever the case. */
export const dataCallName = (word: string): string | undefined => {
  const pascal = [
    'GetObject',
    'PutObject',
    'DeleteObject',
    'DeleteObjects',
    'HeadObject',
    'CopyObject',
    'ListObjects',
    'ListObjectsV2',
    'GetItem',
    'PutItem',
    'UpdateItem',
    'DeleteItem',
  ];
  return pascal.find((name) => name.toLowerCase() === word.toLowerCase());
};
