import type { PlainTextOption, StaticSelect } from '@slack/types';
import type { Button } from '../../core/card.ts';
import { cleanLine } from './clean.ts';
import { cutShort, sizeOf } from './cut.ts';
import { limits } from './limits.ts';
import { words } from './pieces.ts';

type Entry = { readonly label: string; readonly value: string };

/** Slack refuses an empty text; nothing in it is drawn as an emoji. */
export const plainText = (text: string, limit: number): PlainTextOption['text'] => {
  const shown = cutShort(words(text), limit);
  return { type: 'plain_text', text: shown.trim() === '' ? '–' : shown, emoji: false };
};

/**
 * As many entries as Slack takes and `room` holds, without those that it would refuse the menu for:
 * at most 100, each value at most 150 characters and only once.
 * https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element
 */
export const optionsOf = (
  entries: readonly Entry[],
  room: number = Number.POSITIVE_INFINITY,
): PlainTextOption[] => {
  const seen = new Set<string>();
  const options: PlainTextOption[] = [];
  let left = room;
  for (const { label, value } of entries) {
    const isTaken = value === '' || sizeOf(value) > limits.optionValue || seen.has(value);
    // What would be drawn as nothing may not come back as it was sent.
    if (isTaken || cleanLine(value) !== value) continue;
    const text = plainText(label, limits.optionLabel);
    left -= sizeOf(text.text) + sizeOf(value);
    if (left < 0 || options.length === limits.options) break;
    seen.add(value);
    options.push({ text, value });
  }
  return options;
};

/** "The menu … lists the first 100 of 240", or undefined where it lists all. */
export const menuNote = (label: string, shown: number, all: number): string | undefined =>
  shown === all
    ? undefined
    : `The menu "${cutShort(words(label), limits.label)}" lists ${shown} of ${all}.`;

/** The longest that {@link menuNote} is. */
const noteSize = 130;

/** A menu whose entries act; undefined where Slack would refuse it, or nothing of it fits. */
export const drawSelect = (
  { action, label, options }: Extract<Button, { kind: 'select' }>,
  room: number,
): { readonly element: StaticSelect; readonly note: string | undefined } | undefined => {
  const placeholder = plainText(label, limits.placeholder);
  const shown = optionsOf(options, room - sizeOf(placeholder.text) - noteSize);
  if (action === '' || action.length > limits.actionId || shown.length === 0) return undefined;
  return {
    element: { type: 'static_select', action_id: action, placeholder, options: shown },
    note: menuNote(label, shown.length, options.length),
  };
};
