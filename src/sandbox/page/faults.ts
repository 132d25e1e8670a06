import type { Json } from './json.ts';

/** A fault that one button adds; it wears off by itself. */
export interface FaultButton {
  readonly title: string;
  readonly description: string;
  readonly fault: Json;
}

const post = { target: 'slack', method: 'chat.postMessage' };

export const faultButtons: readonly FaultButton[] = [
  {
    title: 'Slack answers 429',
    description: 'The next three posts have to wait five seconds each',
    fault: { ...post, kind: '429', retryAfter: 5, count: 3 },
  },
  {
    title: 'Slack loses a reply',
    description: 'The next post is taken, but nobody hears of it',
    fault: { ...post, kind: 'lost-reply', count: 1 },
  },
  {
    title: 'Slack is down',
    description: 'The next ten calls end in an error 500',
    fault: { target: 'slack', kind: '5xx', count: 10 },
  },
  {
    title: 'Slack refuses blocks',
    description: 'The next post is sent again as plain text',
    fault: { ...post, kind: 'error', code: 'invalid_blocks', count: 1 },
  },
];
