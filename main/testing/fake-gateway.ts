import { createServer, type Server as HttpsServer } from 'node:https';
import { Server, type Socket } from 'socket.io';
import type { DatumAlarm, DistrictAlarm } from '../../shared/contract/ctl.ts';
import type { PositionColumns } from '../../shared/contract/position-frame.ts';
import { createColumns, encodePositions } from '../../shared/contract/position-frame.ts';
import { eventHash, projectEvent, viewSchema } from '../../shared/contract/views.ts';
import type { Command, CommandAnswer } from '../../shared/domain/command.ts';
import type { EventDraft, LedgerEvent } from '../../shared/domain/event.ts';
import type { GatewayTarget } from '../data/gateway-target.ts';
import type { TestCa } from './test-ca.ts';

/**
 * A small gateway for tests of the data side: real TLS and socket.io, a ledger in an array, and switches for faults that a
 * right gateway never shows.
 */
export class FakeGateway {
  readonly events: LedgerEvent[] = [];
  readonly subscriptions: number[] = [];
  readonly acks: number[] = [];
  readonly commands: Command[] = [];
  /** Answers a command; undefined = say nothing. */
  decide: (command: Command) => CommandAnswer | undefined = (command) => ({
    commandId: command.commandId,
    state: 'accepted',
    seq: this.events.length,
    ids: {},
  });
  past: PositionColumns = createColumns(0);
  nowMs = 1_800_000_000_000;
  rate = 1;
  /** Sends no heartbeats. */
  isSilent = false;
  /** What the next heartbeats say of the source's datum. */
  datumAlarm: DatumAlarm | undefined;
  /** What they say of the district's files. */
  districtAlarm: DistrictAlarm | undefined;
  /** Sends no events: they are stored only. */
  isMuted = false;
  readonly #ca: TestCa;
  readonly #stream: string;
  #https: HttpsServer | undefined;
  #io: Server | undefined;
  #beat: NodeJS.Timeout | undefined;
  #port = 0;

  constructor(ca: TestCa, stream = 'test-stream') {
    this.#ca = ca;
    this.#stream = stream;
  }

  get target(): GatewayTarget {
    return {
      feedUrl: `https://127.0.0.1:${this.#port}`,
      caPem: this.#ca.caPem,
      key: 'console-key',
      stream: this.#stream,
      mode: 'live',
      region: 'jinan',
    };
  }

  /** Listens; on the same port again after `stop`. */
  async start(): Promise<void> {
    const https = createServer({ key: this.#ca.keyPem, cert: this.#ca.certPem, minVersion: 'TLSv1.3' });
    const io = new Server(https, { transports: ['websocket'], serveClient: false });
    this.#https = https;
    this.#io = io;
    for (const name of ['/ctl', '/pos']) {
      io.of(name).use((socket, next) => {
        const auth = socket.handshake.auth as { key?: unknown };
        next(auth.key === 'console-key' ? undefined : new Error('bad-key'));
      });
    }
    io.of('/ctl').on('connection', (socket) => this.#serve(socket));
    await new Promise<void>((resolve) => https.listen(this.#port, '127.0.0.1', resolve));
    const address = https.address();
    this.#port = typeof address === 'object' && address !== null ? address.port : 0;
    this.#beat = setInterval(() => this.beat(), 200);
  }

  async stop(): Promise<void> {
    clearInterval(this.#beat);
    await this.#io?.close();
    this.#https?.closeAllConnections();
    this.#io = undefined;
  }

  /** Numbers, stores and sends facts. */
  append(...drafts: EventDraft[]): LedgerEvent[] {
    const added = drafts.map((draft, i) => this.numbered(draft, this.events.length + 1 + i));
    this.events.push(...added);
    this.send(added);
    return added;
  }

  /** Sends events as they are: for duplicates, gaps and forgeries. */
  send(events: readonly LedgerEvent[]): void {
    if (this.isMuted) return;
    for (const socket of this.#io?.of('/ctl').sockets.values() ?? []) {
      const view = viewOf(socket);
      if (socket.rooms.has('live')) {
        socket.emit('events', {
          stream: this.#stream,
          events: events.map((event) => projectEvent(event, view)),
        });
      }
    }
  }

  positions(columns: PositionColumns): void {
    this.#io?.of('/pos').emit('frame', Buffer.from(encodePositions(columns)));
  }

  beat(): void {
    if (this.isSilent) return;
    this.#io?.of('/ctl').emit('heartbeat', {
      nowMs: this.nowMs,
      rate: this.rate,
      stream: this.#stream,
      headSeq: this.events.length,
      mode: 'live',
      region: 'jinan',
      sources: [
        {
          name: 'test',
          lastAtMs: this.nowMs,
          accepted: this.events.length,
          rejected: 0,
          ...(this.datumAlarm === undefined ? {} : { datumAlarm: this.datumAlarm }),
        },
      ],
      ...(this.districtAlarm === undefined ? {} : { districtAlarm: this.districtAlarm }),
    });
  }

  /** The event as the ledger would number it, not stored. */
  numbered(draft: EventDraft, seq: number): LedgerEvent {
    const event = { ...draft, stream: this.#stream, seq, id: `e${seq}`, receivedAtMs: draft.atMs, hash: '' };
    return { ...event, hash: eventHash(event) };
  }

  #serve(socket: Socket): void {
    const view = viewOf(socket);
    socket.on('subscribe', (body: { fromSeq: number }, reply: (answer: unknown) => void) => {
      this.subscriptions.push(body.fromSeq);
      const headSeq = this.events.length;
      if (body.fromSeq > headSeq + 1) return reply({ ok: false, code: 'ahead', headSeq });
      reply({ ok: true, headSeq, windowEvents: 512 });
      void socket.join('live');
      for (let at = body.fromSeq - 1; at < headSeq; at += 500) {
        const events = this.events
          .slice(at, Math.min(at + 500, headSeq))
          .map((event) => projectEvent(event, view));
        socket.emit('events', { stream: this.#stream, events });
      }
    });
    socket.on('ack', (body: { seq: number }) => void this.acks.push(body.seq));
    socket.on('command', (command: Command, reply: (answer: CommandAnswer) => void) => {
      this.commands.push(command);
      const answer = this.decide(command);
      if (answer !== undefined) reply(answer);
    });
    socket.on(
      'history/events',
      (body: { fromSeq: number; limit: number }, reply: (page: unknown) => void) => {
        const events = this.events.slice(body.fromSeq - 1, body.fromSeq - 1 + body.limit);
        reply({ events: events.map((event) => projectEvent(event, view)), headSeq: this.events.length });
      },
    );
    socket.on('history/positions', (body: { toMs: number }, reply: (page: unknown) => void) =>
      reply({ frame: Buffer.from(encodePositions(this.past)), toMs: body.toMs }),
    );
  }
}

function viewOf(socket: Socket): ReturnType<typeof viewSchema.parse> {
  return viewSchema.parse((socket.handshake.auth as { view?: unknown }).view);
}
