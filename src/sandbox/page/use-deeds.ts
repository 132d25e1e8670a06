import { useCallback, useState } from 'react';
import { act, takeShortcut } from './api.ts';
import type { Chosen } from './surface.ts';

type Place = Parameters<typeof act>[0];

export interface Deeds {
  /** Presses or chooses something as the acting member. */
  readonly press: (
    place: Place,
    actionId: string,
    value: Chosen | undefined,
    others?: ReadonlyMap<string, Chosen>,
  ) => void;
  readonly takeShortcut: (place: { channel: string; ts: string }, id: string) => void;
  /** Why the last one did not work. */
  readonly problem: string | undefined;
  readonly forget: () => void;
}

/** What the acting member does to messages and views; a failure is kept to be shown. */
export const useDeeds = (user: string): Deeds => {
  const [problem, setProblem] = useState<string>();
  const attempt = useCallback((deed: () => Promise<void>): void => {
    const run = async (): Promise<void> => {
      try {
        await deed();
      } catch (error) {
        setProblem(error instanceof Error ? error.message : String(error));
      }
    };
    void run();
  }, []);
  const press: Deeds['press'] = useCallback(
    (place, actionId, value, others) =>
      attempt(() => act(place, { actionId, value, user, others })),
    [attempt, user],
  );
  const shortcut: Deeds['takeShortcut'] = useCallback(
    (place, id) => attempt(() => takeShortcut(place, id, user)),
    [attempt, user],
  );
  const forget = useCallback(() => setProblem(undefined), []);
  return { press, takeShortcut: shortcut, problem, forget };
};
