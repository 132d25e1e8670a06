import type { Clock } from '../core/clock.ts';
import type { SettingsExtra } from './settings-file.ts';

export interface SandboxOptions {
  /** The page's port; 0, the default, takes any free one. */
  readonly port?: number;
  /** A few messages are there already; off unless told. */
  readonly story?: boolean;
  readonly mode?: 'socket' | 'http';
  /** False: Slack answers no 429 of its own, for throughput benchmarks. */
  readonly paces?: boolean;
  /** Where settings and store lie; a new folder that goes with the sandbox unless given. */
  readonly dataDir?: string;
  /** False: no bot is started; `bot.start()` does it later. */
  readonly spawnBot?: boolean;
  /** More environment variables; with a DATABASE_URL the store is PostgreSQL. */
  readonly botEnv?: Readonly<Record<string, string>>;
  readonly botNodeArgs?: readonly string[];
  readonly botEntry?: string;
  /** Each line that the bot writes. */
  readonly onBotLine?: (line: string) => void;
  readonly settings?: SettingsExtra;
  /** `small`, three accounts, unless told; `large` has 40 accounts with 17 regions each. */
  readonly organisation?: 'small' | 'large';
  /** How much of AWS's own time its slow calls take: 0, the default, none; 1 all of it. */
  readonly awsAnswerScale?: number;
  /** `realistic`: every call of AWS takes the time that it typically does; none unless told. */
  readonly awsDelays?: 'none' | 'realistic';
  /** How long after a call its record can be looked up; 0 unless told. */
  readonly trailLatencyMs?: number;
  /** True: the settings name the organisation trail's log group; off unless told. */
  readonly trailLogs?: boolean;
  /** Shortens SNS's waits between retries (20 s); 1 is real time. */
  readonly snsDelayScale?: number;
  /** True: the page is built and served; only the command line needs it. */
  readonly page?: boolean;
  readonly clock?: Clock;
  /** 0 to 1, for faults with a rate. */
  readonly random?: () => number;
}
