import type { Log } from '../../shared/kit/log.ts';
import type { DiskGuard } from './disk-guard.ts';
import type { OutboxEntry, OutboxStore } from './outbox-store.ts';
import { faultOf } from './store-faults.ts';

export interface SteadyOutboxInput {
  readonly guard: DiskGuard;
  /** Opens the outbox; a damaged file is salvaged and put aside first. Throws when the disk takes nothing. */
  readonly open: () => OutboxStore;
  /** What can be read of a file that cannot be opened for writing. */
  readonly read: () => readonly OutboxEntry[];
  readonly log: Log;
}

/** An outbox that takes an order whatever the disk says: it is in memory as well, and goes to disk when that is possible. */
export interface SteadyOutbox extends OutboxStore {
  /** How many orders are in memory only: they would be lost with the process. */
  readonly unsaved: number;
  /** Brings to disk what is not; call once a second. */
  tick(): void;
}

/** Wraps what `open` gives. */
export function steadyOutbox({ guard, open, read, log }: SteadyOutboxInput): SteadyOutbox {
  let inner: OutboxStore | undefined;
  const entries = new Map<string, OutboxEntry>();
  const unsaved = new Set<string>();
  const unremoved = new Set<string>();

  /** One more try in the ballast's room, or in a new file. */
  const attempt = (run: (store: OutboxStore) => void, isSecond = false): boolean => {
    try {
      inner ??= reopen();
      run(inner);
      return true;
    } catch (error) {
      const fault = faultOf(error);
      if (fault === undefined) throw error;
      if (unsaved.size === 0) log.error('the outbox could not be written', { reason: String(error) });
      if (fault === 'full') return guard.ranOut() && !isSecond && attempt(run, true);
      inner?.close();
      inner = undefined;
      return !isSecond && attempt(run, true);
    }
  };
  /** A new file gets everything that has no answer. */
  const reopen = (): OutboxStore => {
    const store = open();
    for (const entry of entries.values()) store.put(entry);
    return store;
  };

  const isOpen = attempt(() => undefined);
  for (const entry of (isOpen ? inner?.pending() : undefined) ?? read())
    entries.set(entry.command.commandId, entry);

  return {
    get unsaved() {
      return unsaved.size;
    },
    put: (entry) => {
      const { commandId } = entry.command;
      if (entries.has(commandId)) return;
      entries.set(commandId, entry);
      if (!attempt((store) => store.put(entry))) unsaved.add(commandId);
    },
    remove: (commandId) => {
      entries.delete(commandId);
      unsaved.delete(commandId);
      if (!attempt((store) => store.remove(commandId))) unremoved.add(commandId);
    },
    pending: () => [...entries.values()],
    check: () => void attempt((store) => store.check()),
    close: () => inner?.close(),
    tick: () => {
      for (const commandId of unsaved) {
        const entry = entries.get(commandId);
        if (entry !== undefined && !attempt((store) => store.put(entry))) return;
        unsaved.delete(commandId);
      }
      for (const commandId of unremoved) {
        if (!attempt((store) => store.remove(commandId))) return;
        unremoved.delete(commandId);
      }
    },
  };
}
