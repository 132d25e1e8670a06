import type { Via } from '../core/notification.ts';

const vias: readonly Via[] = ['https', 'sqs', 'found-late', 'replay', 'evidence'];

/** How a stored notification came; only ever one that was written from the same type. */
export const toVia = (text: string): Via => vias.find((via) => via === text) ?? 'replay';
