import type { Card } from '../../src/core/card.ts';
import { type Clock, systemClock } from '../../src/core/clock.ts';
import type { TopicArn } from '../../src/core/ids.ts';
import type { Log, LogFields } from '../../src/core/log.ts';
import type { Metrics } from '../../src/core/metrics.ts';
import type { TopicSettings } from '../../src/core/settings.ts';
import { isTopicArn } from '../../src/intake/signing-authority.ts';
import { sentAt, topicArn } from './signer.ts';

const asTopic = (arn: string): TopicArn => {
  if (!isTopicArn(arn)) throw new Error(`no topic: ${arn}`);
  return arn;
};

export const topic = (
  arn: string = topicArn,
  signatureVersion: TopicSettings['signatureVersion'] = 'any',
): TopicSettings => ({ arn: asTopic(arn), signatureVersion });

export interface TestClock extends Clock {
  readonly advance: (ms: number) => void;
}

/** A clock that moves only when told to; sleeping is real, and short. */
export const createTestClock = (now: number = sentAt): TestClock => {
  let passed = 0;
  return {
    now: () => now + passed,
    monotonic: () => passed,
    sleep: systemClock.sleep,
    advance: (ms) => {
      passed += ms;
    },
  };
};

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: LogFields;
}

/** Keeps what is logged. */
export const createTestLog = (): Log & { readonly lines: LogLine[] } => {
  const lines: LogLine[] = [];
  const make = (own: LogFields): Log => {
    const at =
      (level: LogLine['level']) =>
      (message: string, fields: LogFields = {}): void => {
        lines.push({ level, message, fields: { ...own, ...fields } });
      };
    return {
      info: at('info'),
      warn: at('warn'),
      error: at('error'),
      child: (fields) => make({ ...own, ...fields }),
    };
  };
  return { ...make({}), lines };
};

/** Keeps what is counted, as `name{label=value}`. */
export const createTestMetrics = (): Metrics & { readonly counted: Map<string, number> } => {
  const counted = new Map<string, number>();
  return {
    counted,
    count: (name, labels = {}, by = 1) => {
      const shown = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
      const key = `${name}{${shown.join(',')}}`;
      counted.set(key, (counted.get(key) ?? 0) + by);
    },
    observe: () => {},
  };
};

/** Everything a card says, for looking words up in it. */
export const wordsOf = (card: Card): string => JSON.stringify(card);

/** Waits until `check` holds, for what happens elsewhere in its own time. */
export const eventually = async (check: () => boolean, withinMs = 5_000): Promise<void> => {
  const until = performance.now() + withinMs;
  while (!check()) {
    if (performance.now() > until) throw new Error('it did not happen in time');
    await systemClock.sleep(5);
  }
};
