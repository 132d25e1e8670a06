/**
 * Slack's limits, and our own below them. Block Kit's: https://docs.slack.dev/reference/block-kit/blocks
 */
export const limits = {
  blocks: 50,
  /**
   * All text of a message. Slack refuses about 13,000 with msg_blocks_too_long, undocumented:
   * https://github.com/slackapi/bolt-js/issues/2509
   */
  message: 9000,
  /** A form, a modal or the App Home. */
  viewBlocks: 100,
  /** Ours: the sum that a message must keep does not hold for views, but nobody reads on for ever. */
  view: 40_000,
  /** Title and buttons of a modal. https://docs.slack.dev/reference/views */
  viewTitle: 24,
  /** Of a message or a view. */
  metadata: 3000,
  /** The plain form, sent when Slack refused the blocks. */
  plain: 3000,
  /** The notification; phones show about the first 150 characters. */
  notice: 1000,
  button: 75,
  buttonValue: 2000,
  actionId: 255,
  buttonsShown: 5,
  buttons: 25,
  options: 100,
  optionLabel: 75,
  optionValue: 150,
  placeholder: 150,
  /** What can be typed into a field, and be in it at first. */
  input: 3000,
  rows: 100,
  columns: 20,
  /** A message's; OpenClaw's docs say more, Slack's say this. */
  charts: 2,
  chartTitle: 50,
  chartLabel: 20,
  chartPoints: 20,
  /** Elements of a context block. */
  context: 10,
  // Ours: no single piece may push the rest off the screen.
  headline: 1500,
  headlinePiece: 300,
  text: 2900,
  label: 75,
  fact: 900,
  item: 700,
  note: 1000,
  code: 2900,
  /** All preformatted text of one part in a view, in pieces of `code` each. */
  viewCode: 29_000,
  cell: 200,
  caption: 150,
} as const;
