import type { Json } from '../../json.ts';
import { type Actor, isoSeconds } from './identities.ts';
import { createRandom, type Random } from './random.ts';

/** A resource as Event history lists it. */
export interface TrailResource {
  /** CloudFormation's word, as `AWS::S3::Bucket`. */
  readonly type: string;
  readonly name: string;
}

/** A call, as far as one has to say it; the rest of its record follows from that. */
export interface Deed {
  /** Epoch ms. */
  readonly at: number;
  /** Where the record is written. */
  readonly account: string;
  readonly region: string;
  readonly actor: Actor;
  /** Before `.amazonaws.com`. */
  readonly source: string;
  readonly name: string;
  readonly readOnly?: boolean;
  /** An address, or the service that called. */
  readonly from: string;
  readonly agent: string;
  readonly request?: Json | null;
  readonly response?: Json | null;
  readonly error?: { readonly code?: string; readonly message: string };
  readonly resources?: readonly TrailResource[];
  readonly viaConsole?: boolean;
  /** More members of the record, or others than would follow. */
  readonly more?: Json;
}

/** A record with what Event history looks up by. */
export interface TrailEvent {
  readonly id: string;
  /** `eventTime`, epoch ms of a whole second. */
  readonly at: number;
  /** When Event history has it. */
  readonly visibleAt: number;
  /** The time of its log event. */
  readonly loggedAt: number;
  readonly account: string;
  readonly region: string;
  readonly name: string;
  /** With `.amazonaws.com`. */
  readonly source: string;
  readonly readOnly: boolean;
  readonly username: string | undefined;
  readonly accessKeyId: string | undefined;
  readonly resources: readonly TrailResource[];
  /** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
  readonly record: Json;
}

/** The same for the same key: the two records of one call across accounts. */
export const sharedId = (key: string): string => createRandom(`shared:${key}`).uuid();

const hosts: Readonly<Record<string, string>> = {
  iam: 'iam.amazonaws.com',
  signin: 'signin.aws.amazon.com',
};

const tls = ({ source, region, viaConsole, from }: Deed): Json =>
  viaConsole === true || from.endsWith('.amazonaws.com')
    ? {}
    : {
        tlsDetails: {
          tlsVersion: 'TLSv1.3',
          cipherSuite: 'TLS_AES_128_GCM_SHA256',
          clientProvidedHostHeader: hosts[source] ?? `${source}.${region}.amazonaws.com`,
        },
      };

const errorOf = ({ error }: Deed): Json => {
  if (error === undefined) return {};
  return {
    ...(error.code === undefined ? {} : { errorCode: error.code }),
    // The record keeps 1 KB of it.
    errorMessage: error.message.slice(0, 1024),
  };
};

/** Writes the record of a call as CloudTrail does. */
export const recordOf = (deed: Deed, random: Pick<Random, 'uuid'>): Json => ({
  eventVersion: '1.11',
  userIdentity: deed.actor.identity,
  eventTime: isoSeconds(deed.at),
  eventSource: `${deed.source}.amazonaws.com`,
  eventName: deed.name,
  awsRegion: deed.region,
  sourceIPAddress: deed.from,
  userAgent: deed.agent,
  ...errorOf(deed),
  requestParameters: deed.request ?? null,
  responseElements: deed.response ?? null,
  requestID: random.uuid(),
  eventID: random.uuid(),
  readOnly: deed.readOnly ?? false,
  eventType: 'AwsApiCall',
  managementEvent: true,
  recipientAccountId: deed.account,
  eventCategory: 'Management',
  ...tls(deed),
  ...(deed.viaConsole === true ? { sessionCredentialFromConsole: 'true' } : {}),
  ...deed.more,
});
