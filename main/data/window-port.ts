import { PORT_REQUESTS, type PortEvent, portRequestSchema } from '../../shared/contract/port.ts';
import type { State } from '../../shared/domain/state.ts';
import type { Seat } from '../../shared/domain/vocabulary.ts';
import { diffState } from '../../shared/timeline/patch.ts';
import type { PositionColumns } from '../../shared/contract/position-frame.ts';
import { RequestRefused, type WindowRequest } from './requests.ts';
import { TokenBucket } from './token-bucket.ts';
import { encodeInParts } from './tracks.ts';
import type { ViewSession } from './view-session.ts';
import type { WindowPipe } from './window-pipe.ts';
import type { WindVisitor } from './wind/wind-tunnel.ts';

const REQUEST_BURST = 60;
const REQUESTS_A_SECOND = 20;

export interface WindowPortInput {
  readonly pipe: WindowPipe;
  readonly view: 'seat' | 'wall';
  readonly seat: Seat;
  readonly session: ViewSession;
  readonly monoMs: () => number;
  /** Carries out a validated request; throws RequestRefused for an expected refusal. */
  readonly handle: (port: WindowPort, request: WindowRequest) => unknown;
  readonly failed: (error: unknown) => void;
}

/**
 * One window's side of the data service: what it was last sent, so that it gets a snapshot an epoch and patches after it,
 * one position frame at a time, and an answer to every request.
 */
export class WindowPort {
  readonly view: 'seat' | 'wall';
  seat: Seat;
  session: ViewSession;
  /** Alert or incident whose recommendation this window wants. */
  focus: string | undefined;
  /** Units of that recommendation that are being read, and stay in it. */
  keep: readonly string[] = [];
  /** The find board of the focus is open. */
  wantsFind = false;
  droppedFrames = 0;
  /** This window as the wind tunnel knows it. */
  readonly wind: WindVisitor = {
    heard: (runId, report) => this.send({ t: 'wind', runId, report }),
  };
  readonly #input: WindowPortInput;
  readonly #bucket: TokenBucket;
  #epoch = 0;
  #revision = 0;
  #shown: State | undefined;
  #positionsEpoch = 0;
  #positionsRevision = 0;
  #isFrameInFlight = false;

  constructor(input: WindowPortInput) {
    this.#input = input;
    this.view = input.view;
    this.seat = input.seat;
    this.session = input.session;
    this.#bucket = new TokenBucket(REQUEST_BURST, REQUESTS_A_SECOND, input.monoMs());
    input.pipe.onMessage((message) => void this.#request(message));
  }

  send(event: PortEvent): void {
    this.#input.pipe.send(event);
  }

  /** Another view: the next state is a snapshot whatever the epoch. */
  attach(session: ViewSession, seat: Seat): void {
    this.session = session;
    this.seat = seat;
    this.focus = undefined;
    this.keep = [];
    this.#shown = undefined;
    this.#positionsEpoch = 0;
  }

  /** Sends the state as a snapshot (new epoch) or as what changed; nothing when nothing did. True when a snapshot was sent. */
  showState(epoch: number, state: State): boolean {
    const before = this.#shown;
    if (before !== undefined && epoch === this.#epoch) {
      if (before === state) return false;
      this.#shown = state;
      this.send({ t: 'patch', epoch, revision: ++this.#revision, patch: diffState(before, state) });
      return false;
    }
    this.#epoch = epoch;
    this.#shown = state;
    this.#revision = 1;
    this.send({ t: 'snapshot', epoch, revision: 1, state });
    return true;
  }

  /**
   * Sends changed positions unless a frame is still on its way: then the older change is superseded, counted as dropped.
   * `changes` gives what changed since a revision (0 = everything) and the revision after it.
   */
  showPositions(
    epoch: number,
    atMs: number,
    changes: (sinceRevision: number) => { readonly frame: PositionColumns; readonly revision: number },
  ): void {
    const reset = epoch !== this.#positionsEpoch;
    const { frame, revision } = changes(reset ? 0 : this.#positionsRevision);
    if (frame.count === 0 && !reset) return;
    if (this.#isFrameInFlight) {
      this.droppedFrames++;
      return;
    }
    this.#positionsEpoch = epoch;
    this.#positionsRevision = revision;
    this.#isFrameInFlight = true;
    void this.#sendParts(epoch, atMs, reset, encodeInParts(frame));
  }

  close(): void {
    this.#input.pipe.close();
  }

  async #sendParts(epoch: number, atMs: number, reset: boolean, parts: readonly Uint8Array[]): Promise<void> {
    let isFirst = true;
    for (const frame of parts) {
      await this.#input.pipe.sendPositions({ t: 'positions', epoch, atMs, reset: reset && isFirst, frame });
      isFirst = false;
    }
    this.#isFrameInFlight = false;
  }

  async #request(message: unknown): Promise<void> {
    const outer = portRequestSchema.safeParse(message);
    if (!outer.success) return; // without an id there is nobody to answer
    const { id, channel, args: raw } = outer.data;
    const refuse = (code: string, text: string): void =>
      this.send({ t: 'reply', id, ok: false, error: { code, message: text } });
    if (!this.#bucket.take(this.#input.monoMs())) return refuse('too-many-requests', 'slow down');
    const args = PORT_REQUESTS[channel].safeParse(raw);
    if (!args.success)
      return refuse(
        'invalid',
        args.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '),
      );
    try {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- parsed by the schema of this very channel
      const request = { channel, args: args.data } as WindowRequest;
      const result = await this.#input.handle(this, request);
      this.send({ t: 'reply', id, ok: true, result });
    } catch (error) {
      if (error instanceof RequestRefused) return refuse(error.code, error.message);
      this.#input.failed(error);
      refuse('internal', 'internal error');
    }
  }
}
