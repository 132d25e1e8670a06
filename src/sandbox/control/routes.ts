import type { Route } from './context.ts';
import { publish, sign } from './notify.ts';
import {
  action,
  close,
  command,
  home,
  message,
  messages,
  options,
  shortcut,
  submit,
  views,
} from './people.ts';
import { member, scopes, usergroup } from './team.ts';
import { calls, fault, happen, info, reset, week } from './world.ts';

/** The control API, but for `GET /_sandbox/events`, which is a stream. */
export const routes: readonly Route[] = [
  action,
  calls,
  close,
  command,
  fault,
  happen,
  home,
  info,
  member,
  message,
  messages,
  options,
  publish,
  reset,
  scopes,
  shortcut,
  sign,
  submit,
  usergroup,
  views,
  week,
];
