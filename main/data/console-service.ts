import type { Heartbeat } from '../../shared/contract/ctl.ts';
import type { FixColumns } from '../../shared/contract/planner.ts';
import type { PortEvent, StorageNotice } from '../../shared/contract/port.ts';
import type { PositionColumns } from '../../shared/contract/position-frame.ts';
import { type View, viewKey } from '../../shared/contract/views.ts';
import type { CommandProgress } from '../../shared/domain/command.ts';
import type { LedgerEvent } from '../../shared/domain/event.ts';
import type { Seat } from '../../shared/domain/vocabulary.ts';
import type { Moment } from '../../shared/interception/planner-client.ts';
import type { Cancel } from '../../shared/kit/clock.ts';
import type { Log } from '../../shared/kit/log.ts';
import { DerivedViews } from './derived-views.ts';
import type { GatewayTarget } from './gateway-target.ts';
import { PastFixes } from './past-fixes.ts';
import { PastPicture } from './past-picture.ts';
import { Outbox } from './outbox.ts';
import type { PlannerPort } from './planner-port.ts';
import { Playhead } from './playhead.ts';
import { PositionLink } from './position-link.ts';
import { answerRequest } from './answer-request.ts';
import type { Stores } from './stores.ts';
import type { Timers } from './timers.ts';
import { Tracks } from './tracks.ts';
import { markOf, type SessionEvents, ViewSession } from './view-session.ts';
import type { WindowPipe } from './window-pipe.ts';
import { WindowPort } from './window-port.ts';
import type { WindTunnel } from './wind/wind-tunnel.ts';

const STATE_EVERY_MS = 100;
const POSITIONS_EVERY_MS = 200;
const STATUS_EVERY_MS = 1_000;
/** Whoever comes on duty is listed within this long. */
const DIRECTORY_EVERY_MS = 30_000;
const PORT_PROTOCOL = 1;

export interface ConsoleServiceInput {
  readonly stores: Stores;
  readonly timers: Timers;
  /** Above every epoch of an earlier run of the service. */
  readonly firstEpoch: number;
  readonly random: () => number;
  readonly newId: () => string;
  readonly lang: 'zh-CN' | 'en';
  readonly seat: Seat;
  readonly regionUrl: string;
  /** Undefined = no races and no recommendations (the planner could not be started). */
  readonly planner: PlannerPort | undefined;
  /** Undefined = no wind tunnel. */
  readonly wind?: WindTunnel | undefined;
  readonly log: Log;
}

/** The console's data side: sessions by view, one playhead, fixes, outbox and the windows that show them. */
export class ConsoleService {
  readonly input: ConsoleServiceInput;
  readonly playhead: Playhead;
  readonly tracks = new Tracks();
  readonly outbox: Outbox;
  readonly #sessions = new Map<string, ViewSession>();
  readonly #windows = new Set<WindowPort>();
  readonly #past: PastFixes;
  readonly #derived: DerivedViews;
  readonly #timers: Cancel[];
  #target: GatewayTarget | undefined;
  /** A drill that was started over under the room's feet: said until it has been read. */
  #restarts: readonly StorageNotice[] = [];
  #positions: PositionLink | undefined;
  #toldEpoch = 0;
  readonly #picture: PastPicture;

  constructor(input: ConsoleServiceInput) {
    this.input = input;
    this.playhead = new Playhead(input.firstEpoch);
    const { timers, stores, log } = input;
    this.outbox = new Outbox({
      store: stores.outbox,
      nowMs: () => this.nowMs(),
      send: (partition, command) => {
        const link = this.#sessionOf(partition)?.link;
        return link?.isReady === true ? link.command(command) : undefined;
      },
      progress: (partition, progress) => this.#tellProgress(partition, progress),
      log,
    });
    this.#picture = new PastPicture(this.tracks);
    this.#past = new PastFixes({
      tracks: this.tracks,
      cache: stores.cache,
      link: () => this.#anyLink(),
      log,
    });
    stores.health.onRebuilt(() => this.#past.forget(this.nowMs()));
    this.#derived = new DerivedViews({ planner: input.planner, log, fixesAt: (atMs) => this.#fixesAt(atMs) });
    this.#timers = [
      timers.every(STATE_EVERY_MS, () => this.#showStates()),
      timers.every(POSITIONS_EVERY_MS, () => this.#showPositions()),
      timers.every(STATUS_EVERY_MS, () => this.#showStatus()),
      timers.every(DIRECTORY_EVERY_MS, () => {
        for (const session of this.#sessions.values()) void this.#readDirectory(session);
      }),
    ];
  }

  /** Feed time at the live edge: what new commands and expiry are measured on. */
  nowMs(): number {
    return this.playhead.info(this.input.timers.monoMs()).edgeMs;
  }

  /** The gateway is there (first time, or after it was restarted). */
  connect(target: GatewayTarget): void {
    const before = this.#target;
    const isOther = before !== undefined && before.stream !== target.stream;
    // Told while the windows still show the stream it was meant for.
    if (isOther) this.#toldOver(before, this.outbox.abandon(before.stream));
    this.#target = target;
    this.#past.open(target.stream);
    if (isOther) this.#forget(false);
    for (const session of this.#sessions.values()) this.#connectSession(session, target);
    this.#connectPositions();
  }

  #toldOver(before: GatewayTarget, lost: number): void {
    if (before.mode !== 'drill') return;
    this.#restarts = [{ kind: 'drill-restarted', kept: (this.#restarts[0]?.kept ?? 0) + 1, lost }];
  }

  /** A window opened; the service owns the pipe from here on. */
  openWindow(pipe: WindowPipe, view: 'seat' | 'wall'): WindowPort {
    const { timers, log, seat } = this.input;
    const port = new WindowPort({
      pipe,
      view,
      seat,
      session: this.#session(viewOf(view, seat)),
      monoMs: () => timers.monoMs(),
      handle: (window, request) => answerRequest(this, window, request),
      failed: (error) =>
        log.error('a request failed', { reason: error instanceof Error ? error.stack : String(error) }),
    });
    this.#windows.add(port);
    pipe.onClose(() => {
      this.#windows.delete(port);
      this.input.wind?.close(port.wind);
      this.#dropUnused();
    });
    this.#greet(port);
    this.#connectPositions();
    return port;
  }

  /** Moves a seat window to another seat's view: a new epoch for everyone, for time and revision must not run back. */
  chooseSeat(port: WindowPort, seat: Seat): void {
    port.attach(this.#session(viewOf(port.view, seat)), seat);
    this.#dropUnused();
    this.playhead.restart(false);
    this.#greet(port);
  }

  /** Sends the playhead to every window at once; call after moving it. */
  moved(): void {
    const info = this.playhead.info(this.input.timers.monoMs());
    this.#broadcast({ t: 'playhead', playhead: info });
    void this.#past.ensure(info.atMs);
    this.#showStates();
    this.#showPositions();
  }

  /** What a session shows at the playhead, for a question to the planner. */
  momentOf(session: ViewSession): Moment {
    const { epoch, atMs } = this.playhead.info(this.input.timers.monoMs());
    return { epoch, state: session.stateAt(atMs), nowMs: atMs, fixes: this.#fixesAt(atMs) };
  }

  /** Fetches the positions from a moment on that this console missed. */
  positionsSince(atMs: number): Promise<void> {
    return this.#past.ensure(atMs);
  }

  close(): void {
    for (const cancel of this.#timers) cancel();
    for (const session of this.#sessions.values()) session.close();
    this.#positions?.close();
    this.input.planner?.close();
    this.input.wind?.end();
    this.#past.flush();
    this.input.stores.cache.close();
    this.input.stores.outbox.close();
  }

  #session(view: View): ViewSession {
    const key = viewKey(view);
    const known = this.#sessions.get(key);
    if (known !== undefined) return known;
    const { stores, timers, random, log } = this.input;
    const session = new ViewSession({
      view,
      cache: stores.cache,
      events: this.#events(),
      timers,
      random,
      log: log.child(`feed ${key}`),
    });
    this.#sessions.set(key, session);
    if (this.#target !== undefined) this.#connectSession(session, this.#target);
    return session;
  }

  #connectSession(session: ViewSession, target: GatewayTarget): void {
    session.connect(target);
    const events = session.log.events;
    for (const event of [events[0], events[events.length - 1]]) {
      if (event !== undefined) this.playhead.reached(event.receivedAtMs);
    }
  }

  #connectPositions(): void {
    const first = this.#sessions.values().next().value;
    const target = this.#target;
    if (first === undefined || target === undefined) return;
    if (this.#positions?.serves(target) === true) return;
    this.#positions?.close();
    const { timers, random, log } = this.input;
    const apply = (frame: PositionColumns): void => this.#past.live(frame);
    this.#positions = new PositionLink({
      target,
      view: first.view,
      apply,
      timers,
      random,
      log: log.child('positions'),
    });
    this.#positions.open();
  }

  #events(): SessionEvents {
    return {
      applied: (session, events) => this.#applied(session, events),
      restarted: () => this.#forget(true),
      reconnected: () => {
        this.playhead.restart(false);
        void this.#past.fillGap(this.nowMs());
      },
      heartbeat: (_session, heartbeat) => this.#heard(heartbeat),
      linkChanged: (session) => this.#tellFeed(session),
      ready: (session) => {
        void this.#past.liveFrom(this.nowMs());
        this.outbox.flush(session.partition);
        void this.#readDirectory(session);
      },
    };
  }

  #heard(heartbeat: Heartbeat): void {
    const monoMs = this.input.timers.monoMs();
    const wasUnknown = this.playhead.info(monoMs).edgeMs === 0;
    this.playhead.heard(heartbeat.nowMs, heartbeat.rate, monoMs);
    // A window that just opened should not wait a second for the time.
    if (wasUnknown) this.#broadcast({ t: 'playhead', playhead: this.playhead.info(monoMs) });
  }

  #applied(session: ViewSession, events: readonly LedgerEvent[]): void {
    for (const event of events) this.playhead.reached(event.receivedAtMs);
    const state = session.log.head;
    const message: PortEvent = {
      t: 'marks',
      reset: false,
      marks: events.map((event) => markOf(event, state)),
    };
    for (const port of this.#windows) if (port.session === session) port.send(message);
  }

  /** Nothing shown is true any more. `isSameName`: what is stored under the stream's name is of another ledger, too. */
  #forget(isSameName: boolean): void {
    this.playhead.restart(true);
    this.tracks.clear(isSameName);
    this.#past.forget(undefined);
    for (const session of this.#sessions.values()) {
      for (const event of session.log.events.slice(0, 1)) this.playhead.reached(event.receivedAtMs);
    }
  }

  #greet(port: WindowPort): void {
    const { lang, regionUrl } = this.input;
    port.send({ t: 'hello', protocol: PORT_PROTOCOL, seat: port.seat, view: port.view, lang, regionUrl });
    this.#showState(port);
    this.#tellFeed(port.session);
    const { directory } = port.session;
    if (directory !== undefined) port.send({ t: 'directory', directory });
    for (const progress of this.outbox.pendingOf(port.session.partition))
      port.send({ t: 'command', progress });
  }

  async #readDirectory(session: ViewSession): Promise<void> {
    if (!(await session.readDirectory())) return;
    const { directory } = session;
    if (directory === undefined) return;
    for (const port of this.#windows) if (port.session === session) port.send({ t: 'directory', directory });
  }

  #showStates(): void {
    const epoch = this.playhead.epoch;
    if (epoch !== this.#toldEpoch) {
      this.#toldEpoch = epoch;
      this.#broadcast({ t: 'playhead', playhead: this.playhead.info(this.input.timers.monoMs()) });
    }
    for (const port of this.#windows) this.#showState(port);
  }

  #showState(port: WindowPort): void {
    const atMs = this.playhead.at(this.input.timers.monoMs());
    const { session } = port;
    if (!session.isKnown) return;
    const isSnapshot = port.showState(this.playhead.epoch, session.stateAt(atMs));
    if (!isSnapshot) return;
    const head = session.log.head;
    port.send({ t: 'marks', reset: true, marks: session.log.events.map((event) => markOf(event, head)) });
    port.send({ t: 'playhead', playhead: this.playhead.info(this.input.timers.monoMs()) });
    this.#derived.forget(port);
  }

  #showPositions(): void {
    const atMs = this.playhead.at(this.input.timers.monoMs());
    const { epoch, mode } = this.playhead;
    const past = mode === 'replay' ? this.#picture.at(epoch, atMs) : undefined;
    for (const port of this.#windows) {
      port.showPositions(epoch, atMs, (since) => past?.(since) ?? this.tracks.changedSince(since));
    }
  }

  #showStatus(): void {
    this.outbox.tick();
    this.#past.tick(this.nowMs());
    this.input.stores.health.tick(this.#storesInUse());
    const info = this.playhead.info(this.input.timers.monoMs());
    this.#broadcast({ t: 'playhead', playhead: info });
    for (const session of this.#sessions.values()) this.#tellFeed(session);
    void this.#derived.refresh([...this.#windows], info);
  }

  #storesInUse(): string[] {
    const stream = this.#target?.stream;
    const partitions = [...this.#sessions.values()].map((session) => session.partition);
    return stream === undefined ? partitions : [stream, ...partitions];
  }

  #tellFeed(session: ViewSession): void {
    const withoutFix = Object.values(session.log.head.units)
      .filter((unit) => this.tracks.table.fixOf(unit.slot) === undefined)
      .map((unit) => unit.unitId);
    for (const port of this.#windows) {
      if (port.session !== session) continue;
      port.send({
        t: 'feed',
        feed: {
          ...session.feedInfo(port.droppedFrames, this.tracks.newestMs, this.nowMs(), [
            ...this.input.stores.health.notices(),
            ...this.#restarts,
          ]),
          withoutFix,
        },
      });
    }
  }

  #tellProgress(partition: string, progress: CommandProgress): void {
    for (const port of this.#windows)
      if (port.session.partition === partition) port.send({ t: 'command', progress });
  }

  #broadcast(event: PortEvent): void {
    for (const port of this.#windows) port.send(event);
  }

  #fixesAt(atMs: number): FixColumns {
    return this.playhead.mode === 'live' ? this.tracks.liveFixes(atMs) : this.tracks.fixesAt(atMs);
  }

  #sessionOf(partition: string): ViewSession | undefined {
    return [...this.#sessions.values()].find((session) => session.partition === partition);
  }

  #anyLink(): ViewSession['link'] {
    return [...this.#sessions.values()].map((session) => session.link).find((link) => link?.isReady === true);
  }

  /** A session without windows ends; one with unsent commands stays until they are answered. */
  #dropUnused(): void {
    for (const [key, session] of this.#sessions) {
      const isShown = [...this.#windows].some((port) => port.session === session);
      if (isShown || this.outbox.pendingOf(session.partition).length > 0) continue;
      session.close();
      this.#sessions.delete(key);
    }
  }
}

function viewOf(view: 'seat' | 'wall', seat: Seat): View {
  return view === 'wall' ? { view } : { view, role: seat };
}
