import type { Action } from '../../core/action.ts';
import type { GiveRootDeps } from '../give-root.ts';
import { createAcknowledge } from './acknowledge.ts';
import { createDetails } from './details.ts';
import { createMute } from './mute.ts';
import { createMuteSecond } from './mute-second.ts';
import type { MuteDeps } from './mute-wish.ts';
import { createResolve } from './resolve.ts';
import { createUnmute } from './unmute.ts';
import { createWhoDidIt } from './who-did-it.ts';

/** All that people can do to incidents. */
export const createActions = (deps: GiveRootDeps & MuteDeps): readonly Action[] => [
  createAcknowledge(deps),
  createMute(deps),
  createMuteSecond(deps),
  createUnmute(deps),
  createResolve(deps),
  createWhoDidIt(deps),
  createDetails(deps),
];
