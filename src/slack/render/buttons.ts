import type { ActionsBlock, ContextBlock, Button as SlackButton, StaticSelect } from '@slack/types';
import type { Button } from '../../core/card.ts';
import { sizeOf } from './cut.ts';
import { type RenderOptions, sizeOfBlocks } from './elements.ts';
import { limits } from './limits.ts';
import { allowedUrl } from './links.ts';
import { words } from './pieces.ts';
import { drawSelect } from './select.ts';

/** Buttons that only open a page; Slack still tells us, and we only say "heard". */
export const openPage = 'open-page';

const label = (text: string): SlackButton['text'] => {
  const shown = words(text, limits.button);
  return { type: 'plain_text', text: shown.trim() === '' ? '–' : shown, emoji: false };
};

/** Undefined for one that Slack would refuse the whole message for. */
const buttonOf = (
  button: Exclude<Button, { kind: 'select' }>,
  index: number,
  { linkHosts }: RenderOptions,
): SlackButton | undefined => {
  const text = label(button.label);
  if (button.kind === 'link') {
    const url = allowedUrl(button.url, linkHosts);
    return url === undefined
      ? undefined
      : { type: 'button', text, url, action_id: `${openPage}-${index}` };
  }
  const { action, value, style } = button;
  if (action === '' || action.length > limits.actionId || sizeOf(value) > limits.buttonValue)
    return undefined;
  const plain: SlackButton = { type: 'button', text, action_id: action };
  return { ...plain, ...(value === '' ? {} : { value }), ...(style ? { style } : {}) };
};

interface Drawn {
  readonly element: SlackButton | StaticSelect;
  /** What a menu does not list, in words. */
  readonly note?: string | undefined;
}

/** A row of buttons is one block; an action may stand only once in a row. */
const rowsOf = (elements: readonly Drawn['element'][]): Drawn['element'][][] => {
  const rows: Drawn['element'][][] = [];
  for (const element of elements) {
    const row = rows.at(-1);
    const fits =
      row !== undefined &&
      row.length < limits.buttonsShown &&
      row.every((other) => other.action_id !== element.action_id);
    if (fits) row.push(element);
    else rows.push([element]);
  }
  return rows;
};

const noteBlock = (notes: readonly string[]): ContextBlock[] =>
  notes.length === 0
    ? []
    : [
        {
          type: 'context',
          elements: notes
            .slice(0, limits.context)
            .map((text) => ({ type: 'plain_text', text, emoji: false })),
        },
      ];

/** Five buttons a row, as many as Slack shows without folding; then what a menu does not list. */
export const buttonBlocks = (
  buttons: readonly Button[],
  room: number,
  options: RenderOptions,
): (ActionsBlock | ContextBlock)[] => {
  let left = room;
  const drawn: Drawn[] = [];
  for (const [index, button] of buttons.slice(0, limits.buttons).entries()) {
    const element = button.kind === 'select' ? undefined : buttonOf(button, index, options);
    const one: Drawn | undefined =
      button.kind === 'select' ? drawSelect(button, left) : element && { element };
    const size = one === undefined ? 0 : sizeOfBlocks(one);
    if (one === undefined || size > left) continue;
    left -= size;
    drawn.push(one);
  }
  const rows = rowsOf(drawn.map(({ element }) => element));
  const notes = drawn.map(({ note }) => note).filter((note) => note !== undefined);
  return [
    ...rows.map((elements): ActionsBlock => ({ type: 'actions', elements })),
    ...noteBlock(notes),
  ];
};
