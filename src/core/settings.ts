import type { Schedule, SectionId } from './digest.ts';
import type { AccountId, RegionId, TopicArn } from './ids.ts';
import type { Severity } from './severity.ts';

/** The settings as the rest of the code sees them: checked, complete, without secrets in a log. */
export interface Settings {
  readonly slack: SlackSettings;
  readonly http: HttpSettings;
  readonly topics: readonly TopicSettings[];
  readonly queues: readonly QueueSettings[];
  /** Those of the units too, once they are known. */
  readonly accounts: readonly Account[];
  /** Units of the organisation, whose accounts are looked up while the bot runs. */
  readonly units: readonly UnitSettings[];
  readonly routes: readonly Route[];
  readonly access: AccessSettings;
  readonly incidents: { readonly reopenWithinMs: number };
  /** Log groups that a CloudTrail trail writes to; asked before Event history. */
  readonly trailLogs: readonly TrailLogGroup[];
  /** Buckets that a trail delivers its log files to; no other is read. */
  readonly trailBuckets: readonly TrailBucket[];
  readonly suppress: readonly Suppression[];
  readonly digests: readonly DigestSettings[];
  /** IAM Identity Center, where there is one. */
  readonly identityCenter: IdentityCenterSettings | undefined;
  readonly store: StoreSettings;
}

export interface SlackSettings {
  readonly mode: 'socket' | 'http';
  /** Reread when its file changes. */
  readonly botToken: () => string;
  /** Socket Mode only. */
  readonly appToken: () => string | undefined;
  /** HTTP mode only. */
  readonly signingSecret: () => string | undefined;
  /** `SLACK_API_URL`, always with a trailing slash; default https://slack.com/api/ */
  readonly apiUrl: string;
  /** Where an alert goes that has no route, or whose channel cannot be written to. Id or name. */
  readonly fallbackChannel: string;
  /** Hosts, besides AWS's console, that a link may lead to. */
  readonly linkHosts: readonly string[];
}

export interface HttpSettings {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** The address SNS reaches us at, e.g. https://alarms.example.com; needed to subscribe by HTTPS. */
  readonly publicUrl: string | undefined;
}

export interface TopicSettings {
  readonly arn: TopicArn;
  /** `2` refuses SHA-1 signatures; `any` takes both. */
  readonly signatureVersion: '2' | 'any';
}

export interface QueueSettings {
  /** The queue's URL. */
  readonly url: string;
  readonly region: RegionId;
}

export interface Account {
  readonly id: AccountId;
  readonly name: string;
  readonly role: string | undefined;
  readonly externalId: string | undefined;
  readonly regions: readonly RegionId[];
  readonly groups: readonly string[];
}

/** What the accounts of an organisational unit have in common. */
export interface UnitSettings {
  /** `ou-…`, or the root `r-…`. */
  readonly unit: string;
  /** The account whose role may list them; undefined: the bot's own may. */
  readonly readBy: AccountId | undefined;
  /** With `{account.name}` and `{account.id}`. */
  readonly name: string;
  /** An ARN with `{account.id}`. */
  readonly role: string;
  readonly externalId: string | undefined;
  readonly regions: readonly RegionId[];
  readonly groups: readonly string[];
}

/** The first route whose every given condition holds decides; `continue` lets later ones add channels. */
export interface Route {
  readonly when: {
    readonly topic?: readonly string[];
    /** Account ids, names or groups. */
    readonly account?: readonly string[];
    readonly region?: readonly string[];
    readonly severity?: readonly Severity[];
    readonly source?: readonly string[];
    /** Names, `*` stands for any characters. */
    readonly name?: readonly string[];
  };
  /** An id, a name, or a pattern: `{account.name}`, `{account.id}`, `{region}`, `{source}`. */
  readonly channel: string;
  /** Overrides every other severity. */
  readonly severity: Severity | undefined;
  readonly continue: boolean;
  /** It takes records of CloudTrail too that no detection matches. */
  readonly unwatched?: boolean;
  readonly page: PagePlan | undefined;
  /** A detection does not resolve itself; here it is closed after this, where nobody did. */
  readonly autoResolveMs: number | undefined;
}

/** Whom a firing alert calls, and what follows while nobody acknowledges. */
export interface PagePlan {
  readonly mention: MemberList;
  /** One reminder, so long after the call. */
  readonly remindAfterMs: number;
  /** So long after the reminder; undefined: it ends there. */
  readonly escalate: Escalation | undefined;
}

/** At least one of the three is set. */
export interface Escalation {
  readonly afterMs: number;
  readonly mention: MemberList | undefined;
  /** A second channel. */
  readonly channel: string | undefined;
  /** PagerDuty, Opsgenie or SMS behind it. */
  readonly topic: TopicArn | undefined;
}

/** CloudTrail events that nobody is to be told of, for a reason and a time. */
export interface Suppression {
  readonly reason: string;
  /** The end of this day, UTC, epoch ms; afterwards it holds no more. */
  readonly until: number;
  /** ARNs of roles or users, without `*`. */
  readonly actors: readonly string[];
  /** Ids of the catalogue; undefined: all but those that guard the guards. */
  readonly detections: readonly string[] | undefined;
  /** Ids, names or groups; undefined: all. */
  readonly accounts: readonly string[] | undefined;
  /** These only narrow it. `*` stands for any characters; an address may be a CIDR block. */
  readonly userAgent: string | undefined;
  readonly address: string | undefined;
  readonly session: string | undefined;
}

/** A digest that is sent by the clock. */
export interface DigestSettings {
  /** `weekly`: letters, digits and dashes. */
  readonly name: string;
  readonly schedule: Schedule;
  /** Id or name. */
  readonly channel: string;
  /** Ids, names or groups; undefined: all. */
  readonly accounts: readonly string[] | undefined;
  readonly sections: readonly SectionId[];
  /** Where an account's own part goes besides; the first that names the account decides. */
  readonly accountChannels: readonly {
    /** Ids, names or groups; undefined: all. */
    readonly accounts: readonly string[] | undefined;
    /** Id or name, with `{account.name}` and `{account.id}`. */
    readonly channel: string;
  }[];
}

export type StoreSettings =
  | { readonly kind: 'sqlite'; readonly path: string }
  | { readonly kind: 'postgres'; readonly url: () => string };

/** Members and user groups by their ids. */
export interface MemberList {
  /** `U…` or `W…`. */
  readonly users: readonly string[];
  /** `S…`. */
  readonly groups: readonly string[];
}

/** Who may ask what where. What no rule allows is refused. */
export interface AccessSettings {
  /** They may see the audit log and are asked for access; they get no account's data by it. */
  readonly admins: MemberList;
  readonly rules: readonly AccessRule[];
  /** Channels shared with another organisation, by id or name, that answers may be shared into. */
  readonly shareExternally: readonly string[];
}

export interface AccessRule {
  /** `everyone`: every full member of the workspace; guests have to be named. */
  readonly members: MemberList | 'everyone';
  /** Ids or names; undefined: anywhere, direct messages too. */
  readonly channels: readonly string[] | undefined;
  /** Names of commands or rights (`trusted-advisor refresh`), or `all`. */
  readonly commands: readonly string[];
  /** Ids, names or groups of accounts, or `all`. */
  readonly accounts: readonly string[];
  /** `self`: only what the asker did themselves. */
  readonly scope: 'all' | 'self';
}

export interface TrailLogGroup {
  /** Name of the log group. */
  readonly logGroup: string;
  /** Where the log group is. */
  readonly account: AccountId;
  readonly region: RegionId;
  /** Accounts whose records are in it; undefined: all listed ones (an organisation's trail). */
  readonly covers: readonly AccountId[] | undefined;
}

export interface TrailBucket {
  readonly bucket: string;
  /** Whose role reads it. */
  readonly account: AccountId;
  readonly region: RegionId;
  /** What stands before `AWSLogs` in its keys; undefined: anything, or nothing. */
  readonly prefix: string | undefined;
}

export interface IdentityCenterSettings {
  /** The account that it is managed from. */
  readonly account: AccountId;
  readonly region: RegionId;
}
