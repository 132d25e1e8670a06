export type Target = 'slack' | 'aws' | 'sns';

/** One call that a fake received, or one delivery that the fake SNS made. */
interface Call {
  /** Epoch ms. */
  readonly time: number;
  readonly target: Target;
  /** `chat.postMessage`, `cloudwatch:DescribeAlarms`, `Notification` … */
  readonly method: string;
  /** `ok`, the error's code, an HTTP status, or the fault that was played. */
  readonly outcome: string;
  readonly channel?: string;
  /** Of AWS: whose; of AssumeRole the account that is got into. */
  readonly account?: string | undefined;
}

export interface CallLog {
  readonly add: (call: Call) => void;
  /** Calls at or after `time` (epoch ms), oldest first. */
  readonly since: (time: number) => readonly Call[];
  readonly clear: () => void;
}

/** The oldest fall out first. */
const maxKept = 100_000;

export const createCallLog = (): CallLog => {
  let calls: Call[] = [];
  return {
    add: (call) => {
      calls.push(call);
      if (calls.length > maxKept * 1.2) calls = calls.slice(-maxKept);
    },
    since: (time) => calls.filter((call) => call.time >= time),
    clear: () => {
      calls = [];
    },
  };
};
