import type { ServerResponse } from 'node:http';
import type { Fault } from './faults.ts';

/** Plays the faults that need no answer: the ones that take the line. */
export interface LineFaults {
  /**
   * @param accept Does what was asked; called for `lost-reply` only.
   * @returns true if the line is taken and nothing must be answered
   */
  readonly play: (fault: Fault, response: ServerResponse, accept: () => void) => boolean;
  /** Ends the calls that hang. */
  readonly stop: () => void;
}

export const createLineFaults = (): LineFaults => {
  const hanging = new Set<ServerResponse>();
  return {
    play: (fault, response, accept) => {
      if (fault.kind === 'lost-reply') accept();
      if (fault.kind === 'lost-reply' || fault.kind === 'reset') {
        response.socket?.resetAndDestroy();
        return true;
      }
      if (fault.kind !== 'hang') return false;
      hanging.add(response);
      response.on('close', () => hanging.delete(response));
      return true;
    },
    stop: () => {
      for (const response of hanging) response.destroy();
    },
  };
};
