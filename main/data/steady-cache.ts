import type { LedgerEvent } from '../../shared/domain/event.ts';
import type { Log } from '../../shared/kit/log.ts';
import type { CacheStore } from './cache.ts';
import type { DiskGuard } from './disk-guard.ts';
import { type steadyShelf as makeShelf, steadyShelf } from './steady-shelf.ts';
import { faultOf } from './store-faults.ts';

export interface SteadyCacheInput {
  readonly guard: DiskGuard;
  /** Opens the cache; a damaged file is put aside first. In memory when the disk takes nothing. */
  readonly open: () => CacheStore;
  /** The cache was begun anew: what it held must be fetched again. */
  readonly rebuilt: (reason: string) => void;
  readonly log: Log;
}

/** A cache that outlives a full disk and a damaged file: facts wait in memory, damage is put aside and begun anew. */
export interface SteadyCache extends CacheStore {
  /** Brings to disk what waits and reads a piece of it over; call once a second. */
  tick(isScrubDue: boolean): void;
}

/** Wraps what `open` gives. */
export function steadyCache({ guard, open, rebuilt, log }: SteadyCacheInput): SteadyCache {
  let inner = open();
  const behind = new Map<string, LedgerEvent[]>();
  const shelves = new Map<string, ReturnType<typeof makeShelf>>();
  let scrubbed: number | undefined;

  const rebuild = (reason: string): void => {
    try {
      inner.close();
    } catch (error) {
      log.warn('the damaged cache did not close', { reason: String(error) });
    }
    inner = open();
    scrubbed = undefined;
    rebuilt(reason);
  };
  /** Undefined when the disk is to blame; anything else is thrown on. */
  const attempt = <T>(run: () => T): { readonly value: T } | undefined => {
    try {
      return { value: run() };
    } catch (error) {
      const fault = faultOf(error);
      if (fault === undefined) throw error;
      if (fault === 'full') guard.ranOut();
      else rebuild(String(error));
      return undefined;
    }
  };
  const shelfOf = (stream: string): ReturnType<typeof makeShelf> => {
    const known = shelves.get(stream);
    if (known !== undefined) return known;
    let [of, disk] = [inner, inner.tracks(stream)];
    const made = steadyShelf({
      disk: () => {
        if (of !== inner) [of, disk] = [inner, inner.tracks(stream)];
        return disk;
      },
      hasRoom: () => guard.level === 'ok',
      attempt,
    });
    shelves.set(stream, made);
    return made;
  };
  const save = (partition: string, events: readonly LedgerEvent[]): void => {
    const waiting = [...(behind.get(partition) ?? []), ...events];
    if (waiting.length === 0) return;
    const isDone = guard.level !== 'full' && attempt(() => inner.append(partition, waiting)) !== undefined;
    if (isDone) behind.delete(partition);
    else behind.set(partition, waiting);
  };

  return {
    get kind() {
      return inner.kind;
    },
    load: (partition) => attempt(() => inner.load(partition))?.value ?? [],
    append: save,
    drop: (partition) => {
      behind.delete(partition);
      attempt(() => inner.drop(partition));
    },
    tracks: shelfOf,
    retain: (input) => attempt(() => inner.retain(input))?.value ?? 0,
    thin: () => attempt(() => inner.thin())?.value ?? 0,
    scrub: (after) => inner.scrub(after),
    close: () => inner.close(),
    tick: (isScrubDue) => {
      for (const partition of behind.keys()) save(partition, []);
      for (const shelf of shelves.values()) shelf.recover();
      if (scrubbed === undefined && !isScrubDue) return;
      scrubbed = attempt(() => inner.scrub(scrubbed ?? 0))?.value;
      if (scrubbed === undefined) log.info('the cache was read over');
    },
  };
}
