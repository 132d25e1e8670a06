import type { HomeView, ModalView } from '@slack/types';
import type { Card } from '../../core/card.ts';
import type { Form } from '../../core/form.ts';
import { renderBlocks } from './blocks.ts';
import type { RenderOptions } from './elements.ts';
import { formBlocks, frameText } from './form.ts';
import type { SlackBlock } from './parts.ts';
import { renderPlain } from './plain.ts';

/** What comes back with whatever is done in a view; the caller keeps it within 3,000 characters. */
interface Frame {
  readonly metadata: string;
}

const viewOptions = ({ linkHosts }: RenderOptions): RenderOptions => ({
  linkHosts,
  surface: 'view',
});

/** A form as a modal whose `callback_id` is the form's id. https://docs.slack.dev/reference/views */
export const formModal = (
  { form, id, metadata }: Frame & { readonly form: Form; readonly id: string },
  options: RenderOptions,
): ModalView => ({
  type: 'modal',
  callback_id: id,
  private_metadata: metadata,
  title: frameText(form.title),
  submit: frameText(form.submit),
  close: frameText('Cancel'),
  blocks: formBlocks(form, viewOptions(options)),
});

/** Words that Slack cannot refuse: already escaped and defused, in a section that parses no more. */
const plainBlocks = (card: Card, { linkHosts }: RenderOptions): SlackBlock[] => [
  {
    type: 'section',
    text: { type: 'mrkdwn', text: renderPlain(card, { linkHosts }), verbatim: true },
  },
];

/** A card to look at, or its plain text where Slack refused the blocks. */
export const cardModal = (
  {
    title,
    card,
    metadata,
    isPlain,
  }: Frame & { readonly title: string; readonly card: Card; readonly isPlain?: boolean },
  options: RenderOptions,
): ModalView => ({
  type: 'modal',
  private_metadata: metadata,
  title: frameText(title),
  close: frameText('Close'),
  blocks: isPlain ? plainBlocks(card, options) : renderBlocks(card, viewOptions(options)),
});

/** The same as the App Home. */
export const homeView = (card: Card, options: RenderOptions, isPlain = false): HomeView => ({
  type: 'home',
  blocks: isPlain ? plainBlocks(card, options) : renderBlocks(card, viewOptions(options)),
});
