import { isJson, type Json, listOf } from '../json.ts';
import { type Args, optional, structured } from './args.ts';
import { blockProblems } from './block-kit.ts';
import { type Check, flag, list, oneOf, record, type Shape, shape, text } from './blocks/check.ts';
import { plainText } from './blocks/objects.ts';
import type { SlackContext } from './context.ts';
import type { View } from './entities.ts';
import { SlackError } from './slack-error.ts';

// https://docs.slack.dev/reference/views
const maxView = 250_000;
const shared: Shape = {
  private_metadata: text(0, 3000),
  callback_id: text(0, 255),
  external_id: text(0, 255),
};
const blocks = list(record, 0, 100);
const checks: Readonly<Record<'modal' | 'home', Check>> = {
  modal: shape(
    { type: oneOf('modal'), title: plainText(24), blocks },
    {
      ...shared,
      submit: plainText(24),
      close: plainText(24),
      clear_on_close: flag,
      notify_on_close: flag,
      submit_disabled: flag,
    },
  ),
  home: shape({ type: oneOf('home'), blocks }, shared),
};

const needsSubmit = (view: Json): boolean =>
  view['type'] === 'modal' &&
  view['submit'] === undefined &&
  listOf(view['blocks']).some((block) => isJson(block) && block['type'] === 'input');

/** What Slack would say is wrong with a view. */
const viewProblems = (view: Json, surface: 'modal' | 'home'): readonly string[] => {
  const problems: string[] = [];
  checks[surface](view, '/view', (problem, at) =>
    problems.push(`[ERROR] ${problem} [json-pointer:${at}]`),
  );
  problems.push(
    ...blockProblems(view['blocks'], surface).map((problem) =>
      problem.replace('[json-pointer:', '[json-pointer:/view'),
    ),
  );
  if (needsSubmit(view))
    problems.push('[ERROR] missing required field: submit [json-pointer:/view]');
  return problems;
};

const withIds = (context: SlackContext, view: Json): Json => ({
  ...view,
  blocks: listOf(view['blocks']).map((block) =>
    isJson(block) && block['block_id'] === undefined
      ? { ...block, block_id: context.store.newId('') }
      : block,
  ),
});

/** @throws SlackError invalid_arguments, view_too_large */
export const checkView = (
  context: SlackContext,
  view: unknown,
  surface: 'modal' | 'home',
): Json => {
  if (!isJson(view)) throw new SlackError('invalid_arguments');
  if (JSON.stringify(view).length > maxView) throw new SlackError('view_too_large');
  const problems = viewProblems(view, surface);
  if (problems.length > 0)
    throw new SlackError('invalid_arguments', { response_metadata: { messages: problems } });
  return withIds(context, view);
};

/** @throws SlackError invalid_arguments */
export const readView = (context: SlackContext, args: Args, surface: 'modal' | 'home'): Json =>
  checkView(context, structured(args, 'view', 'invalid_arguments'), surface);

/**
 * A trigger serves once, within three seconds.
 * https://docs.slack.dev/reference/methods/views.open
 * @throws SlackError invalid_trigger_id, exchanged_trigger_id, expired_trigger_id
 */
export const useTrigger = (
  context: SlackContext,
  args: Args,
): { readonly user: string; readonly interaction: string } => {
  const id = optional(args, 'trigger_id') ?? '';
  const trigger = context.store.triggers.get(id);
  if (trigger === undefined) throw new SlackError('invalid_trigger_id');
  if (trigger.isUsed === true) throw new SlackError('exchanged_trigger_id');
  trigger.isUsed = true;
  if (context.clock.now() > trigger.until) throw new SlackError('expired_trigger_id');
  return trigger;
};

/** The top view of a member's stack of forms. */
export const topView = (context: SlackContext, user: string): View | undefined => {
  const views = [...context.store.views.values()].filter((view) => view.user === user);
  return views.at(-1);
};

export const stackOf = (context: SlackContext, rootId: string): readonly View[] =>
  [...context.store.views.values()].filter((view) => view.rootId === rootId);

export const addView = (
  context: SlackContext,
  user: string,
  body: Json,
  previous: View | undefined,
): View => {
  const id = context.store.newId('V');
  const view: View = {
    id,
    rootId: previous?.rootId ?? id,
    previousId: previous?.id,
    user,
    openedAt: context.store.nextTs(),
    hash: context.store.newId(`${Math.floor(context.clock.now() / 1000)}.`),
    body,
  };
  context.store.views.set(id, view);
  context.changes.announce({ kind: 'view', user });
  return view;
};

export const changeView = (context: SlackContext, view: View, body: Json): void => {
  view.body = body;
  view.hash = context.store.newId(`${Math.floor(context.clock.now() / 1000)}.`);
  context.changes.announce({ kind: 'view', user: view.user });
};

/** A view as payloads and methods show it. */
export const viewFacts = ({ app, team }: SlackContext, view: View, values: Json = {}): Json => ({
  private_metadata: '',
  callback_id: '',
  ...view.body,
  id: view.id,
  team_id: team.id,
  app_id: app.id,
  app_installed_team_id: team.id,
  bot_id: app.botId,
  hash: view.hash,
  root_view_id: view.rootId,
  previous_view_id: view.previousId ?? null,
  state: { values },
});
