import type { Card } from '../core/card.ts';
import { type Clock, hour } from '../core/clock.ts';
import type { Outcome } from '../core/conversation.ts';

/** Slack gives charts to one workspace after the other; so often it is asked again. */
const askAgainMs = hour;

/** How a card is sent: drawn, drawn with its charts told in words, or as plain text. */
export type CardForm = 'drawn' | 'no-charts' | 'plain';

const hasChart = ({ parts }: Card): boolean => parts.some(({ kind }) => kind === 'chart');

/** The forms in which a card is worth trying with blocks: one refused chart loses no table. */
export const drawnForms = (card: Card): readonly CardForm[] =>
  hasChart(card) ? ['drawn', 'no-charts'] : ['drawn'];

/** Sends in the next form where Slack refuses one; what the last one came to. */
export const sendInForms = async <T>(
  forms: readonly CardForm[],
  send: (form: CardForm) => Promise<Outcome<T>>,
): Promise<{ readonly outcome: Outcome<T>; readonly form: CardForm | undefined }> => {
  let last: { outcome: Outcome<T>; form: CardForm | undefined } = {
    outcome: { kind: 'refused', error: 'no form is left' },
    form: undefined,
  };
  for (const form of forms) {
    last = { outcome: await send(form), form };
    if (last.outcome.kind !== 'refused-form') return last;
  }
  return last;
};

/** Remembers for an hour that Slack refused a chart and took the same card without it. */
export const createChartMemory = ({ now }: Pick<Clock, 'now'>) => {
  let refusedUntil = 0;
  return {
    forms: (card: Card): readonly CardForm[] =>
      hasChart(card) && now() < refusedUntil ? ['no-charts'] : drawnForms(card),
    /** `taken` was taken after a richer form had been refused. */
    learn: (taken: CardForm | undefined): void => {
      if (taken === 'no-charts') refusedUntil = now() + askAgainMs;
    },
  };
};
