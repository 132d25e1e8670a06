import type { CardPart } from '../../core/card.ts';
import type { Text } from '../../core/text.ts';

export const note = (...text: Text): CardPart => ({ kind: 'note', text });

/**
 * What last-accessed information counts.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html
 */
export const trackingNote: CardPart = note(
  'AWS tracks this for at least 400 days, or since it tracks the service at all; denied attempts count too; a use shows up within four hours. Not tracked: iam:PassRole, and data events such as single reads of objects.',
);
