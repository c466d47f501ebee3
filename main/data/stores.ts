import { mkdirSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import type { StorageNotice } from '../../shared/contract/port.ts';
import { DAY_MS } from '../../shared/domain/retention.ts';
import type { Log } from '../../shared/kit/log.ts';
import { ballastFile } from './ballast.ts';
import { type CacheStore, memoryCache, openCache } from './cache.ts';
import { DiskGuard } from './disk-guard.ts';
import { quarantineFile, sweepQuarantine } from './open-database.ts';
import { memoryOutbox, openOutbox, type OutboxStore } from './outbox-store.ts';
import { salvageOutbox } from './salvage.ts';
import { faultOf } from './store-faults.ts';
import { steadyCache } from './steady-cache.ts';
import { steadyOutbox } from './steady-outbox.ts';

/** What a console keeps. Both stores go on whatever the disk does; `health` tells what that costs. */
export interface Stores {
  readonly cache: CacheStore;
  readonly outbox: OutboxStore;
  readonly health: StoresHealth;
}

export interface StoresHealth {
  /** What a person should know now, worst first. */
  notices(): readonly StorageNotice[];
  /** Called when the cache was begun anew while running. */
  onRebuilt(listener: () => void): void;
  /** Once a second: brings to disk what waits; once a day, and soon after the start, retention and a reading over. */
  tick(inUse: readonly string[]): void;
}

export interface StoresDeps {
  /** The machine's clock, for retention. */
  readonly wallMs: () => number;
  readonly freeBytes: () => number | undefined;
  readonly ballastBytes: number;
}

const BALLAST_BYTES = 4 * 1_048_576;
const LOOK_EVERY_MS = 5_000;

/**
 * Opens cache and outbox in `folder`. Without a key nothing is written to disk. A damaged cache is put aside and begun anew
 * (the gateway has everything); what can be read of a damaged outbox is copied out first, and what cannot is reported.
 */
export function openStores(
  folder: string,
  key: Uint8Array | undefined,
  stamp: string,
  log: Log,
  deps: StoresDeps = {
    wallMs: () => Date.now(),
    freeBytes: () => freeBytesOf(folder),
    ballastBytes: BALLAST_BYTES,
  },
): Stores {
  if (key === undefined) return { cache: memoryCache(), outbox: memoryOutbox(), health: NO_HEALTH };
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const ballast = ballastFile(join(folder, 'ballast.bin'), deps.ballastBytes);
  const notices: StorageNotice[] = [];
  let asides = 0;
  const putAside = (path: string, reason: unknown): void => {
    const asideAt = quarantineFile(path, asides++ === 0 ? stamp : `${stamp}-${asides}`);
    log.error('database unreadable, put aside', { asideAt, reason: String(reason) });
  };
  /** Opens a store, in the ballast's room when there is no other; `anew` when the file is damaged. */
  const openSound = <T>(open: () => T, anew: (error: unknown) => T): T => {
    try {
      return open();
    } catch (error) {
      if (faultOf(error) !== 'full') return anew(error);
      if (ballast.release()) return openSound(open, anew);
      throw error;
    }
  };
  const cachePath = join(folder, 'cache.db');
  const openCacheFile = (): CacheStore => openCache({ path: cachePath, key });
  const openSoundCache = (): CacheStore => {
    try {
      return openSound(openCacheFile, (error) => {
        putAside(cachePath, error);
        notices.push({ kind: 'cache-rebuilt' });
        return openCacheFile();
      });
    } catch (error) {
      log.error('no cache on disk: it stays in memory', { reason: String(error) });
      return memoryCache();
    }
  };
  const outboxPath = join(folder, 'outbox.db');
  const openOutboxFile = (): OutboxStore => openOutbox({ path: outboxPath, key });
  const openSoundOutbox = (): OutboxStore =>
    openSound(openOutboxFile, (error) => {
      const { entries, lost } = salvageOutbox(outboxPath, key);
      putAside(outboxPath, error);
      notices.push({ kind: 'outbox-salvaged', kept: entries.length, lost });
      const store = openOutboxFile();
      for (const entry of entries) store.put(entry);
      return store;
    });
  const listeners: (() => void)[] = [];
  let isOpen = false;
  const guard = new DiskGuard({ ballast, freeBytes: deps.freeBytes, log });
  const outbox = steadyOutbox({
    guard,
    log,
    open: openSoundOutbox,
    read: () => salvageOutbox(outboxPath, key).entries,
  });
  const cache = steadyCache({
    guard,
    log,
    open: () => {
      if (isOpen) putAside(cachePath, 'found damaged while running');
      isOpen = true;
      return openSoundCache();
    },
    rebuilt: () => {
      notices.push({ kind: 'cache-rebuilt' });
      for (const listener of listeners) listener();
    },
  });
  const health = createHealth({ folder, cache, outbox, guard, notices, listeners, deps, log });
  return { cache, outbox, health };
}

interface HealthInput {
  readonly folder: string;
  readonly cache: ReturnType<typeof steadyCache>;
  readonly outbox: ReturnType<typeof steadyOutbox>;
  readonly guard: DiskGuard;
  readonly notices: readonly StorageNotice[];
  readonly listeners: (() => void)[];
  readonly deps: StoresDeps;
  readonly log: Log;
}

function createHealth({
  folder,
  cache,
  outbox,
  guard,
  notices,
  listeners,
  deps,
  log,
}: HealthInput): StoresHealth {
  let lookedMs = Number.NEGATIVE_INFINITY;
  let tidiedMs = Number.NEGATIVE_INFINITY;
  let wasFull = false;
  const isDue = (lastMs: number, everyMs: number, nowMs: number): boolean =>
    Math.abs(nowMs - lastMs) >= everyMs;
  return {
    notices: () => {
      const now: StorageNotice[] = [];
      if (outbox.unsaved > 0) now.push({ kind: 'orders-in-memory', kept: outbox.unsaved });
      if (guard.level !== 'ok') now.push({ kind: guard.level === 'full' ? 'disk-full' : 'disk-low' });
      return [...now, ...notices];
    },
    onRebuilt: (listener) => void listeners.push(listener),
    tick: (inUse) => {
      const nowMs = deps.wallMs();
      if (isDue(lookedMs, LOOK_EVERY_MS, nowMs)) {
        lookedMs = nowMs;
        guard.look();
        const isFull = guard.level === 'full';
        // Once a time the disk fills up: positions make room inside the file for facts.
        if (isFull && !wasFull) log.warn('positions thinned', { blocks: cache.thin() });
        wasFull = isFull;
      }
      const isDaily = isDue(tidiedMs, DAY_MS, nowMs) && guard.level !== 'full';
      if (isDaily) {
        tidiedMs = nowMs;
        const gone = cache.retain({ wallMs: nowMs, inUse });
        sweepQuarantine(folder, nowMs);
        outbox.check();
        log.info('daily tidying', { gone });
      }
      outbox.tick();
      cache.tick(isDaily);
    },
  };
}

const NO_HEALTH: StoresHealth = {
  notices: () => [],
  onRebuilt: () => undefined,
  tick: () => undefined,
};

function freeBytesOf(folder: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}
