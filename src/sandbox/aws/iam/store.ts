import { randomUUID } from 'node:crypto';
import { type Clock, hour } from '../../../core/clock.ts';
import { AwsError } from '../aws-error.ts';
import type { Caller } from '../operation.ts';
import type { Organisation } from '../organisation.ts';
import type { Week } from '../plan/span.ts';
import type { Weeks } from '../plan/weeks.ts';
import { createDirectory } from './directory.ts';
import type { Directory, Principal } from './entities.ts';
import type { PlannedStage } from './planned-directory.ts';
import { storyUse } from './story.ts';
import { drawUses, type Uses } from './usage.ts';

export interface LastAccessedJob {
  readonly id: string;
  readonly arn: string;
  readonly isDetailed: boolean;
  readonly createdAt: number;
  /** The access key that it was made with. */
  readonly owner: string;
  asked: number;
}

interface Report {
  readonly at: number;
  asked: number;
}

/** What the fake IAM remembers beside its directories. */
export interface Iam {
  /** Made when it is asked for first. */
  readonly directory: (account: string) => Directory;
  /** The account whose user has this access key. */
  readonly accountOfKey: (keyId: string) => string | undefined;
  readonly usesOf: (account: string, one: Principal) => Uses;
  readonly addJob: (caller: Caller, arn: string, isDetailed: boolean) => LastAccessedJob;
  /** @throws AwsError NoSuchEntity, also for other credentials than those that made the job */
  readonly job: (caller: Caller, id: string) => LastAccessedJob;
  /** The account's credential report and how it is with it. */
  readonly report: (account: string) => Report | undefined;
  /**
   * @param counts Where a report takes no time it is done when it was asked for twice
   * @returns true if it is done
   */
  readonly askReport: (report: Report, counts: 1 | 2) => boolean;
  /** @returns true if a new one was begun */
  readonly makeReport: (account: string) => boolean;
}

/** AWS makes a new report at most every four hours. */
export const reportLivesMs = 4 * hour;

const jobsOf = (clock: Clock): Pick<Iam, 'addJob' | 'job'> => {
  const jobs = new Map<string, LastAccessedJob>();
  return {
    addJob: ({ accessKeyId: owner }, arn, isDetailed) => {
      const id = randomUUID();
      const job = { id, arn, isDetailed, owner, createdAt: clock.now(), asked: 0 };
      jobs.set(id, job);
      return job;
    },
    job: ({ accessKeyId }, id) => {
      const job = jobs.get(id);
      if (job?.owner !== accessKeyId)
        throw new AwsError('NoSuchEntity', `Job ${id} cannot be found.`, 404);
      return job;
    },
  };
};

const reportsOf = (
  clock: Clock,
  takesMs: number,
): Pick<Iam, 'report' | 'makeReport' | 'askReport'> => {
  const reports = new Map<string, Report>();
  return {
    report: (account) => reports.get(account),
    askReport: (report, counts) => {
      report.asked += counts;
      return takesMs === 0 ? report.asked > 1 : clock.now() - report.at >= takesMs;
    },
    makeReport: (account) => {
      const known = reports.get(account);
      if (known && clock.now() - known.at < reportLivesMs) return false;
      reports.set(account, { at: clock.now(), asked: 0 });
      return true;
    },
  };
};

const hasKey = ({ users }: Directory, keyId: string): boolean =>
  [...users.values()].some(({ keys }) => keys.some(({ id }) => id === keyId));

/** Kept as long as its week lasts. */
interface Kept {
  readonly directory: Directory;
  readonly week: Week;
  readonly passedMs: number;
}

interface IamOptions {
  readonly weeks: Weeks;
  /** 0: a report is there when it is asked for again. */
  readonly reportTakesMs: number;
}

export const createIam = (
  organisation: Organisation,
  clock: Clock,
  { weeks, reportTakesMs }: IamOptions,
): Iam => {
  const now = Math.floor(clock.now() / 1000) * 1000;
  const directories = new Map<string, Kept>();
  const stageOf = (id: string): PlannedStage => {
    const account = organisation.accounts.find((one) => one.id === id);
    if (account === undefined) throw new Error(`no account ${id}`);
    const times = { start: now, today: now + weeks.passedMs(), week: weeks.week() };
    return { organisation, account, now, times };
  };
  const directory = (id: string): Directory => {
    const [week, passedMs] = [weeks.week(), weeks.passedMs()];
    const known = directories.get(id);
    if (known?.week === week && known.passedMs === passedMs) return known.directory;
    const made = createDirectory(stageOf(id));
    directories.set(id, { directory: made, week, passedMs });
    return made;
  };
  return {
    directory,
    accountOfKey: (keyId) =>
      organisation.accounts.find(({ id }) => hasKey(directory(id), keyId))?.id,
    usesOf: (account, one) =>
      storyUse(stageOf(account), one.arn) ?? drawUses(directory(account), one),
    ...jobsOf(clock),
    ...reportsOf(clock, reportTakesMs),
  };
};
