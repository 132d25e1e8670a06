import type { Outcome } from '../core/conversation.ts';
import { fieldsAt, textAt } from './payload.ts';
import type { Call } from './session.ts';

/** The bot's own conversation with a member. https://docs.slack.dev/reference/methods/conversations.open */
export const openDirect = async (call: Call, user: string): Promise<Outcome<string>> => {
  const opened = await call('conversations.open', { users: user });
  if (opened.kind !== 'ok') return opened;
  const id = textAt(fieldsAt(opened.value, 'channel'), 'id');
  return id === undefined
    ? { kind: 'unknown', error: 'the answer cannot be read' }
    : { kind: 'ok', value: id };
};
