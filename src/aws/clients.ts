import type { CloudWatch } from '@aws-sdk/client-cloudwatch';
import type { SNS } from '@aws-sdk/client-sns';
import type { SQS } from '@aws-sdk/client-sqs';
import type { STS } from '@aws-sdk/client-sts';
import type { Clock } from '../core/clock.ts';
import type { Handle } from '../core/handle.ts';
import { asAccountId, type RegionId } from '../core/ids.ts';
import type { Log } from '../core/log.ts';
import type { Account } from '../core/settings.ts';
import { type AwsCallName, callsPerSecond } from './actions.ts';
import { createBudgets, type Urgency } from './budget.ts';
import type { Where } from './cloudwatch-types.ts';
import { translateAwsError } from './errors.ts';
import { createPool } from './pool.ts';
import { createSessions } from './sessions.ts';

/** One call to AWS: what it needs, where, how urgently, and until when. */
interface Call {
  readonly call: AwsCallName;
  readonly where: Where;
  readonly urgency: Urgency;
  readonly signal: AbortSignal;
}

/**
 * The SDK's clients, one per service, account and region, each loaded and made when it is first
 * used. They find the endpoint and our own credentials as every AWS program does (AWS_ENDPOINT_URL,
 * AWS_PROFILE, a role …).
 */
export interface AwsClients extends Handle {
  readonly cloudwatch: (where: Where) => Promise<CloudWatch>;
  readonly sns: (where: Where) => Promise<SNS>;
  readonly sqs: (where: Where) => Promise<SQS>;
  readonly sts: (where: Where) => Promise<STS>;
  /** Keeps to the rate of the call, then does it; whatever it throws comes out as an AppError. */
  readonly run: <T>(call: Call, send: () => Promise<T>) => Promise<T>;
  /** Where to call for a resource of `account`: with its role if it has one, else as ourselves. */
  readonly whereOf: (account: string, region: RegionId) => Where;
}

/** A long poll takes up to 20 s by itself. */
const pollTimeoutMs = 30_000;

/** @param deps.accounts The settings' accounts as they are now; another role means other clients. */
export const createAwsClients = (deps: {
  readonly accounts: () => readonly Account[];
  readonly clock: Clock;
  readonly log: Log;
}): AwsClients => {
  const sessions = createSessions(deps);
  const budgetOf = createBudgets({ clock: deps.clock });
  const cloudwatch = createPool(async (where) => {
    const { CloudWatch } = await import('@aws-sdk/client-cloudwatch');
    return new CloudWatch(await sessions.optionsFor(where));
  }, sessions.keyOf);
  const sns = createPool(async (where) => {
    const { SNS } = await import('@aws-sdk/client-sns');
    return new SNS(await sessions.optionsFor(where));
  }, sessions.keyOf);
  const sqs = createPool(async (where) => {
    const { SQS } = await import('@aws-sdk/client-sqs');
    return new SQS(await sessions.optionsFor(where, pollTimeoutMs));
  }, sessions.keyOf);

  return {
    cloudwatch: cloudwatch.get,
    sns: sns.get,
    sqs: sqs.get,
    sts: sessions.sts,
    run: async ({ call, where, urgency, signal }, send) => {
      try {
        const key = `${call} ${where.account ?? 'own'} ${where.region}`;
        await budgetOf(key, callsPerSecond(call)).take(urgency, signal);
        return await send();
      } catch (thrown) {
        throw translateAwsError(thrown, { call, ...where });
      }
    },
    whereOf: (account, region) => ({
      account: sessions.accountOf(account)?.role === undefined ? undefined : asAccountId(account),
      region,
    }),
    stop: async () => {
      await Promise.all([sessions.stop(), cloudwatch.destroy(), sns.destroy(), sqs.destroy()]);
    },
  };
};
