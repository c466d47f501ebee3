import type { Command, CommandAnswer, CommandProgress } from '../../shared/domain/command.ts';
import type { Log } from '../../shared/kit/log.ts';
import type { OutboxEntry, OutboxStore } from './outbox-store.ts';

export interface OutboxInput {
  readonly store: OutboxStore;
  /** Feed time; ttl is measured on it. */
  readonly nowMs: () => number;
  /** Sends by the partition's link; undefined when that link is not up. Rejects when no answer came. */
  readonly send: (partition: string, command: Command) => Promise<CommandAnswer> | undefined;
  readonly progress: (partition: string, progress: CommandProgress) => void;
  readonly log: Log;
}

/**
 * Commands from the window to the gateway's answer: stored first, sent when the link is up, sent again under the same
 * commandId until answered (the gateway gives one effect and one stored answer, I7). A command that never left and is past
 * its ttl is dropped and reported as expired; one that may have left is asked about, for only the gateway knows.
 */
export class Outbox {
  readonly #input: OutboxInput;
  readonly #inFlight = new Set<string>();
  readonly #left: Set<string>;

  constructor(input: OutboxInput) {
    this.#input = input;
    // Whatever an earlier run left behind may have been sent.
    this.#left = new Set(input.store.pending().map((entry) => entry.command.commandId));
  }

  /** Stores the command and tries to send it. Throws when it cannot be stored: then it was not accepted by us either. */
  submit(partition: string, command: Command): void {
    this.#input.store.put({ partition, command });
    this.#report({ partition, command }, 'queued');
    this.#send({ partition, command });
  }

  /** Sends everything of a partition that has no answer; call when its link came up. */
  flush(partition: string): void {
    for (const entry of this.#input.store.pending()) if (entry.partition === partition) this.#send(entry);
  }

  /** Expires what never left and retries the rest; call about once a second. */
  tick(): void {
    const nowMs = this.#input.nowMs();
    for (const entry of this.#input.store.pending()) {
      const { commandId, issuedAtMs, ttlMs } = entry.command;
      if (this.#inFlight.has(commandId)) continue;
      if (!this.#left.has(commandId) && nowMs > issuedAtMs + ttlMs) {
        this.#input.store.remove(commandId);
        this.#report(entry, 'expired');
      } else this.#send(entry);
    }
  }

  /** Drops everything of a stream that no longer exists (a drill that began anew), and says that it came to nothing. Returns how many. */
  abandon(stream: string): number {
    let count = 0;
    for (const entry of this.#input.store.pending()) {
      if (!entry.partition.startsWith(`${stream}|`)) continue;
      this.#input.store.remove(entry.command.commandId);
      this.#left.delete(entry.command.commandId);
      this.#report(entry, 'expired');
      count++;
    }
    return count;
  }

  /** Progress of what a newly opened window should know about. */
  pendingOf(partition: string): CommandProgress[] {
    return this.#input.store
      .pending()
      .filter((entry) => entry.partition === partition)
      .map(({ command }) => ({
        commandId: command.commandId,
        kind: command.kind,
        state: this.#left.has(command.commandId) ? 'sent' : 'queued',
      }));
  }

  #send(entry: OutboxEntry): void {
    const { commandId } = entry.command;
    if (this.#inFlight.has(commandId)) return;
    const answer = this.#input.send(entry.partition, entry.command);
    if (answer === undefined) return;
    this.#inFlight.add(commandId);
    if (!this.#left.has(commandId)) {
      this.#left.add(commandId);
      this.#report(entry, 'sent');
    }
    void this.#settle(entry, answer);
  }

  async #settle(entry: OutboxEntry, pending: Promise<CommandAnswer>): Promise<void> {
    const { commandId, kind } = entry.command;
    try {
      const answer = await pending;
      this.#input.store.remove(commandId);
      this.#left.delete(commandId);
      this.#input.progress(entry.partition, { ...answer, kind });
    } catch (error) {
      this.#input.log.warn('no answer to a command, it will be asked again', {
        commandId,
        reason: String(error),
      });
    } finally {
      this.#inFlight.delete(commandId);
    }
  }

  #report(entry: OutboxEntry, state: 'queued' | 'sent' | 'expired'): void {
    const { commandId, kind } = entry.command;
    this.#input.progress(entry.partition, { commandId, kind, state });
  }
}
