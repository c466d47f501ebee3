import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createColumns, decodePositions } from '../../shared/contract/position-frame.ts';
import { silentLog } from '../../shared/kit/log.ts';
import { openStores } from './stores.ts';
import { systemTimers } from './timers.ts';
import { Tracks } from './tracks.ts';
import { type SessionEvents, ViewSession } from './view-session.ts';
import type { PositionsEvent, WindowPipe } from './window-pipe.ts';
import { WindowPort } from './window-port.ts';

type Step =
  | { readonly do: 'fix'; readonly slot: number; readonly atMs: number }
  | { readonly do: 'show' }
  | { readonly do: 'drain' }
  | { readonly do: 'seek' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('fix' as const),
      slot: fc.nat(4),
      atMs: fc.integer({ min: 1, max: 500 }),
    }),
  },
  { weight: 3, arbitrary: fc.constant({ do: 'show' as const }) },
  { weight: 2, arbitrary: fc.constant({ do: 'drain' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'seek' as const }) },
);

/** A window that takes a frame only when told to, and knows what it would draw. */
class SlowWindow implements WindowPipe {
  readonly picture = new Map<number, number>();
  frames = 0;
  epoch = 0;
  mostInFlight = 0;
  readonly #waiting: (() => void)[] = [];

  sendPositions(event: PositionsEvent): Promise<void> {
    if (event.reset) this.picture.clear();
    const columns = decodePositions(event.frame);
    columns.slot.forEach((slot, row) => this.picture.set(slot, columns.atMs[row] ?? -1));
    this.frames++;
    this.epoch = event.epoch;
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.mostInFlight = Math.max(this.mostInFlight, this.#waiting.length);
    });
  }
  get isBusy(): boolean {
    return this.#waiting.length > 0;
  }
  async drain(): Promise<void> {
    this.#waiting.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  send(): void {}
  onMessage(): void {}
  onClose(): void {}
  close(): void {}
}

function portTo(pipe: WindowPipe): WindowPort {
  const ignore = (): void => undefined;
  const events: SessionEvents = {
    applied: ignore,
    restarted: ignore,
    reconnected: ignore,
    heartbeat: ignore,
    linkChanged: ignore,
    ready: ignore,
  };
  const view = { view: 'seat', role: 'dispatcher' } as const;
  const { cache } = openStores('unused', undefined, 'now', silentLog);
  const session = new ViewSession({
    view,
    cache,
    events,
    timers: systemTimers,
    random: () => 0,
    log: silentLog,
  });
  const failed = (error: unknown): never => {
    throw new Error('a request failed', { cause: error });
  };
  return new WindowPort({
    pipe,
    view: 'seat',
    seat: 'dispatcher',
    session,
    monoMs: () => 0,
    handle: ignore,
    failed,
  });
}

function fixOf(slot: number, atMs: number) {
  const columns = createColumns(1);
  columns.slot[0] = slot;
  columns.atMs[0] = atMs;
  return columns;
}

describe('WindowPort', () => {
  it('has one frame on its way, counts what it dropped, and ends with the newest of everything (I5)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const window = new SlowWindow();
        const port = portTo(window);
        const tracks = new Tracks();
        const newest = new Map<number, number>();
        let epoch = 1;
        let dropped = 0;
        const show = (): void => {
          const [wasBusy, frames] = [window.isBusy, window.frames];
          const before = port.droppedFrames;
          port.showPositions(epoch, 0, (since) => tracks.changedSince(since));
          if (wasBusy) expect(window.frames).toBe(frames);
          else expect(port.droppedFrames).toBe(before);
          dropped += port.droppedFrames - before;
        };
        for (const one of steps) {
          if (one.do === 'show') show();
          else if (one.do === 'drain') await window.drain();
          else if (one.do === 'seek') epoch++;
          else {
            tracks.applyLive(fixOf(one.slot, one.atMs));
            newest.set(one.slot, Math.max(one.atMs, newest.get(one.slot) ?? 0));
          }
        }
        while (window.isBusy) await window.drain();
        show();
        expect(window.mostInFlight).toBeLessThanOrEqual(1);
        expect(port.droppedFrames).toBe(dropped);
        expect(window.picture).toEqual(newest);
        expect(window.epoch).toBe(epoch);
      }),
      { numRuns: 150 },
    );
  });

  it('counts a change that came while a frame was on its way as one that was dropped', async () => {
    const window = new SlowWindow();
    const port = portTo(window);
    const tracks = new Tracks();
    const show = (): void => port.showPositions(1, 0, (since) => tracks.changedSince(since));
    tracks.applyLive(fixOf(0, 1));
    show();
    show();
    expect(port.droppedFrames).toBe(0);
    tracks.applyLive(fixOf(0, 2));
    show();
    show();
    expect([port.droppedFrames, window.frames]).toEqual([2, 1]);
    await window.drain();
    show();
    expect([port.droppedFrames, window.frames, window.picture.get(0)]).toEqual([2, 2, 2]);
  });
});
