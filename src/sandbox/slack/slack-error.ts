import type { Json } from '../json.ts';

/** Answered as `{"ok":false,"error":code}` with status 200, as Slack does. */
export class SlackError extends Error {
  readonly code: string;
  readonly facts: Json;

  constructor(code: string, facts: Json = {}) {
    super(code);
    this.name = 'SlackError';
    this.code = code;
    this.facts = facts;
  }
}

/** The arguments themselves are wrong. */
export const invalidArguments = (problem: string): SlackError =>
  new SlackError('invalid_arguments', {
    response_metadata: { messages: [`[ERROR] ${problem}`] },
  });
