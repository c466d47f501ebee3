import { join } from 'node:path';
import type { Log } from '../../shared/kit/log.ts';
import { type CacheStore, memoryCache, openCache } from './cache.ts';
import { quarantineFile } from './open-database.ts';
import { memoryOutbox, openOutbox, type OutboxStore } from './outbox-store.ts';

export interface Stores {
  readonly cache: CacheStore;
  readonly outbox: OutboxStore;
  /** Set when something was unreadable and had to be put aside; for the operator. */
  readonly notice?: 'cache-rebuilt' | 'outbox-unreadable' | undefined;
}

/**
 * Opens cache and outbox in `folder`. Without a key nothing is written to disk. A damaged cache is put aside and begun anew
 * (the gateway has everything); an unreadable outbox is put aside too and reported, because its commands are nowhere else.
 */
export function openStores(folder: string, key: Uint8Array | undefined, stamp: string, log: Log): Stores {
  if (key === undefined) return { cache: memoryCache(), outbox: memoryOutbox() };
  let notice: Stores['notice'];
  const opened = <T>(name: string, open: (path: string) => T, problem: NonNullable<Stores['notice']>): T => {
    const path = join(folder, name);
    try {
      return open(path);
    } catch (error) {
      const asideAt = quarantineFile(path, stamp);
      log.error('database unreadable, put aside', { database: name, asideAt, reason: String(error) });
      notice = problem;
      return open(path);
    }
  };
  const cache = opened('cache.db', (path) => openCache({ path, key }), 'cache-rebuilt');
  const outbox = opened('outbox.db', (path) => openOutbox({ path, key }), 'outbox-unreadable');
  return { cache, outbox, notice };
}
