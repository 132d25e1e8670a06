import type { Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';
import type { Identity } from './credentials.ts';
import { splitReport } from './split-report.ts';

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

/** The SDK's clients, each package loaded when its first client is made. */
export const services = {
  account: async (options: ClientOptions) => {
    const { Account } = await import('@aws-sdk/client-account');
    return new Account(options);
  },
  cloudtrail: async (options: ClientOptions) => {
    const { CloudTrail } = await import('@aws-sdk/client-cloudtrail');
    return new CloudTrail(options);
  },
  cloudwatch: async (options: ClientOptions) => {
    const { CloudWatch } = await import('@aws-sdk/client-cloudwatch');
    return new CloudWatch(options);
  },
  ec2: async (options: ClientOptions) => {
    const { createEc2 } = await import('./ec2-client.ts');
    return createEc2(options);
  },
  iam: async (options: ClientOptions) => {
    const { IAM } = await import('@aws-sdk/client-iam');
    const iam = new IAM(options);
    splitReport(iam);
    return iam;
  },
  identityStore: async (options: ClientOptions) => {
    const { Identitystore } = await import('@aws-sdk/client-identitystore');
    return new Identitystore(options);
  },
  logs: async (options: ClientOptions) => {
    const { CloudWatchLogs } = await import('@aws-sdk/client-cloudwatch-logs');
    return new CloudWatchLogs(options);
  },
  organizations: async (options: ClientOptions) => {
    const { Organizations } = await import('@aws-sdk/client-organizations');
    return new Organizations(options);
  },
  s3: async (options: ClientOptions) => {
    const { S3 } = await import('@aws-sdk/client-s3');
    // A notice of a log file names the bucket, and not always its region.
    return new S3({ ...options, followRegionRedirects: true });
  },
  sns: async (options: ClientOptions) => {
    const { SNS } = await import('@aws-sdk/client-sns');
    return new SNS(options);
  },
  sqs: async (options: ClientOptions) => {
    const { SQS } = await import('@aws-sdk/client-sqs');
    return new SQS(options);
  },
  ssoAdmin: async (options: ClientOptions) => {
    const { SSOAdmin } = await import('@aws-sdk/client-sso-admin');
    return new SSOAdmin(options);
  },
  sts: async (options: ClientOptions) => {
    const { STS } = await import('@aws-sdk/client-sts');
    return new STS(options);
  },
  support: async (options: ClientOptions) => {
    const { Support } = await import('@aws-sdk/client-support');
    return new Support(options);
  },
};

export type Service = keyof typeof services;
export type ClientOf<S extends Service> = Awaited<ReturnType<(typeof services)[S]>>;
