import type { Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';
import { createRequire } from 'node:module';
import type * as AccountPackage from '@aws-sdk/client-account';
import type * as CloudTrailPackage from '@aws-sdk/client-cloudtrail';
import type * as CloudWatchPackage from '@aws-sdk/client-cloudwatch';
import type * as CloudWatchLogsPackage from '@aws-sdk/client-cloudwatch-logs';
import type * as EC2Package from '@aws-sdk/client-ec2';
import type * as IAMPackage from '@aws-sdk/client-iam';
import type * as IdentitystorePackage from '@aws-sdk/client-identitystore';
import type * as OrganizationsPackage from '@aws-sdk/client-organizations';
import type * as S3Package from '@aws-sdk/client-s3';
import type * as SNSPackage from '@aws-sdk/client-sns';
import type * as SQSPackage from '@aws-sdk/client-sqs';
import type * as SSOAdminPackage from '@aws-sdk/client-sso-admin';
import type * as STSPackage from '@aws-sdk/client-sts';
import type * as SupportPackage from '@aws-sdk/client-support';
import type { Identity } from './credentials.ts';

/** What every client is made with. */
export interface ClientOptions {
  readonly region: string;
  readonly credentials?: () => Promise<Identity>;
  /** 1 where we try again ourselves, within the budget. */
  readonly maxAttempts: number;
  readonly retryMode: 'standard';
  readonly requestHandler: {
    readonly httpAgent: HttpAgent;
    readonly httpsAgent: HttpsAgent;
    readonly connectionTimeout: number;
    readonly requestTimeout: number;
    readonly throwOnRequestTimeout: true;
  };
}

const require = createRequire(import.meta.url);

/**
 * The packages are CommonJS: to import one, node looks through its source for what it exports before it
 * compiles it, which takes a third more memory for good (EC2's has two megabytes).
 */
const load = <M>(name: string): M => require(name);

/** The SDK's clients, each package loaded when its first client is made. */
export const services = {
  account: (options: ClientOptions) => {
    const { Account } = load<typeof AccountPackage>('@aws-sdk/client-account');
    return new Account(options);
  },
  cloudtrail: (options: ClientOptions) => {
    const { CloudTrail } = load<typeof CloudTrailPackage>('@aws-sdk/client-cloudtrail');
    return new CloudTrail(options);
  },
  cloudwatch: (options: ClientOptions) => {
    const { CloudWatch } = load<typeof CloudWatchPackage>('@aws-sdk/client-cloudwatch');
    return new CloudWatch(options);
  },
  ec2: (options: ClientOptions) => {
    const { EC2 } = load<typeof EC2Package>('@aws-sdk/client-ec2');
    return new EC2(options);
  },
  iam: (options: ClientOptions) => {
    const { IAM } = load<typeof IAMPackage>('@aws-sdk/client-iam');
    return new IAM(options);
  },
  identityStore: (options: ClientOptions) => {
    const { Identitystore } = load<typeof IdentitystorePackage>('@aws-sdk/client-identitystore');
    return new Identitystore(options);
  },
  logs: (options: ClientOptions) => {
    const { CloudWatchLogs } = load<typeof CloudWatchLogsPackage>(
      '@aws-sdk/client-cloudwatch-logs',
    );
    return new CloudWatchLogs(options);
  },
  organizations: (options: ClientOptions) => {
    const { Organizations } = load<typeof OrganizationsPackage>('@aws-sdk/client-organizations');
    return new Organizations(options);
  },
  s3: (options: ClientOptions) => {
    const { S3 } = load<typeof S3Package>('@aws-sdk/client-s3');
    // A notice of a log file names the bucket, and not always its region.
    return new S3({ ...options, followRegionRedirects: true });
  },
  sns: (options: ClientOptions) => {
    const { SNS } = load<typeof SNSPackage>('@aws-sdk/client-sns');
    return new SNS(options);
  },
  sqs: (options: ClientOptions) => {
    const { SQS } = load<typeof SQSPackage>('@aws-sdk/client-sqs');
    return new SQS(options);
  },
  ssoAdmin: (options: ClientOptions) => {
    const { SSOAdmin } = load<typeof SSOAdminPackage>('@aws-sdk/client-sso-admin');
    return new SSOAdmin(options);
  },
  sts: (options: ClientOptions) => {
    const { STS } = load<typeof STSPackage>('@aws-sdk/client-sts');
    return new STS(options);
  },
  support: (options: ClientOptions) => {
    const { Support } = load<typeof SupportPackage>('@aws-sdk/client-support');
    return new Support(options);
  },
};

export type Service = keyof typeof services;
export type ClientOf<S extends Service> = Awaited<ReturnType<(typeof services)[S]>>;
