import type { Action } from '../../core/action.ts';
import type { GiveRootDeps } from '../give-root.ts';
import { createAcknowledge } from './acknowledge.ts';

/** All that people can do to incidents. */
export const createActions = (deps: GiveRootDeps): readonly Action[] => [createAcknowledge(deps)];
