import type { EventDraft, LedgerEvent } from '../../shared/domain/event.ts';
import { emptyState, type State } from '../../shared/domain/state.ts';
import type { Cancel } from '../../shared/kit/clock.ts';
import { invariant } from '../../shared/kit/invariant.ts';
import type { Log } from '../../shared/kit/log.ts';
import { applyEvent } from '../../shared/timeline/fold.ts';
import type { AppendExtras, CommandRecord, Ledger } from './ledger.ts';

/** What one piece of work wants stored, and what it answers once it is. */
export interface WritePlan<T> {
  readonly drafts: readonly EventDraft[];
  /** `headSeq` is the seq of the last draft once stored. */
  readonly extras?: ((headSeq: number) => AppendExtras) | undefined;
  /** Built after the append, from the events as stored. */
  readonly answer: (events: readonly LedgerEvent[]) => T;
  /** When the command was answered before (by another gateway, or a race): from the stored record instead. */
  readonly known?: ((record: CommandRecord) => T) | undefined;
}

export type EventListener = (event: LedgerEvent) => void | Promise<void>;

const PAGE = 1000;
const MAX_ATTEMPTS = 10;

/**
 * The only writer of a stream in this process: one piece of work at a time sees the newest state, decides, and stores.
 * Listeners are called in seq order after the commit, outside the lock (so they may write themselves), and the write's
 * promise waits for them: in a drill virtual time stands still until everybody has reacted.
 */
export class StreamWriter {
  readonly stream: string;
  readonly #ledger: Ledger;
  readonly #log: Log;
  readonly #listeners = new Set<EventListener>();
  #state: State;
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(stream: string, ledger: Ledger, log: Log) {
    this.stream = stream;
    this.#ledger = ledger;
    this.#log = log;
    this.#state = emptyState(stream);
  }

  /** Opens a stream and folds what is stored. */
  static async open(stream: string, ledger: Ledger, log: Log): Promise<StreamWriter> {
    const writer = new StreamWriter(stream, ledger, log);
    await writer.#catchUp();
    return writer;
  }

  /** The fold of everything stored; immutable. */
  state(): State {
    return this.#state;
  }

  /** Called for every event stored from now on. */
  subscribe(listener: EventListener): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Runs `work` under the stream's lock, against the newest state; it may run again when another gateway was faster.
   * Rejects when work throws or the ledger fails; then nothing was stored.
   */
  async write<T>(work: (state: State) => WritePlan<T> | Promise<WritePlan<T>>): Promise<T> {
    const turn = this.#queue.then(() => this.#attempt(work));
    this.#queue = turn.catch(() => undefined);
    const { answer, settled } = await turn;
    await settled;
    return answer;
  }

  async #attempt<T>(
    work: (state: State) => WritePlan<T> | Promise<WritePlan<T>>,
  ): Promise<{ answer: T; settled: Promise<unknown> }> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const before = this.#state;
      const plan = await work(before);
      const extras = plan.extras?.(before.seq + plan.drafts.length) ?? {};
      const isNothing =
        plan.drafts.length === 0 && extras.command === undefined && (extras.sources ?? []).length === 0;
      if (isNothing) return { answer: plan.answer([]), settled: Promise.resolve() };
      assertFoldable(before, this.stream, plan.drafts);
      const stored = await this.#ledger.append(this.stream, before.seq, plan.drafts, extras);
      if (stored.ok) return { answer: plan.answer(stored.value), settled: this.#publish(stored.value) };
      if (stored.error.code === 'known-command') {
        invariant(plan.known !== undefined, 'only commands have stored answers');
        return { answer: plan.known(stored.error.record), settled: Promise.resolve() };
      }
      await this.#catchUp();
    }
    throw new Error(`stream ${this.stream} is too busy: ${MAX_ATTEMPTS} attempts to append were overtaken`);
  }

  async #catchUp(): Promise<void> {
    for (;;) {
      const events = await this.#ledger.read(this.stream, this.#state.seq + 1, PAGE);
      if (events.length === 0) return;
      void this.#publish(events);
    }
  }

  #publish(events: readonly LedgerEvent[]): Promise<unknown> {
    const running: Promise<void>[] = [];
    for (const event of events) {
      this.#state = applyEvent(this.#state, event);
      for (const listener of this.#listeners) running.push(this.#call(listener, event));
    }
    return Promise.all(running);
  }

  async #call(listener: EventListener, event: LedgerEvent): Promise<void> {
    try {
      await listener(event);
    } catch (error) {
      this.#log.error('a listener of the stream failed', {
        seq: event.seq,
        kind: event.kind,
        error: String(error),
      });
    }
  }
}

/** Throws when the drafts could be stored but never folded: every console and every later start would fail on them. */
function assertFoldable(before: State, stream: string, drafts: readonly EventDraft[]): void {
  let state = before;
  for (const draft of drafts) {
    const seq = state.seq + 1;
    state = applyEvent(state, { ...draft, stream, seq, id: 'trial', receivedAtMs: draft.atMs, hash: '' });
  }
}
