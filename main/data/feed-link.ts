import type { Socket } from 'socket.io-client';
import { commandAnswerSchema } from '../../shared/contract/command-schemas.ts';
import {
  CONNECT_REFUSALS,
  eventBatchSchema,
  eventPageSchema,
  type Heartbeat,
  heartbeatSchema,
  type PositionRange,
  positionPageSchema,
  subscribeAnswerSchema,
} from '../../shared/contract/ctl.ts';
import { type Directory, directorySchema } from '../../shared/contract/directory.ts';
import { parseLedgerEvent } from '../../shared/contract/event-schemas.ts';
import type { FeedInfo } from '../../shared/contract/port.ts';
import { decodePositions, type PositionColumns } from '../../shared/contract/position-frame.ts';
import type { View } from '../../shared/contract/views.ts';
import type { Command, CommandAnswer } from '../../shared/domain/command.ts';
import type { LedgerEvent } from '../../shared/domain/event.ts';
import type { Cancel } from '../../shared/kit/clock.ts';
import type { Log } from '../../shared/kit/log.ts';
import { backoffMs } from './backoff.ts';
import type { GatewayTarget } from './gateway-target.ts';
import { openSocket } from './open-socket.ts';
import { judgeEvent } from './sequencer.ts';
import { type Silence, SilenceWatch } from './silence-watch.ts';
import type { Timers } from './timers.ts';

const ANSWER_MS = 10_000;
/** Answers that the feed waits for: without one the line is taken for dead. */
const JOIN_MS = 4_000;
const REORDER_MS = 200;
const ACK_EVERY_MS = 100;
const ACK_EVERY_EVENTS = 64;
/** A gateway that refuses us is asked again, but seldom. */
const REFUSED_RETRY_ATTEMPT = 6;

export type LinkState = FeedInfo['link'];

/** What the link feeds. `apply` stores and folds; it throws when storing fails, and the link then does not acknowledge. */
export interface FeedSink {
  lastSeq(): number;
  hashAt(seq: number): string | undefined;
  apply(events: readonly LedgerEvent[]): void;
  /** The gateway has another ledger than the one held: forget everything of it. */
  startAnew(): void;
  heartbeat(heartbeat: Heartbeat): void;
  linkChanged(state: LinkState, detail?: string): void;
  /** Subscribed and listening; `again` from the second time on. */
  subscribed(again: boolean): void;
}

export interface FeedLinkInput {
  readonly target: GatewayTarget;
  readonly view: View;
  readonly sink: FeedSink;
  readonly timers: Timers;
  readonly random: () => number;
  readonly log: Log;
}

/**
 * One view's reliable connection: resumes from the sink's own lastSeq, repairs gaps, ignores duplicates, and quarantines a
 * stream whose past changed (I8). Reconnects for ever with full jitter until `close`.
 */
export class FeedLink {
  readonly #input: FeedLinkInput;
  readonly #silence: SilenceWatch;
  readonly #early = new Map<number, LedgerEvent>();
  #socket: Socket | undefined;
  #state: LinkState = 'connecting';
  #isReady = false;
  #isClosed = false;
  #attempt = 0;
  #subscriptions = 0;
  #ackedSeq = 0;
  #timers: { retry?: Cancel | undefined; gap?: Cancel | undefined; ack?: Cancel | undefined } = {};

  constructor(input: FeedLinkInput) {
    this.#input = input;
    this.#silence = new SilenceWatch(input.timers, (state) => this.#judgeSilence(state));
  }

  get state(): LinkState {
    return this.#state;
  }

  get silenceMs(): number | undefined {
    return this.#silence.silenceMs;
  }

  /** Whether a command can leave now. */
  get isReady(): boolean {
    return this.#isReady;
  }

  open(): void {
    if (this.#isClosed) return;
    const socket = openSocket(this.#input.target, '/ctl', this.#input.view);
    this.#socket = socket;
    socket.on('connect', () => void this.#subscribe(socket));
    socket.on('connect_error', (error) => this.#connectFailed(socket, error.message));
    socket.on('disconnect', (reason) => this.#dropped(socket, reason));
    socket.on('heartbeat', (input) => this.#heartbeat(input));
    socket.on('events', (input) => this.#events(input));
    socket.connect();
  }

  close(): void {
    this.#isClosed = true;
    this.#reset();
    this.#silence.stop();
    this.#timers.retry?.();
  }

  /** Sends a command and waits for the stored answer. Throws when none came in time: the outcome is then unknown. */
  async command(command: Command): Promise<CommandAnswer> {
    return commandAnswerSchema.parse(await this.#ask('command', command));
  }

  /**
   * Every fix of [fromMs, toMs), an hour at most, with the newest before it when `keyframe`, a page at a time. Throws when
   * unanswered.
   */
  async positions(range: PositionRange, page: (fixes: PositionColumns) => void): Promise<void> {
    let fromMs = range.fromMs;
    do {
      const keyframe = range.keyframe && fromMs === range.fromMs;
      const answer = positionPageSchema.parse(
        await this.#ask('history/positions', { ...range, fromMs, keyframe }),
      );
      if (answer.toMs <= fromMs && fromMs < range.toMs) throw new RangeError('a page that does not advance');
      page(decodePositions(new Uint8Array(answer.frame)));
      fromMs = answer.toMs;
    } while (fromMs < range.toMs);
  }

  /** Who can be rung. Throws when unanswered or when the gateway knows no directory. */
  async directory(): Promise<Directory> {
    return directorySchema.parse(await this.#ask('directory', {}));
  }

  async #ask(name: string, body: unknown, patienceMs = ANSWER_MS): Promise<unknown> {
    const socket = this.#socket;
    if (socket?.connected !== true) throw new Error('no connection to the gateway');
    const answer: unknown = await socket.timeout(patienceMs).emitWithAck(name, body);
    return answer;
  }

  async #subscribe(socket: Socket): Promise<void> {
    const { sink, target, log } = this.#input;
    try {
      const past = await this.#comparePast();
      if (socket !== this.#socket) return;
      if (past === 'forged') return this.#quarantine(`event ${sink.lastSeq()} is not what it was`);
      if (past === 'another') {
        log.warn('the gateway has another ledger, starting anew', { stream: target.stream });
        sink.startAnew();
      }
      const fromSeq = sink.lastSeq() + 1;
      const answer = subscribeAnswerSchema.parse(
        await this.#ask('subscribe', { stream: target.stream, fromSeq }, JOIN_MS),
      );
      if (socket !== this.#socket) return;
      if (!answer.ok) {
        if (answer.code === 'ahead')
          return this.#quarantine(`gateway ends at ${answer.headSeq}, we hold ${fromSeq - 1}`);
        return this.#refuse(answer.code);
      }
      this.#attempt = 0;
      this.#isReady = true;
      this.#ackedSeq = fromSeq - 1;
      this.#silence.heard();
      this.#set('live');
      sink.subscribed(this.#subscriptions++ > 0);
    } catch (error) {
      if (socket !== this.#socket) return;
      log.warn('subscribe failed', { reason: String(error) });
      this.#retry();
    }
  }

  /**
   * Compares our first and last event with the gateway's. Another first event is another ledger. The same first and another
   * last is a rewritten past; a drill that was started over from its seed looks the same and simply begins anew.
   */
  async #comparePast(): Promise<'same' | 'another' | 'forged'> {
    const { sink, target } = this.#input;
    const lastSeq = sink.lastSeq();
    if (lastSeq === 0) return 'same';
    if ((await this.#hashAtGateway(1)) !== sink.hashAt(1)) return 'another';
    const last = await this.#hashAtGateway(lastSeq);
    if (last === sink.hashAt(lastSeq)) return 'same';
    if (target.mode === 'drill') return 'another';
    return last === undefined ? 'same' : 'forged';
  }

  async #hashAtGateway(seq: number): Promise<string | undefined> {
    const body = { stream: this.#input.target.stream, fromSeq: seq, limit: 1 };
    const page = eventPageSchema.parse(await this.#ask('history/events', body, JOIN_MS));
    const event = page.events[0];
    return event === undefined ? undefined : parseLedgerEvent(event).hash;
  }

  #heartbeat(input: unknown): void {
    const parsed = heartbeatSchema.safeParse(input);
    if (!parsed.success) return this.#input.log.warn('bad heartbeat', { reason: parsed.error.message });
    this.#silence.heard();
    this.#input.sink.heartbeat(parsed.data);
  }

  #events(input: unknown): void {
    if (this.#state === 'quarantined') return;
    const { sink, log } = this.#input;
    let events: LedgerEvent[];
    try {
      events = eventBatchSchema.parse(input).events.map(parseLedgerEvent);
    } catch (error) {
      // Skipping a fact would make every later state wrong.
      return this.#quarantine(`unreadable event: ${String(error).slice(0, 300)}`);
    }
    this.#silence.heard();
    const good: LedgerEvent[] = [];
    for (const event of events) {
      const lastSeq = sink.lastSeq() + good.length;
      const verdict = judgeEvent(
        event,
        lastSeq,
        (seq) => sink.hashAt(seq) ?? good[seq - sink.lastSeq() - 1]?.hash,
      );
      if (verdict === 'forged') {
        return this.#quarantine(`event ${event.seq} is not what it was`);
      }
      if (verdict === 'apply') good.push(event);
      if (verdict === 'gap') this.#early.set(event.seq, event);
    }
    this.#takeEarly(good);
    try {
      if (good.length > 0) sink.apply(good);
    } catch (error) {
      log.error('storing events failed, resuming from what is stored', { reason: String(error) });
      return this.#retry();
    }
    this.#acknowledge();
    this.#watchGap();
  }

  #takeEarly(good: LedgerEvent[]): void {
    const { sink } = this.#input;
    for (;;) {
      const next = sink.lastSeq() + good.length + 1;
      const event = this.#early.get(next);
      if (event === undefined) break;
      good.push(event);
      this.#early.delete(next);
    }
  }

  #watchGap(): void {
    const { sink, timers, log } = this.#input;
    for (const seq of this.#early.keys()) if (seq <= sink.lastSeq()) this.#early.delete(seq);
    if (this.#early.size === 0) {
      this.#timers.gap?.();
      this.#timers.gap = undefined;
      return;
    }
    this.#timers.gap ??= timers.after(REORDER_MS, () => {
      this.#timers.gap = undefined;
      log.warn('gap in the feed, resuming', { lastSeq: sink.lastSeq(), waiting: this.#early.size });
      this.#early.clear();
      this.#retry();
    });
  }

  #acknowledge(): void {
    const { sink, timers, target } = this.#input;
    const send = (): void => {
      this.#timers.ack?.();
      this.#timers.ack = undefined;
      const seq = sink.lastSeq();
      if (seq <= this.#ackedSeq || this.#socket?.connected !== true) return;
      this.#ackedSeq = seq;
      this.#socket.emit('ack', { stream: target.stream, seq });
    };
    if (sink.lastSeq() - this.#ackedSeq >= ACK_EVERY_EVENTS) send();
    else this.#timers.ack ??= timers.after(ACK_EVERY_MS, send);
  }

  #judgeSilence(silence: Silence): void {
    if (this.#state === 'quarantined' || this.#state === 'refused') return;
    if (silence === 'live' && !this.#isReady) return;
    this.#set(silence === 'dead' ? 'late' : silence);
    if (silence === 'dead' || silence === 'lost') this.#replaceDeadLine();
  }

  #replaceDeadLine(): void {
    if (!this.#isReady) return;
    this.#input.log.warn('the line is silent, replacing it', { silenceMs: this.silenceMs });
    this.#retry();
  }

  #connectFailed(socket: Socket, message: string): void {
    if (socket !== this.#socket) return;
    const refusal = CONNECT_REFUSALS.find((code) => code === message);
    if (refusal !== undefined && refusal !== 'busy') return this.#refuse(refusal);
    this.#retry(message);
  }

  #dropped(socket: Socket, reason: string): void {
    if (socket !== this.#socket) return;
    this.#input.log.info('feed connection ended', { reason });
    this.#retry();
  }

  #refuse(code: string): void {
    this.#attempt = REFUSED_RETRY_ATTEMPT;
    this.#set('refused', code);
    this.#retry(code);
  }

  #quarantine(detail: string): void {
    this.#input.log.error('stream quarantined', { detail, stream: this.#input.target.stream });
    this.#reset();
    this.#set('quarantined', detail);
  }

  #retry(detail?: string): void {
    this.#reset();
    if (this.#isClosed || this.#state === 'quarantined') return;
    if (this.#state === 'connecting' && detail !== undefined) this.#set('connecting', detail);
    if (this.#state === 'live') this.#set('late', detail);
    const waitMs = backoffMs(this.#attempt++, this.#input.random());
    this.#timers.retry?.();
    this.#timers.retry = this.#input.timers.after(waitMs, () => this.open());
  }

  #reset(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    this.#isReady = false;
    this.#early.clear();
    this.#timers.gap?.();
    this.#timers.ack?.();
    this.#timers.gap = undefined;
    this.#timers.ack = undefined;
    socket?.removeAllListeners();
    socket?.disconnect();
  }

  #set(state: LinkState, detail?: string): void {
    this.#state = state;
    this.#input.sink.linkChanged(state, detail);
  }
}
