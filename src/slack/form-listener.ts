import type { Clock } from '../core/clock.ts';
import { toError } from '../core/errors.ts';
import type { FormErrors } from '../core/form.ts';
import type { Interactions } from '../core/interaction.ts';
import { formValues, shownErrors } from './form-values.ts';
import type { ListenerTools } from './guard.ts';
import { unpackMemory } from './modal-memory.ts';
import { fieldsAt, memberOfInteraction, textAt } from './payload.ts';
import type { Fields } from './session.ts';

/** Slack waits three seconds for the answer to a form. */
const checkMs = 2_000;

type Ack = (
  answer?:
    | { readonly response_action: 'clear' }
    | { readonly response_action: 'errors'; readonly errors: Record<string, string> },
) => Promise<void>;

type Sent = Parameters<Interactions['check']>[0];

type Checked =
  | { readonly kind: 'fine' }
  | { readonly kind: 'wrong'; readonly errors: FormErrors }
  | { readonly kind: 'unchecked'; readonly error: string };

const close = { response_action: 'clear' } as const;

/**
 * A form that was sent: what is wrong with it is shown in it, then it is closed and handed on. It
 * stays open no longer than Slack waits.
 */
export const createFormListener = (
  tools: ListenerTools & { readonly clock: Clock },
): ((body: Fields, ack: Ack) => Promise<void>) => {
  const { guard, reply, interactions, clock, apiUrl } = tools;

  const judge = async (sent: Sent): Promise<Checked> => {
    try {
      const errors = await interactions.check(sent);
      return errors === undefined ? { kind: 'fine' } : { kind: 'wrong', errors };
    } catch (thrown) {
      return { kind: 'unchecked', error: toError(thrown).message };
    }
  };

  const check = async (sent: Sent): Promise<Checked> => {
    const done = new AbortController();
    const late = clock
      .sleep(checkMs, done.signal)
      .then((): Checked => ({ kind: 'unchecked', error: 'the check took too long' }));
    const first = await Promise.race([judge(sent), late]);
    done.abort();
    return first;
  };

  return async (body, ack) => {
    const view = fieldsAt(body, 'view') ?? {};
    const member = memberOfInteraction(body);
    if (member === undefined) {
      await ack(close);
      return guard.dropped('view_submission', body);
    }
    const { channel, threadTs, hook, state } = unpackMemory(view['private_metadata'], apiUrl);
    const form = { id: textAt(view, 'callback_id') ?? '', state, values: formValues(view) };
    const checked = await check({ member, ...form });
    const errors = checked.kind === 'wrong' ? shownErrors(view, checked.errors) : {};
    if (Object.keys(errors).length > 0) return ack({ response_action: 'errors', errors });
    await ack(close);
    const scene = { member, channel, threadTs };
    const isDirect = channel?.startsWith('D') === true && hook === undefined;
    const answer = reply({ scene, hook, isDirect });
    if (checked.kind !== 'fine')
      return guard.failed(
        'check',
        checked.kind === 'wrong' ? 'the form has no field to show what is wrong' : checked.error,
        answer,
      );
    return guard.handle({ kind: 'form', ...form, scene, reply: answer });
  };
};
