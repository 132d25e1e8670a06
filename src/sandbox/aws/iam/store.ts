import { randomUUID } from 'node:crypto';
import { type Clock, hour } from '../../../core/clock.ts';
import { AwsError } from '../aws-error.ts';
import type { Caller } from '../operation.ts';
import type { Organisation } from '../organisation.ts';
import { createDirectory } from './directory.ts';
import type { Directory, Principal } from './entities.ts';
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

const reportsOf = (clock: Clock): Pick<Iam, 'report' | 'makeReport'> => {
  const reports = new Map<string, Report>();
  return {
    report: (account) => reports.get(account),
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

export const createIam = (organisation: Organisation, clock: Clock): Iam => {
  const now = Math.floor(clock.now() / 1000) * 1000;
  const directories = new Map<string, Directory>();
  const stageOf = (id: string) => {
    const account = organisation.accounts.find((one) => one.id === id);
    if (account === undefined) throw new Error(`no account ${id}`);
    return { organisation, account, now };
  };
  const directory = (id: string): Directory => {
    const known = directories.get(id);
    if (known) return known;
    const made = createDirectory(stageOf(id));
    directories.set(id, made);
    return made;
  };
  return {
    directory,
    accountOfKey: (keyId) =>
      organisation.accounts.find(({ id }) => hasKey(directory(id), keyId))?.id,
    usesOf: (account, one) =>
      storyUse(stageOf(account), one.arn) ?? drawUses(directory(account), one),
    ...jobsOf(clock),
    ...reportsOf(clock),
  };
};
