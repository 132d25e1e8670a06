import { createErrands, type Errands, type ErrandsDeps } from '../errands.ts';
import { logFileWork, readWork } from './log-file-work.ts';
import { createReadLogFile, type ReadLogFileDeps } from './read-errand.ts';
import { createTellUnreadable } from './unreadable.ts';

/** A file may have 50 MB, so few at once; in places of their own they keep no evidence waiting. */
const atOnce = 2;

/** Starts reading the log files that notices tell of. */
export const startLogFiles = (
  deps: ReadLogFileDeps & Pick<ErrandsDeps, 'log' | 'newId' | 'isBusy'>,
): Errands => {
  const { store, clock, log, newId, isBusy } = deps;
  const tell = createTellUnreadable(deps);
  return createErrands({
    store,
    kinds: { [logFileWork]: createReadLogFile(deps) },
    givenUp: {
      [logFileWork]: (tx, payload, error) => tell(tx, readWork(payload), error, true),
    },
    atOnce,
    clock,
    log,
    newId,
    ...(isBusy && { isBusy }),
  });
};
