import { type Logger, LogLevel, WebClient } from '@slack/web-api';
import { type Clock, systemClock } from '../../src/core/clock.ts';
import { type FakeAws, startAws } from '../../src/sandbox/aws/server.ts';
import { type CallLog, createCallLog } from '../../src/sandbox/calls.ts';
import {
  type CertificateAuthority,
  createCertificateAuthority,
} from '../../src/sandbox/certificate-authority.ts';
import { createChanges } from '../../src/sandbox/changes.ts';
import { createFaults, type Faults } from '../../src/sandbox/faults.ts';
import { type FakeSlack, startSlack } from '../../src/sandbox/slack/server.ts';
import { app } from '../../src/sandbox/slack/workspace.ts';

/** A clock that stands still until it is moved; sleeping moves it. */
export interface HandClock extends Clock {
  readonly advance: (ms: number) => void;
}

export const createHandClock = (start = Date.UTC(2026, 10, 23, 12)): HandClock => {
  let passed = 0;
  return {
    now: () => start + passed,
    monotonic: () => passed,
    sleep: (ms) => {
      passed += ms;
      return Promise.resolve();
    },
    advance: (ms) => {
      passed += ms;
    },
  };
};

const nothing = (): void => {};

/** The tests provoke what Slack's libraries would complain of at length. */
export const quietLogger: Logger = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  getLevel: () => LogLevel.ERROR,
  setName: nothing,
};

export interface SlackUnderTest {
  readonly slack: FakeSlack;
  readonly client: WebClient;
  readonly calls: CallLog;
  readonly faults: Faults;
}

export const clientFor = (slackApiUrl: string, token: string | undefined = app.botToken) =>
  new WebClient(token, {
    slackApiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 5_000,
    logger: quietLogger,
  });

export const startSlackUnderTest = async (
  options: {
    clock?: Clock;
    paces?: boolean;
    requestUrl?: () => string | undefined;
    manifest?: Readonly<Record<string, unknown>>;
    enterprise?: { id: string; name: string };
  } = {},
): Promise<SlackUnderTest> => {
  const calls = createCallLog();
  const faults = createFaults(() => 0.5);
  const slack = await startSlack({
    clock: options.clock ?? systemClock,
    calls,
    faults,
    changes: createChanges(),
    mode: options.requestUrl ? 'http' : 'socket',
    paces: options.paces ?? false,
    requestUrl: options.requestUrl ?? (() => undefined),
    ...(options.manifest ? { manifest: options.manifest } : {}),
    ...(options.enterprise ? { enterprise: options.enterprise } : {}),
  });
  return { slack, client: clientFor(slack.apiUrl), calls, faults };
};

export interface AwsUnderTest {
  readonly aws: FakeAws;
  readonly calls: CallLog;
  readonly faults: Faults;
  readonly authority: CertificateAuthority;
}

export const startAwsUnderTest = async (
  options: { clock?: Clock; delayScale?: number } = {},
): Promise<AwsUnderTest> => {
  const clock = options.clock ?? systemClock;
  const calls = createCallLog();
  const faults = createFaults(() => 0.5);
  const authority = await createCertificateAuthority(clock);
  const delayScale = options.delayScale ?? 1;
  const aws = await startAws({ clock, calls, faults, authority, delayScale });
  return { aws, calls, faults, authority };
};

/** What a call that must fail failed with. */
export const failure = async (
  work: Promise<unknown>,
): Promise<
  Error & {
    code?: string;
    data?: { error: string; response_metadata?: { messages?: string[] } };
    retryAfter?: number;
  }
> => {
  try {
    await work;
  } catch (thrown) {
    if (thrown instanceof Error) return thrown;
  }
  throw new Error('it did not fail');
};
