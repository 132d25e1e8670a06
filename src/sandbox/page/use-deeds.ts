import { useCallback, useState } from 'react';
import { act } from './api.ts';
import type { Chosen } from './surface.ts';

type Place = Parameters<typeof act>[0];

export interface Deeds {
  /** Presses or chooses something as the acting member. */
  readonly press: (place: Place, actionId: string, value: Chosen | undefined) => void;
  /** Why the last one did not work. */
  readonly problem: string | undefined;
  readonly forget: () => void;
}

/** What the acting member does to messages and views; a failure is kept to be shown. */
export const useDeeds = (user: string): Deeds => {
  const [problem, setProblem] = useState<string>();
  const press = useCallback(
    (place: Place, actionId: string, value: Chosen | undefined): void => {
      const run = async (): Promise<void> => {
        try {
          await act(place, { actionId, value, user });
        } catch (error) {
          setProblem(error instanceof Error ? error.message : String(error));
        }
      };
      void run();
    },
    [user],
  );
  const forget = useCallback(() => setProblem(undefined), []);
  return { press, problem, forget };
};
