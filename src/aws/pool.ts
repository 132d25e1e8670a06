import type { Where } from './cloudwatch-types.ts';

export interface Pool<C> {
  readonly get: (where: Where) => Promise<C>;
  readonly destroy: () => Promise<void>;
}

/**
 * One client a key, made when it is first asked for. One that could not be made is not kept, and
 * what is made after `destroy` is destroyed with the next.
 */
export const createPool = <C extends { readonly destroy: () => void }>(
  make: (where: Where) => Promise<C>,
  keyOf: (where: Where) => string,
): Pool<C> => {
  const clients = new Map<string, Promise<C>>();
  return {
    get: (where) => {
      const key = keyOf(where);
      const found = clients.get(key);
      if (found !== undefined) return found;
      const made = make(where);
      clients.set(key, made);
      made.catch(() => clients.delete(key));
      return made;
    },
    destroy: async () => {
      const all = await Promise.allSettled(clients.values());
      clients.clear();
      for (const each of all) if (each.status === 'fulfilled') each.value.destroy();
    },
  };
};
