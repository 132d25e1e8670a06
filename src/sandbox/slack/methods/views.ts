import type { Json } from '../../json.ts';
import { optional, required } from '../args.ts';
import type { Method, SlackContext } from '../context.ts';
import type { View } from '../entities.ts';
import { SlackError } from '../slack-error.ts';
import {
  addView,
  changeView,
  readView,
  stackOf,
  topView,
  useTrigger,
  viewFacts,
} from '../views.ts';

/** https://docs.slack.dev/reference/methods/views.push: the root and two more. */
const maxStack = 3;

/** @throws SlackError duplicate_external_id */
const checkExternalId = ({ store }: SlackContext, body: Json, own?: View): void => {
  const { external_id: id } = body;
  const all = [...store.views.values(), ...store.homes.values()];
  if (id !== undefined && all.some((view) => view !== own && view.body['external_id'] === id))
    throw new SlackError('duplicate_external_id');
};

/** https://docs.slack.dev/reference/methods/views.open */
export const viewsOpen: Method = {
  name: 'views.open',
  token: 'bot',
  scopes: [],
  run: (context, args) => {
    const body = readView(context, args, 'modal');
    const { user } = useTrigger(context, args);
    for (const view of context.store.views.values())
      if (view.user === user) context.store.views.delete(view.id);
    checkExternalId(context, body);
    return { view: viewFacts(context, addView(context, user, body, undefined)) };
  },
};

/** https://docs.slack.dev/reference/methods/views.push */
export const viewsPush: Method = {
  name: 'views.push',
  token: 'bot',
  scopes: [],
  run: (context, args) => {
    const body = readView(context, args, 'modal');
    const { user } = useTrigger(context, args);
    const top = topView(context, user);
    if (top === undefined) throw new SlackError('not_found');
    if (stackOf(context, top.rootId).length >= maxStack) throw new SlackError('push_limit_reached');
    checkExternalId(context, body);
    return { view: viewFacts(context, addView(context, user, body, top)) };
  },
};

const findView = ({ store }: SlackContext, args: Parameters<Method['run']>[1]): View => {
  const id = optional(args, 'view_id');
  const externalId = optional(args, 'external_id');
  const all = [...store.views.values(), ...store.homes.values()];
  const view = all.find((one) =>
    id === undefined ? one.body['external_id'] === externalId : one.id === id,
  );
  if (view === undefined || (id === undefined && externalId === undefined))
    throw new SlackError('not_found');
  return view;
};

/** https://docs.slack.dev/reference/methods/views.update */
export const viewsUpdate: Method = {
  name: 'views.update',
  token: 'bot',
  scopes: [],
  run: (context, args) => {
    const view = findView(context, args);
    const body = readView(context, args, view.body['type'] === 'home' ? 'home' : 'modal');
    const hash = optional(args, 'hash');
    if (hash !== undefined && hash !== view.hash) throw new SlackError('hash_conflict');
    checkExternalId(context, body, view);
    changeView(context, view, body);
    return { view: viewFacts(context, view) };
  },
};

/** https://docs.slack.dev/reference/methods/views.publish */
export const viewsPublish: Method = {
  name: 'views.publish',
  token: 'bot',
  scopes: [],
  run: (context, args) => {
    const user = required(args, 'user_id');
    if (!context.store.members.has(user)) throw new SlackError('user_not_found');
    const body = readView(context, args, 'home');
    const hash = optional(args, 'hash');
    const known = context.store.homes.get(user);
    if (known && hash !== undefined && hash !== known.hash) throw new SlackError('hash_conflict');
    const id = known?.id ?? context.store.newId('V');
    const openedAt = context.store.nextTs();
    const empty = { id, rootId: id, previousId: undefined, user, openedAt, hash: '', body };
    const home: View = known ?? empty;
    context.store.homes.set(user, home);
    changeView(context, home, body);
    return { view: viewFacts(context, home) };
  },
};
