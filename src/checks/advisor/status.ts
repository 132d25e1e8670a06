import type { AdvisorStatus } from '../../aws/support-types.ts';
import type { Card } from '../../core/card.ts';
import type { Text } from '../../core/text.ts';

interface Status {
  readonly emoji: string;
  readonly word: string;
}

const statuses: Readonly<Record<AdvisorStatus, Status>> = {
  error: { emoji: 'red_circle', word: 'red' },
  warning: { emoji: 'large_yellow_circle', word: 'yellow' },
  ok: { emoji: 'large_green_circle', word: 'green' },
  not_available: { emoji: 'white_circle', word: 'not available' },
};

/** Worst first. */
const statusOrder: readonly AdvisorStatus[] = ['error', 'warning', 'not_available', 'ok'];

/** Sign and word: never a colour alone. */
export const statusText = (status: AdvisorStatus): Text => [
  { emoji: statuses[status].emoji },
  ` ${statuses[status].word}`,
];

export const statusBadge = (status: AdvisorStatus): NonNullable<Card['badge']> => ({
  emoji: statuses[status].emoji,
  word: statuses[status].word.toUpperCase(),
});

/** Of two findings the worse first. */
export const byStatus = (a: AdvisorStatus, b: AdvisorStatus): number =>
  statusOrder.indexOf(a) - statusOrder.indexOf(b);

const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });

/** "$1,234.50"; the API tells no other currency. */
export const money = (amount: number): string => dollars.format(amount);
