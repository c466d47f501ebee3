import type { Heartbeat } from '../../shared/contract/ctl.ts';
import type { EventMark, FeedInfo, StorageNotice } from '../../shared/contract/port.ts';
import type { Directory } from '../../shared/contract/directory.ts';
import { type View, viewKey } from '../../shared/contract/views.ts';
import { incidentIdOf, type LedgerEvent } from '../../shared/domain/event.ts';
import type { State } from '../../shared/domain/state.ts';
import type { Log } from '../../shared/kit/log.ts';
import { EventLog } from '../../shared/timeline/keyframes.ts';
import { FeedLink, type LinkState } from './feed-link.ts';
import type { CacheStore } from './cache.ts';
import type { GatewayTarget } from './gateway-target.ts';
import type { Timers } from './timers.ts';

/** What a session tells its owner. */
export interface SessionEvents {
  applied(session: ViewSession, events: readonly LedgerEvent[]): void;
  /** The history is another one now; everything shown is void. */
  restarted(session: ViewSession): void;
  reconnected(session: ViewSession): void;
  heartbeat(session: ViewSession, heartbeat: Heartbeat): void;
  linkChanged(session: ViewSession): void;
  ready(session: ViewSession): void;
}

export interface ViewSessionInput {
  readonly view: View;
  readonly cache: CacheStore;
  readonly events: SessionEvents;
  readonly timers: Timers;
  readonly random: () => number;
  readonly log: Log;
}

/** One view of one stream: its cache partition, its log and fold, its link. Lives while a window shows the view. */
export class ViewSession {
  readonly view: View;
  readonly key: string;
  readonly #input: ViewSessionInput;
  #stream = '';
  #log = new EventLog('');
  #link: FeedLink | undefined;
  #linkState: LinkState = 'connecting';
  #linkDetail: string | undefined;
  #heartbeat: Heartbeat | undefined;
  #target: GatewayTarget | undefined;
  #directory: Directory | undefined;

  constructor(input: ViewSessionInput) {
    this.#input = input;
    this.view = input.view;
    this.key = viewKey(input.view);
  }

  get log(): EventLog {
    return this.#log;
  }

  /** Whether there is anything true to show: an empty room is shown only when the gateway said that it is empty. */
  get isKnown(): boolean {
    return this.#log.head.seq > 0 || this.#heartbeat?.headSeq === 0;
  }

  get link(): FeedLink | undefined {
    return this.#link;
  }

  /** Cache and outbox partition: hash and sequence hold only within it. */
  get partition(): string {
    return `${this.#stream}|${this.key}`;
  }

  /** Connects to a gateway (again); the cached events of the stream are there before the first byte arrives. */
  connect(target: GatewayTarget): void {
    this.#link?.close();
    this.#target = target;
    if (target.stream !== this.#stream) {
      this.#stream = target.stream;
      this.#log = new EventLog(target.stream);
      this.#loadCache();
    }
    const { timers, random, log, view } = this.#input;
    this.#setLink('connecting');
    this.#link = new FeedLink({ target, view, timers, random, log, sink: this.#sink() });
    this.#link.open();
  }

  close(): void {
    this.#link?.close();
    this.#link = undefined;
  }

  stateAt(atMs: number): State {
    return this.#log.stateAt(atMs);
  }

  /** Who can be rung, as last read. Kept when the line is lost: that is when people ring. */
  get directory(): Directory | undefined {
    return this.#directory;
  }

  /** Reads the directory again; true = it changed. A gateway that has none leaves what is known. */
  async readDirectory(): Promise<boolean> {
    if (this.view.view === 'wall' || this.#link?.isReady !== true) return false;
    try {
      const read = await this.#link.directory();
      const isSame = JSON.stringify(read) === JSON.stringify(this.#directory);
      this.#directory = read;
      return !isSame;
    } catch (error) {
      this.#input.log.debug('no directory', { reason: String(error) });
      return false;
    }
  }

  feedInfo(
    droppedFrames: number,
    lastFixMs: number | undefined,
    nowMs: number,
    storage: readonly StorageNotice[],
  ): FeedInfo {
    const silenceMs = this.#link?.silenceMs;
    const district = this.#heartbeat?.districtAlarm;
    return {
      link: this.#linkState,
      silenceMs: silenceMs === undefined ? undefined : Math.round(silenceMs),
      headSeq: Math.max(this.#heartbeat?.headSeq ?? 0, this.#log.head.seq),
      appliedSeq: this.#log.head.seq,
      sources: (this.#heartbeat?.sources ?? []).map(({ name, lastAtMs, accepted, rejected, datumAlarm }) => ({
        name,
        ageMs: lastAtMs === undefined ? undefined : Math.max(0, Math.round(nowMs - lastAtMs)),
        accepted,
        rejected,
        datumAlarm,
      })),
      lastFixMs,
      droppedFrames,
      cache: this.#input.cache.kind,
      storage: district === undefined ? storage : [{ kind: 'district-kept', district }, ...storage],
      detail: this.#linkDetail,
      ingest: this.#target?.ingest,
    };
  }

  #loadCache(): void {
    const { cache, log } = this.#input;
    try {
      for (const event of cache.load(this.partition)) this.#log.append(event);
    } catch (error) {
      log.warn('cached events unreadable, fetching them again', { reason: String(error) });
      cache.drop(this.partition);
      this.#log = new EventLog(this.#stream);
    }
  }

  #sink(): ConstructorParameters<typeof FeedLink>[0]['sink'] {
    const { cache, events } = this.#input;
    return {
      lastSeq: () => this.#log.head.seq,
      hashAt: (seq) => this.#log.events[seq - 1]?.hash,
      apply: (batch) => {
        cache.append(this.partition, batch);
        for (const event of batch) this.#log.append(event);
        events.applied(this, batch);
      },
      startAnew: () => {
        cache.drop(this.partition);
        this.#log = new EventLog(this.#stream);
        events.restarted(this);
      },
      heartbeat: (heartbeat) => {
        this.#heartbeat = heartbeat;
        events.heartbeat(this, heartbeat);
      },
      linkChanged: (state, detail) => this.#setLink(state, detail),
      subscribed: (again) => {
        if (again) events.reconnected(this);
        events.ready(this);
      },
    };
  }

  #setLink(state: LinkState, detail?: string): void {
    this.#linkState = state;
    this.#linkDetail = detail;
    this.#input.events.linkChanged(this);
  }
}

/** The incident an event belongs to, directly or through its order or alert, in the state after it. */
export function incidentOf(event: LedgerEvent, state: State): string | undefined {
  const direct = incidentIdOf(event);
  if (direct !== undefined) return direct;
  if ('orderId' in event.data) return state.orders[event.data.orderId]?.incidentId;
  if ('alertId' in event.data) return state.alerts[event.data.alertId]?.incidentId;
  return undefined;
}

/** A dot on the timeline. */
export function markOf(event: LedgerEvent, state: State): EventMark {
  return {
    seq: event.seq,
    atMs: event.receivedAtMs,
    kind: event.kind,
    actorType: event.actor.type,
    incidentId: incidentOf(event, state),
  };
}
