import type { Fact } from '../core/card.ts';
import type { Incident } from '../core/incident-store.ts';
import type { Text } from '../core/text.ts';

/** "by @alice 10:05: false alarm". */
export const closedFacts = ({ closed }: Partial<Pick<Incident, 'closed'>>): readonly Fact[] => {
  if (closed === undefined) return [];
  const { by, at, reason } = closed;
  const who: Text = by === undefined ? [] : ['by ', { user: by }, ' '];
  return [{ label: 'Closed', value: [...who, { time: at, style: 'date-time' }, ': ', reason] }];
};
