import type { ActionsBlock, Button as SlackButton } from '@slack/types';
import type { Button } from '../../core/card.ts';
import { sizeOf } from './cut.ts';
import type { RenderOptions } from './elements.ts';
import { limits } from './limits.ts';
import { allowedUrl } from './links.ts';
import { words } from './pieces.ts';

/** Buttons that only open a page; Slack still tells us, and we only say "heard". */
const openPage = 'open-page';

const label = (text: string): SlackButton['text'] => {
  const shown = words(text, limits.button);
  return { type: 'plain_text', text: shown.trim() === '' ? '–' : shown, emoji: false };
};

/** Undefined for one that Slack would refuse the whole message for. */
const buttonOf = (
  button: Button,
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

/** A row of buttons is one block; an action may stand only once in a row. */
const rowsOf = (buttons: readonly SlackButton[]): SlackButton[][] => {
  const rows: SlackButton[][] = [];
  for (const button of buttons) {
    const row = rows.at(-1);
    const fits =
      row !== undefined &&
      row.length < limits.buttonsShown &&
      row.every((other) => other.action_id !== button.action_id);
    if (fits) row.push(button);
    else rows.push([button]);
  }
  return rows;
};

/** Five buttons a row, as many as Slack shows without folding. */
export const buttonBlocks = (
  buttons: readonly Button[],
  room: number,
  options: RenderOptions,
): ActionsBlock[] => {
  let left = room;
  const kept = buttons
    .slice(0, limits.buttons)
    .map((button, index) => buttonOf(button, index, options))
    .filter((button) => button !== undefined)
    .filter((button) => {
      left -= sizeOf(button.text.text) + sizeOf(button.url ?? '') + sizeOf(button.value ?? '');
      return left >= 0;
    });
  return rowsOf(kept).map((elements) => ({ type: 'actions', elements }));
};
