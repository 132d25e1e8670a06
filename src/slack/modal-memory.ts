import { areAnswerUrlsSafe } from './answer-url.ts';
import { limits } from './render/limits.ts';
import type { ResponseUrl } from './respond.ts';
import { isFields } from './session.ts';

/** What a modal remembers of where it was opened; Slack keeps it and gives it back. */
export interface ModalMemory {
  readonly channel: string | undefined;
  readonly threadTs: string | undefined;
  /** Where the answer to what opened it would have gone. */
  readonly hook: ResponseUrl | undefined;
  /** The form's own. */
  readonly state: string;
}

const nothing: ModalMemory = {
  channel: undefined,
  threadTs: undefined,
  hook: undefined,
  state: '',
};

/** Undefined if it is longer than Slack keeps; without the way to answer rather than not at all. */
export const packMemory = (memory: ModalMemory): string | undefined => {
  const whole = JSON.stringify(memory);
  if (whole.length <= limits.metadata) return whole;
  const less = JSON.stringify({ ...memory, hook: undefined });
  return less.length <= limits.metadata ? less : undefined;
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

const hookOf = (value: unknown, apiUrl: string): ResponseUrl | undefined => {
  if (!isFields(value)) return undefined;
  const { url, until, uses } = value;
  const isHook = typeof url === 'string' && typeof until === 'number' && typeof uses === 'number';
  return isHook && areAnswerUrlsSafe({ response_url: url }, apiUrl)
    ? { url, until, uses }
    : undefined;
};

export const unpackMemory = (metadata: unknown, apiUrl: string): ModalMemory => {
  const value = typeof metadata === 'string' ? parse(metadata) : undefined;
  if (!isFields(value)) return nothing;
  return {
    channel: text(value['channel']),
    threadTs: text(value['threadTs']),
    hook: hookOf(value['hook'], apiUrl),
    state: text(value['state']) ?? '',
  };
};
