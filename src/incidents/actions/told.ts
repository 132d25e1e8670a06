import type { Card } from '../../core/card.ts';
import type { Incident } from '../../core/incident-store.ts';
import type { Inline, Text } from '../../core/text.ts';

/** Nothing was done, and why: told to whoever tried. */
export const nothingDone = (...headline: Text): Card => ({
  badge: { emoji: 'information_source', word: 'NOTE' },
  headline,
  parts: [],
});

export const goneCard = nothingDone('This incident is not kept any more.');

/** "you", or their mention. */
export const whoTo = (by: string, user: string): Inline => (by === user ? 'you' : { user: by });

/** Why something that is over needs nothing more; tells who closed it, where somebody did. */
export const overCard = (incident: Incident, user: string, what: string): Card => {
  const { latest, lastAt, closed } = incident;
  if (closed === undefined)
    return nothingDone(
      { bold: latest.name },
      ' is over since ',
      { time: lastAt, style: 'date-time' },
      `: there is nothing to ${what}.`,
    );
  const who: Text = closed.by === undefined ? [] : [' by ', whoTo(closed.by, user)];
  return nothingDone(
    { bold: latest.name },
    ' was already resolved',
    ...who,
    ' at ',
    { time: closed.at, style: 'date-time' },
    ': ',
    closed.reason,
  );
};
