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
  submit,
  views,
} from './people.ts';
import { calls, fault, happen, info, reset } from './world.ts';

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
  message,
  messages,
  options,
  publish,
  reset,
  sign,
  submit,
  views,
];
