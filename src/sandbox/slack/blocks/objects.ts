import { type Check, flag, list, matching, oneOf, shape, text } from './check.ts';

const literal = (value: string): Check => oneOf(value);
/** The `type` was looked at to find the check. */
export const anyType: Check = () => undefined;

// https://docs.slack.dev/reference/block-kit/composition-objects/text-object
export const plainText = (max: number): Check =>
  shape({ type: literal('plain_text'), text: text(1, max) }, { emoji: flag });

export const mrkdwn = (max: number): Check =>
  shape({ type: literal('mrkdwn'), text: text(1, max) }, { verbatim: flag });

export const textObject = (max: number): Check => {
  const body = text(1, max);
  const type = oneOf('plain_text', 'mrkdwn');
  return shape({ type, text: body }, { emoji: flag, verbatim: flag });
};

export const url = (max: number): Check =>
  matching(
    new RegExp(`^(?:https?|mailto|tel|slack):\\S{1,${max}}$`, 'i'),
    `a URL of at most ${max} characters`,
  );

export const httpUrl = (max: number): Check =>
  matching(
    new RegExp(`^https?://\\S{1,${max}}$`, 'i'),
    `an http(s) URL of at most ${max} characters`,
  );

// https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object
export const confirm = shape(
  { text: textObject(300) },
  {
    title: plainText(100),
    confirm: plainText(30),
    deny: plainText(30),
    style: oneOf('primary', 'danger'),
  },
);

// https://docs.slack.dev/reference/block-kit/composition-objects/option-object
const optionRest = { description: textObject(75), url: url(3000) };
const value = text(1, 150);
export const plainOption = shape({ text: plainText(75), value }, optionRest);
export const option = shape({ text: textObject(75), value }, optionRest);

// https://docs.slack.dev/reference/block-kit/composition-objects/option-group-object
export const optionGroup = shape({ label: plainText(75), options: list(plainOption, 1, 100) });

export const dispatchConfig = shape(
  {},
  { trigger_actions_on: list(oneOf('on_enter_pressed', 'on_character_entered'), 1, 2) },
);

export const conversationFilter = shape(
  {},
  {
    include: list(oneOf('im', 'mpim', 'private', 'public'), 1, 4),
    exclude_external_shared_channels: flag,
    exclude_bot_users: flag,
  },
);

export const slackFile = shape({}, { id: text(1, 255), url: httpUrl(3000) });
