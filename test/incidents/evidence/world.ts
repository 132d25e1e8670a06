import type { AlarmState, Where } from '../../../src/aws/cloudwatch-types.ts';
import type { LogEvent, MetricFilter, TrailRecord } from '../../../src/aws/trail-types.ts';
import type { Alert } from '../../../src/core/alert.ts';
import { AppError } from '../../../src/core/errors.ts';
import type { AlarmFacts, Evidence, WatchedMetric } from '../../../src/core/evidence.ts';
import { type AccountId, asAccountId, asRegionId, type RegionId } from '../../../src/core/ids.ts';
import type { TrailLogGroup } from '../../../src/core/settings.ts';
import { textAt } from '../../../src/core/values.ts';
import { readFilterPattern } from '../../../src/detections/filter-pattern.ts';
import type { EvidenceDeps, EvidenceRequest } from '../../../src/incidents/evidence/deps.ts';
import { createEvidenceReader } from '../../../src/incidents/evidence/read.ts';
import { alertOf } from '../alerts.ts';

export const accountOf = (text: string): AccountId => {
  const id = asAccountId(text);
  if (id === undefined) throw new Error(`${text} is no account`);
  return id;
};

export const regionOf = (text: string): RegionId => {
  const id = asRegionId(text);
  if (id === undefined) throw new Error(`${text} is no region`);
  return id;
};

export const member = accountOf('111122223333');
export const central = accountOf('444455556666');
export const ireland = regionOf('eu-west-1');

/** When the alarm fired. */
export const firedAt = Date.UTC(2026, 2, 1, 10, 5, 30);
export const minute = 60_000;

export const denied = (action: string): AppError =>
  new AppError(`${action} in 111122223333, eu-west-1: the permission ${action} is missing.`, {
    kind: 'access',
    code: 'aws_access_denied',
    hint: `Add {"Effect":"Allow","Action":"${action}","Resource":"*"} to the policy.`,
  });

export const gone = new AppError(
  'logs:FilterLogEvents in 111122223333, eu-west-1: there is no such resource.',
  { kind: 'input', code: 'aws_not_found' },
);

export const throttled = new AppError(
  'logs:FilterLogEvents in 111122223333, eu-west-1: AWS answers that there are too many calls.',
  { kind: 'rate-limit', code: 'aws_throttled', retryable: true },
);

/** A record of CloudTrail; made two minutes before the alarm. */
export const record = (id: string, more: TrailRecord = {}): TrailRecord => ({
  eventVersion: '1.11',
  eventID: id,
  eventTime: new Date(firedAt - 4 * minute).toISOString(),
  eventSource: 'ec2.amazonaws.com',
  eventName: 'DeleteSecurityGroup',
  eventType: 'AwsApiCall',
  awsRegion: 'eu-west-1',
  sourceIPAddress: '203.0.113.7',
  userAgent: 'aws-cli/2.0',
  readOnly: false,
  recipientAccountId: '111122223333',
  requestParameters: { groupId: 'sg-0abc' },
  userIdentity: {
    type: 'IAMUser',
    userName: 'alice',
    accountId: '111122223333',
    arn: 'arn:aws:iam::111122223333:user/alice',
  },
  ...more,
});

export const userOf = (name: string): TrailRecord => ({
  userIdentity: {
    type: 'IAMUser',
    userName: name,
    accountId: '111122223333',
    arn: `arn:aws:iam::111122223333:user/${name}`,
  },
});

/** A person of Identity Center, in the console. */
export const alice: TrailRecord = {
  sessionCredentialFromConsole: 'true',
  userIdentity: {
    type: 'AssumedRole',
    principalId: 'AROAEXAMPLE:alice@example.com',
    arn: 'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0a1b2c3d4e5f6a7b/alice@example.com',
    accountId: '111122223333',
    sessionContext: {
      attributes: { mfaAuthenticated: 'true' },
      sessionIssuer: {
        type: 'Role',
        userName: 'AWSReservedSSO_Admin_0a1b2c3d4e5f6a7b',
        arn: 'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0a1b2c3d4e5f6a7b',
      },
    },
  },
};

export const line = (of: TrailRecord, at = firedAt - 2 * minute): LogEvent => ({
  stream: 's',
  at,
  message: JSON.stringify(of),
});

export const metric = (name = 'SecurityGroupEventCount', more: Partial<WatchedMetric> = {}) => ({
  namespace: 'CloudTrailMetrics',
  name,
  dimensions: [],
  statistic: 'SUM',
  unit: undefined,
  periodMs: 5 * minute,
  ...more,
});

export const pattern =
  '{ ($.eventSource = "ec2.amazonaws.com") && (($.eventName = "DeleteSecurityGroup") || ($.eventName = "CreateSecurityGroup")) }';

export const filter = (more: Partial<MetricFilter> = {}): MetricFilter => ({
  name: 'SecurityGroupChanges',
  pattern,
  logGroup: 'CloudTrail/logs',
  criteria: undefined,
  ...more,
});

/** An alarm as DescribeAlarms has it. */
export const alarmState = (name: string, more: Partial<AlarmState> = {}): AlarmState => ({
  arn: `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${name}`,
  name,
  description: undefined,
  state: 'ALARM',
  reason: undefined,
  reasonData: JSON.stringify({ startDate: '2026-03-01T10:00:00.000+0000', period: 300 }),
  stateAt: firedAt,
  actions: [],
  actionsEnabled: true,
  configuration: undefined,
  ...more,
});

export const metricConfiguration = (...names: readonly string[]): object => ({
  metrics: names.map((name) => ({
    id: name,
    metricStat: {
      metric: { namespace: 'CloudTrailMetrics', name, dimensions: {} },
      period: 300,
      stat: 'Sum',
    },
  })),
});

export interface World {
  /** By account. */
  readonly alarms: Readonly<Record<string, readonly AlarmState[]>>;
  readonly children: Readonly<Record<string, readonly string[]>>;
  /** By `account metric`. */
  readonly filters: Readonly<Record<string, readonly MetricFilter[]>>;
  /** By log group. */
  readonly logs: Readonly<Record<string, readonly LogEvent[]>>;
  /** Lines of the log that a page looks at, whether they match or not. */
  readonly pageSize: number;
  /** By `account region`. */
  readonly history: Readonly<Record<string, readonly TrailRecord[]>>;
  readonly values: readonly { readonly at: number; readonly value: number }[];
  /** Of each call, by its name: what it rejects with. */
  readonly fails: Readonly<Record<string, unknown>>;
  readonly trailLogs: readonly TrailLogGroup[];
  /** Accounts with a role. */
  readonly roles: readonly string[];
}

interface Called {
  readonly call: string;
  readonly account: string | undefined;
  readonly region: string;
  readonly wanted: unknown;
  readonly urgency: string;
}

const quiet: World = {
  alarms: { [member]: [alarmState('SecurityGroupChanges')] },
  children: {},
  filters: { [`${member} SecurityGroupEventCount`]: [filter()] },
  logs: {},
  pageSize: 100,
  history: {},
  values: [],
  fails: {},
  trailLogs: [],
  roles: [member, central],
};

const attributeOf = (of: TrailRecord, key: string): readonly unknown[] => {
  switch (key) {
    case 'EventName':
      return [of['eventName']];
    case 'EventSource':
      return [of['eventSource']];
    case 'Username': {
      const type = textAt(of, 'userIdentity', 'type');
      if (type === 'Root') return ['root'];
      const session = textAt(of, 'userIdentity', 'principalId')?.split(':')[1];
      return [session ?? textAt(of, 'userIdentity', 'userName')];
    }
    default:
      return Object.values(Object(of['requestParameters']));
  }
};

const page = <T>(all: readonly T[], token: string | undefined, size: number) => {
  const start = Number(token ?? 0);
  const next = start + size < all.length ? String(start + size) : undefined;
  return { found: all.slice(start, start + size), next };
};

const timeOf = (of: TrailRecord): number => Date.parse(textAt(of, 'eventTime') ?? '');

/** AWS as far as evidence needs it, with the calls that were made. */
export const createWorld = (more: Partial<World> = {}) => {
  const world = { ...quiet, ...more };
  const called: Called[] = [];

  const note = (call: string, where: Where, wanted: unknown, urgency: string): void => {
    called.push({ call, account: where.account, region: where.region, wanted, urgency });
    if (call in world.fails) throw world.fails[call];
  };
  // Without a role it is the member's own account that answers.
  const owner = ({ account }: Where): string => account ?? member;
  const alarmsIn = (where: Where) => world.alarms[owner(where)] ?? [];

  const deps: EvidenceDeps = {
    alarms: {
      named: async (where, names, { urgency }) => {
        await Promise.resolve();
        note('named', where, names, urgency);
        return alarmsIn(where).filter(({ name }) => names.includes(name));
      },
      childrenOf: async (where, composite, { urgency }) => {
        await Promise.resolve();
        note('childrenOf', where, composite, urgency);
        const names = world.children[composite] ?? [];
        return alarmsIn(where).filter(({ name }) => names.includes(name));
      },
      values: async (where, wanted, { urgency }) => {
        await Promise.resolve();
        note('values', where, wanted, urgency);
        return world.values.filter(({ at }) => at >= wanted.from && at <= wanted.to);
      },
    },
    filters: {
      metricFilters: async (where, wanted, { urgency }) => {
        await Promise.resolve();
        note('metricFilters', where, wanted, urgency);
        return world.filters[`${owner(where)} ${wanted.name}`] ?? [];
      },
    },
    logs: {
      filter: async (where, wanted, { urgency }) => {
        await Promise.resolve();
        note('filter', where, wanted, urgency);
        const holds = readFilterPattern(wanted.pattern ?? '');
        const inTime = (world.logs[wanted.logGroup] ?? [])
          .filter(({ at }) => at >= wanted.from && at <= wanted.to)
          .toSorted((a, b) => b.at - a.at);
        const { found, next } = page(inTime, wanted.token, world.pageSize);
        const matching = found.filter(({ message }) => {
          const parsed: unknown = message.startsWith('{') ? JSON.parse(message) : undefined;
          return holds({ message: () => message, record: parsed });
        });
        return { events: matching, next };
      },
    },
    trail: {
      lookup: async (where, wanted, { urgency }) => {
        await Promise.resolve();
        note('lookup', where, wanted, urgency);
        const { attribute } = wanted;
        const matching = (world.history[`${owner(where)} ${where.region}`] ?? []).filter(
          (each) =>
            timeOf(each) >= wanted.from &&
            timeOf(each) <= wanted.to &&
            (attribute === undefined || attributeOf(each, attribute.key).includes(attribute.value)),
        );
        const { found, next } = page(matching, wanted.token, 50);
        return { records: found, next };
      },
    },
    whereOf: (account, region) => ({
      account: world.roles.includes(account) ? account : undefined,
      region,
    }),
    trailLogs: () => world.trailLogs,
  };
  const reader = createEvidenceReader(deps);
  return {
    deps,
    called,
    calls: (call: string) => called.filter((each) => each.call === call),
    read: (request: Partial<EvidenceRequest> = {}, signal = new AbortController().signal) =>
      reader.read(
        {
          alert: alarm(),
          incidentId: 'incident-1',
          firedAt,
          previous: undefined,
          now: firedAt + 2000,
          ...request,
        },
        signal,
      ),
  };
};

const facts = (more: Partial<AlarmFacts> = {}): AlarmFacts => ({
  name: 'SecurityGroupChanges',
  kind: 'metric',
  metrics: [metric()],
  children: [],
  threshold: 1,
  comparison: 'GreaterThanOrEqualToThreshold',
  periodMs: 5 * minute,
  evaluationPeriods: 1,
  logGroups: [],
  from: undefined,
  ...more,
});

/** The firing of an alarm. */
export const alarm = (more: Partial<AlarmFacts> = {}, rest: Partial<Alert> = {}): Alert => ({
  ...alertOf('ALARM', firedAt, { name: more.name ?? 'SecurityGroupChanges' }),
  alarm: facts(more),
  ...rest,
});

export const ids = ({ events }: Evidence): readonly string[] => events.map(({ id }) => id);

export const gapKinds = ({ gaps }: Evidence): readonly string[] => gaps.map(({ kind }) => kind);
