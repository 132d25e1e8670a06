import type { Where } from '../../../src/aws/cloudwatch-types.ts';
import type { LookupAttribute, TrailReader, TrailRecord } from '../../../src/aws/trail-types.ts';
import { AppError, toError } from '../../../src/core/errors.ts';
import { textAt } from '../../../src/core/values.ts';

export const now = Date.UTC(2026, 10, 25, 13, 30);
export const minute = 60_000;

/** What Event history knows of a record beside the record. */
export interface Recorded {
  readonly record: TrailRecord;
  readonly username?: string;
  readonly resources?: readonly string[];
}

export interface FakeTrail {
  readonly reader: Pick<TrailReader, 'lookup'>;
  readonly calls: { where: Where; attribute: LookupAttribute | undefined; token: unknown }[];
  /** By `account region`, or by account. */
  readonly fail: (place: string, how: AppError | 'hang') => void;
}

const timeOf = ({ record }: Recorded): number => Date.parse(textAt(record, 'eventTime') ?? '');

const matches = ({ record, username, resources = [] }: Recorded, wanted: LookupAttribute) => {
  const { key, value } = wanted;
  const fields: Readonly<Record<string, readonly unknown[]>> = {
    AccessKeyId: [textAt(record, 'userIdentity', 'accessKeyId')],
    EventId: [record['eventID']],
    EventName: [record['eventName']],
    EventSource: [record['eventSource']],
    Username: [username],
    ResourceName: resources,
  };
  return fields[key]?.includes(value) ?? false;
};

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(toError(signal.reason)), { once: true });
  });

/** Event history as AWS gives it: by one attribute, of one place, newest first, 50 a page. */
export const fakeTrail = (events: readonly Recorded[]): FakeTrail => {
  const calls: FakeTrail['calls'] = [];
  const failures = new Map<string, AppError | 'hang'>();
  return {
    calls,
    fail: (place, how) => failures.set(place, how),
    reader: {
      lookup: async (where, { attribute, from, to, token }, { signal }) => {
        calls.push({ where, attribute, token });
        const account = where.account ?? '';
        const failure = failures.get(`${account} ${where.region}`) ?? failures.get(account);
        if (failure === 'hang') return aborted(signal);
        if (failure !== undefined) throw failure;
        signal.throwIfAborted();
        await Promise.resolve();
        const found = events
          .filter(
            (event) =>
              textAt(event.record, 'recipientAccountId') === account &&
              textAt(event.record, 'awsRegion') === where.region &&
              timeOf(event) >= Math.floor(from / 1000) * 1000 &&
              timeOf(event) <= to &&
              (attribute === undefined || matches(event, attribute)),
          )
          .toSorted((a, b) => timeOf(b) - timeOf(a));
        const start = Number(token ?? 0);
        const next = start + 50 < found.length ? String(start + 50) : undefined;
        return { records: found.slice(start, start + 50).map(({ record }) => record), next };
      },
    },
  };
};

export const throttled = new AppError(
  'cloudtrail:LookupEvents in 222233334444, ap-south-1: AWS answers that there are too many calls.',
  { kind: 'rate-limit', code: 'aws_throttled', hint: 'Try again in a minute.' },
);

export const accessDenied = (account: string): AppError =>
  new AppError(
    `cloudtrail:LookupEvents in ${account}, eu-west-1: the permission cloudtrail:LookupEvents is missing.`,
    {
      kind: 'access',
      code: 'aws_access_denied',
      hint: 'Add {"Effect":"Allow","Action":"cloudtrail:LookupEvents","Resource":"*"} to the policy of the role.',
    },
  );
