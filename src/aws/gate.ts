/** A place among the calls in flight. */
export type Leave = () => void;

export interface Gate {
  /**
   * Resolves when there is a place; who goes first is judged when one becomes free. Call what it
   * gives when the call has ended.
   */
  readonly enter: (isPeople: () => boolean) => Promise<Leave>;
}

interface Waiting {
  readonly isPeople: () => boolean;
  readonly go: (leave: Leave) => void;
}

/** At most `places` calls at a time; who waits is served in order, people before background. */
export const createGate = (places: number): Gate => {
  const waiting = new Set<Waiting>();
  let free = places;

  const next = (): Waiting | undefined => {
    for (const each of waiting) if (each.isPeople()) return each;
    return waiting.values().next().value;
  };

  const place = (): Leave => {
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      const served = next();
      if (served === undefined) {
        free += 1;
        return;
      }
      waiting.delete(served);
      served.go(place());
    };
  };

  return {
    enter: (isPeople) => {
      if (free === 0) return new Promise((go) => waiting.add({ isPeople, go }));
      free -= 1;
      return Promise.resolve(place());
    },
  };
};
