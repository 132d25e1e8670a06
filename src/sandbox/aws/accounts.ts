/** An account of the sample organisation. */
export interface SampleAccount {
  readonly id: string;
  readonly name: string;
  readonly groups: readonly string[];
  /** The role that the bot assumes there; none where it lives. */
  readonly role: string | undefined;
  readonly externalId: string | undefined;
  readonly regions: readonly string[];
  /** Actions that the bot's role lacks there, as `cloudtrail:LookupEvents`. */
  readonly denies?: readonly string[];
  readonly disabledRegions?: readonly string[];
}

export const prod = '111122223333';
export const staging = '444455556666';
export const security = '777788889999';
export const homeRegion = 'eu-west-1';

// https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html: on in every account.
export const regions: readonly string[] =
  'us-east-1 us-east-2 us-west-1 us-west-2 ap-south-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 eu-west-1 eu-west-2 eu-west-3 eu-north-1 sa-east-1'.split(
    ' ',
  );

/** Has to be enabled, which one account that lists it did not do. */
const optInRegion = 'eu-south-1';

const role = (account: string): string => `arn:aws:iam::${account}:role/TrailwardenReader`;

const member = (
  id: string,
  name: string,
  groups: readonly string[],
  rest: Partial<SampleAccount> = {},
): SampleAccount => ({
  id,
  name,
  groups,
  role: role(id),
  externalId: undefined,
  regions,
  ...rest,
});

/** The three that every sample organisation has; the bot lives in `security`. */
const core = (of: (...few: string[]) => readonly string[]): readonly SampleAccount[] => [
  member(prod, 'prod', ['workloads', 'critical'], { regions: of(homeRegion, 'us-east-1') }),
  member(staging, 'staging', ['workloads'], {
    externalId: 'example-external-id',
    regions: of(homeRegion),
  }),
  member(security, 'security', ['core'], { role: undefined, regions: of(homeRegion) }),
];

export const smallAccounts: readonly SampleAccount[] = core((...few) => few);

const more: Readonly<Record<string, readonly string[]>> = {
  core: 'management log-archive network identity tooling monitoring backup'.split(' '),
  critical: 'payments orders billing ledger'.split(' '),
  data: 'data-lake analytics warehouse ml-training ml-serving'.split(' '),
  workloads:
    'shop mobile search messaging partners website media crm legacy dev qa load-test acquired-1 acquired-2'.split(
      ' ',
    ),
  sandboxes: 'sandbox-1 sandbox-2 sandbox-3 sandbox-4 sandbox-5 sandbox-6 sandbox-7'.split(' '),
};

const groupsOf = (group: string): readonly string[] =>
  group === 'critical' ? ['workloads', 'critical'] : [group];

const troubles: Readonly<Record<string, Partial<SampleAccount>>> = {
  'acquired-1': { denies: ['cloudtrail:LookupEvents'] },
  'acquired-2': { regions: [...regions, optInRegion], disabledRegions: [optInRegion] },
};

/** 40 accounts; ids of the new ones count up from 100000000001. */
export const largeAccounts: readonly SampleAccount[] = [
  ...core(() => regions),
  ...Object.entries(more)
    .flatMap(([group, names]) => names.map((name) => ({ name, groups: groupsOf(group) })))
    .map(({ name, groups }, index) =>
      member(String(100_000_000_001 + index), name, groups, troubles[name]),
    ),
];
