import type { Json } from '../../json.ts';
import { AwsError } from '../aws-error.ts';
import { directoryOf, noSuch } from '../iam/answers.ts';
import { credentialReport } from '../iam/credential-report.ts';
import type { Directory } from '../iam/entities.ts';
import { reportLivesMs } from '../iam/store.ts';
import type { Operation } from '../operation.ts';
import { isoSeconds } from '../trail/identities.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateCredentialReport.html */
const generateCredentialReport: Operation = {
  service: 'iam',
  name: 'GenerateCredentialReport',
  run: ({ iam }, { account }) => {
    const isNew = iam.makeReport(account);
    const report = iam.report(account);
    if (isNew || report === undefined)
      return {
        State: 'STARTED',
        Description: 'No report exists. Starting a new report generation task',
      };
    return { State: iam.askReport(report, 2) ? 'COMPLETE' : 'INPROGRESS' };
  },
};

/**
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetCredentialReport.html: one that was just
 * begun takes a moment.
 */
const getCredentialReport: Operation = {
  service: 'iam',
  name: 'GetCredentialReport',
  run: ({ iam, clock }, { account }) => {
    const report = iam.report(account);
    if (report === undefined)
      throw new AwsError('ReportNotPresent', 'No report exists for the account.', 410);
    if (clock.now() - report.at >= reportLivesMs)
      throw new AwsError('ReportExpired', 'The most recent report has expired.', 410);
    if (!iam.askReport(report, 1))
      throw new AwsError('ReportInProgress', 'The report is still being generated.', 404);
    return {
      Content: Buffer.from(credentialReport(iam.directory(account))).toString('base64'),
      ReportFormat: 'text/csv',
      GeneratedTime: isoSeconds(report.at),
    };
  },
};

const count = <T>(items: Iterable<T>, is: (one: T) => boolean): number =>
  [...items].filter(is).length;

const summaryOf = (directory: Directory): Readonly<Record<string, number>> => {
  const { root, users, roles, groups, policies } = directory;
  const withMfa = count(users.values(), ({ hasMfa }) => hasMfa) + Number(root.hasMfa);
  return {
    AccountMFAEnabled: Number(root.hasMfa),
    AccountAccessKeysPresent: Number(root.keys.length > 0),
    AccountPasswordPresent: Number(root.hasPassword),
    AccountSigningCertificatesPresent: 0,
    Users: users.size,
    UsersQuota: 5_000,
    Groups: groups.size,
    GroupsQuota: 300,
    Roles: roles.size,
    RolesQuota: 1_000,
    Policies: count(policies.values(), ({ isAws }) => !isAws),
    PoliciesQuota: 1_500,
    MFADevices: withMfa,
    MFADevicesInUse: withMfa,
    InstanceProfiles: count(roles.values(), ({ isForInstances }) => isForInstances),
    InstanceProfilesQuota: 1_000,
    Providers: 1,
    ServerCertificates: 0,
    AccessKeysPerUserQuota: 2,
    GroupsPerUserQuota: 10,
  };
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html */
const getAccountSummary: Operation = {
  service: 'iam',
  name: 'GetAccountSummary',
  run: (context, caller) => ({
    SummaryMap: new Map(Object.entries(summaryOf(directoryOf(context, caller)))),
  }),
};

const policyFacts = (policy: NonNullable<Directory['passwordPolicy']>): Json => ({
  MinimumPasswordLength: String(policy.minimumLength),
  RequireSymbols: String(policy.isStrict),
  RequireNumbers: String(policy.isStrict),
  RequireUppercaseCharacters: String(policy.isStrict),
  RequireLowercaseCharacters: String(policy.isStrict),
  AllowUsersToChangePassword: 'true',
  ExpirePasswords: String(policy.maxAgeDays !== undefined),
  MaxPasswordAge: policy.maxAgeDays,
  PasswordReusePrevention: policy.reusePrevention,
  HardExpiry: 'false',
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountPasswordPolicy.html */
const getAccountPasswordPolicy: Operation = {
  service: 'iam',
  name: 'GetAccountPasswordPolicy',
  run: (context, caller) => {
    const { passwordPolicy } = directoryOf(context, caller);
    if (passwordPolicy === undefined)
      throw noSuch(`The Password Policy with domain name ${caller.account} cannot be found.`);
    return { PasswordPolicy: policyFacts(passwordPolicy) };
  },
};

/** What IAM tells of an account as a whole. */
export const iamAccountOperations: readonly Operation[] = [
  generateCredentialReport,
  getCredentialReport,
  getAccountSummary,
  getAccountPasswordPolicy,
];
