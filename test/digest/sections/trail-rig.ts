import type { LogReader, QueryResults } from '../../../src/aws/trail-types.ts';
import { AppError } from '../../../src/core/errors.ts';
import type { RegionId } from '../../../src/core/ids.ts';
import type { TrailLogGroup } from '../../../src/core/settings.ts';
import { prod, regionId, untilAborted } from '../../commands/helpers.ts';

type Row = QueryResults['rows'][number];
type Logs = Pick<LogReader, 'startQuery' | 'queryResults' | 'stopQuery' | 'logGroup'>;

/** A group of records that are alike, as Logs Insights answers: what a record has not is not in it. */
export const rowOf = (more: Row = {}): Row => ({
  recipientAccountId: prod.id,
  'userIdentity.type': 'IAMUser',
  'userIdentity.arn': `arn:aws:iam::${prod.id}:user/alice`,
  'userIdentity.userName': 'alice',
  'userIdentity.accountId': prod.id,
  eventSource: 'ec2.amazonaws.com',
  eventName: 'DescribeInstances',
  eventType: 'AwsApiCall',
  calls: '1',
  ...more,
});

const without = (row: Row, ...names: readonly string[]): Row =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));

export const signIn = (more: Row = {}): Row =>
  rowOf({
    eventSource: 'signin.amazonaws.com',
    eventName: 'ConsoleLogin',
    eventType: 'AwsConsoleSignIn',
    'responseElements.ConsoleLogin': 'Success',
    'additionalEventData.MFAUsed': 'No',
    ...more,
  });

/** Somebody typed a name that is no user's. */
export const failedSignIn = (more: Row = {}): Row =>
  without(
    signIn({
      'userIdentity.userName': 'HIDDEN_DUE_TO_SECURITY_REASONS',
      'responseElements.ConsoleLogin': 'Failure',
      ...more,
    }),
    'userIdentity.arn',
  );

export const byRoot = (more: Row = {}): Row =>
  without(
    rowOf({
      'userIdentity.type': 'Root',
      'userIdentity.arn': `arn:aws:iam::${prod.id}:root`,
      ...more,
    }),
    'userIdentity.userName',
  );

export const denied = (more: Row = {}): Row =>
  rowOf({ errorCode: 'Client.UnauthorizedOperation', ...more });

/** A role's session, or another account: what has no user's name. */
export const byOther = (row: Row, more: Row): Row => ({
  ...without(row, 'userIdentity.userName', 'userIdentity.arn'),
  ...more,
});

export const groupOf = (logGroup: string, more: Partial<TrailLogGroup> = {}): TrailLogGroup => ({
  logGroup,
  account: prod.id,
  region: regionId('eu-west-1'),
  covers: undefined,
  ...more,
});

export const refused = (action: string): AppError =>
  new AppError(`${action} in 111122223333, eu-west-1: the permission ${action} is missing.`, {
    kind: 'access',
    code: 'aws_access_denied',
    hint: `Add {"Effect":"Allow","Action":"${action}","Resource":"*"} to the policy of the role.`,
  });

/** A log group, by its name. */
export interface FakeGroup {
  readonly rows?: readonly Row[];
  readonly bytesScanned?: number;
  readonly size?: { readonly storedBytes: number; readonly retentionDays: number | undefined };
  /** The query's state, poll after poll; the last one stays. */
  readonly states?: readonly QueryResults['status'][];
  /** Calls that fail, by operation. */
  readonly fails?: Partial<Record<'logGroup' | 'startQuery' | 'queryResults', AppError>>;
  /** Polls never come back before the signal aborts. */
  readonly isSlow?: boolean;
}

interface AskedQuery {
  readonly group: string;
  readonly region: RegionId;
  readonly query: string;
  readonly from: number;
  readonly to: number;
  readonly limit: number;
}

/** Log groups in memory that answer any query with their rows. */
export const createFakeLogs = (groups: Readonly<Record<string, FakeGroup>>) => {
  const calls: string[] = [];
  const asked: AskedQuery[] = [];
  const polls = new Map<string, number>();
  const groupNamed = (name: string): FakeGroup => groups[name] ?? {};
  const call = (operation: 'logGroup' | 'startQuery' | 'queryResults', name: string): FakeGroup => {
    calls.push(`${operation} ${name}`);
    const group = groupNamed(name);
    const error = group.fails?.[operation];
    if (error !== undefined) throw error;
    return group;
  };
  const logs: Logs = {
    logGroup: async (_where, name) => call('logGroup', name).size,
    startQuery: async ({ region }, { logGroup, query, from, to, limit }) => {
      call('startQuery', logGroup);
      asked.push({ group: logGroup, region, query, from, to, limit });
      return logGroup;
    },
    queryResults: async (_where, id, { signal }) => {
      const {
        rows = [],
        bytesScanned = 0,
        states = ['complete'],
        isSlow,
      } = call('queryResults', id);
      if (isSlow === true) return untilAborted(signal);
      const poll = polls.get(id) ?? 0;
      polls.set(id, poll + 1);
      const status = states[Math.min(poll, states.length - 1)] ?? 'complete';
      return status === 'complete'
        ? { status, rows, bytesScanned }
        : { status, rows: [], bytesScanned: 0 };
    },
    stopQuery: async (_where, id) => {
      calls.push(`stopQuery ${id}`);
    },
  };
  return { logs, calls, asked };
};
