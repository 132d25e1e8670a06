import type { Card } from '../core/card.ts';
import type { Outcome } from '../core/conversation.ts';
import { toError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { type CardForm, sendInForms } from './charts.ts';
import { renderBlocks } from './render/blocks.ts';
import type { RenderOptions } from './render/elements.ts';
import type { SlackBlock } from './render/parts.ts';
import { renderNotice, renderPlain } from './render/plain.ts';
import type { Fields } from './session.ts';

/** Begins the `block_id` of a message that something better is to follow. */
const progressId = 'progress';

const marked = (blocks: readonly SlackBlock[]): readonly SlackBlock[] =>
  blocks.map((block, index) => (index === 0 ? { ...block, block_id: progressId } : block));

/** A card as a message: blocks and the sentence that notifications show, or plain text alone. */
export const contentOf = (
  card: Card,
  { form, isProgress }: { readonly form: CardForm; readonly isProgress: boolean },
  options: RenderOptions,
): Fields => {
  if (form === 'plain') return { text: renderPlain(card, options) };
  const blocks = renderBlocks(card, { ...options, noCharts: form === 'no-charts' });
  return { text: renderNotice(card), blocks: isProgress ? marked(blocks) : blocks };
};

/**
 * Tries the next form of what Slack refuses for its form; a card that we cannot draw is as good as
 * one.
 */
export const withSimplerForms = async (
  log: Log,
  forms: readonly CardForm[],
  send: (form: CardForm) => Promise<Outcome<unknown>>,
): Promise<Outcome<unknown>> => {
  const attempt = async (form: CardForm): Promise<Outcome<unknown>> => {
    try {
      return await send(form);
    } catch (thrown) {
      log.error('a card could not be rendered', { error: toError(thrown).message });
      return { kind: form === 'plain' ? 'refused' : 'refused-form', error: 'render_failed' };
    }
  };
  return (await sendInForms(forms, attempt)).outcome;
};
