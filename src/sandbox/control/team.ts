import { z } from 'zod';
import type { Route } from './context.ts';
import { findGroup, findMember, word } from './find.ts';

const memberBody = z.strictObject({
  user: word,
  guest: z.enum(['single', 'multi', 'none']).optional(),
  deleted: z.boolean().optional(),
});

/**
 * Makes a member a guest or deactivates them. What they had open stays, so that a click that was on
 * its way can still be played.
 */
export const member: Route = {
  method: 'POST',
  path: 'member',
  run: (context, input) => {
    const { user, guest, deleted } = memberBody.parse(input);
    const found = findMember(context, user);
    if (guest !== undefined) found.guest = guest === 'none' ? undefined : guest;
    if (deleted !== undefined) found.isDeactivated = deleted;
    context.changes.announce({ kind: 'channel' });
    return { id: found.id, guest: found.guest ?? 'none', deleted: found.isDeactivated };
  },
};

const groupBody = z.strictObject({ usergroup: word, users: z.array(word) });

/** Says who is in a user group. */
export const usergroup: Route = {
  method: 'POST',
  path: 'usergroup',
  run: (context, input) => {
    const body = groupBody.parse(input);
    const group = findGroup(context, body.usergroup);
    group.users = body.users.map((user) => findMember(context, user).id);
    return { id: group.id, users: group.users };
  },
};

const scopesBody = z.strictObject({
  add: z.array(word).default([]),
  remove: z.array(word).default([]),
});

/** Installs the app with more or fewer rights. */
export const scopes: Route = {
  method: 'POST',
  path: 'scopes',
  run: ({ slack }, input) => {
    const { add, remove } = scopesBody.parse(input);
    const { app } = slack.context;
    const kept = app.scopes.filter((scope) => !remove.includes(scope) && !add.includes(scope));
    app.scopes = [...kept, ...add];
    return { scopes: app.scopes };
  },
};
