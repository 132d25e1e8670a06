import type { Clock } from '../../core/clock.ts';
import type { Changes } from '../changes.ts';
import type { Json } from '../json.ts';
import type { Args } from './args.ts';
import type { App, Team } from './entities.ts';
import type { SlackStore } from './store.ts';

/** What every method of the fake Slack works with. */
export interface SlackContext {
  readonly store: SlackStore;
  readonly app: App;
  readonly team: Team;
  readonly clock: Clock;
  readonly changes: Changes;
  /** Where this Slack is, e.g. `http://127.0.0.1:40001`. */
  readonly baseUrl: () => string;
  /** The address of a new Socket Mode connection. */
  readonly newSocketUrl: () => string;
}

export interface Method {
  /** As in `https://slack.com/api/<name>`. */
  readonly name: string;
  readonly token: 'bot' | 'app';
  /** The token needs one of these; none: any token will do. */
  readonly scopes: readonly string[];
  /** The answer without `ok`. @throws SlackError */
  readonly run: (context: SlackContext, args: Args) => Json;
  /** Headers of the answer, besides the usual ones. */
  readonly headers?: (context: SlackContext) => Readonly<Record<string, string>>;
}
