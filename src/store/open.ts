import type { StoreSettings } from '../core/settings.ts';
import type { Store } from '../core/store.ts';
import type { OpenDeps } from './open-deps.ts';

/**
 * Opens the store and brings its schema up to date; only the adapter that is wanted is loaded.
 * Throws AppError: `config` if the store is damaged, in use by another process, written by a newer
 * version, on a network file system, or not to be opened with these settings; `upstream` (retryable)
 * if it cannot be reached now.
 */
export const openStore = async (settings: StoreSettings, deps: OpenDeps): Promise<Store> => {
  if (settings.kind === 'sqlite') {
    const { openSqlite } = await import('./sqlite/open.ts');
    return await openSqlite(settings.path, deps);
  }
  const { openPostgres } = await import('./postgres/open.ts');
  return await openPostgres(settings.url, deps);
};
