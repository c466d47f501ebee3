import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Playhead } from './playhead.ts';

const T0 = 1_800_000_000_000;

type Step =
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'beat'; readonly driftMs: number; readonly rate: number }
  | { readonly do: 'event'; readonly agoMs: number }
  | { readonly do: 'seek'; readonly part: number }
  | { readonly do: 'play'; readonly rate: number }
  | { readonly do: 'pause' }
  | { readonly do: 'live' }
  | { readonly do: 'reconnect' };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 5_000 }) }),
  fc.record({
    do: fc.constant('beat' as const),
    driftMs: fc.integer({ min: -2_000, max: 60_000 }),
    rate: fc.constantFrom(0, 0.5, 1, 20, 64),
  }),
  fc.record({ do: fc.constant('event' as const), agoMs: fc.integer({ min: -1_000, max: 30_000 }) }),
  fc.record({ do: fc.constant('seek' as const), part: fc.double({ min: -0.5, max: 1.5, noNaN: true }) }),
  fc.record({ do: fc.constant('play' as const), rate: fc.constantFrom(0.1, 1, 8, 64) }),
  fc.constant({ do: 'pause' as const }),
  fc.constant({ do: 'live' as const }),
  fc.constant({ do: 'reconnect' as const }),
);

describe('Playhead', () => {
  it('never runs backwards within an epoch, nor past the edge (I1)', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const playhead = new Playhead();
        let monoMs = 1_000;
        let feedMs = T0;
        let last = { epoch: 0, atMs: 0 };
        playhead.reached(T0);
        for (const one of steps) {
          switch (one.do) {
            case 'wait':
              monoMs += one.ms;
              break;
            case 'beat':
              feedMs += one.driftMs;
              playhead.heard(feedMs, one.rate, monoMs);
              break;
            case 'event':
              playhead.reached(feedMs - one.agoMs);
              break;
            case 'seek': {
              const { startMs, edgeMs } = playhead.info(monoMs);
              playhead.seek(startMs + (edgeMs - startMs) * one.part, monoMs);
              break;
            }
            case 'play':
              playhead.play(one.rate, monoMs);
              break;
            case 'pause':
              playhead.pause(monoMs);
              break;
            case 'live':
              playhead.live();
              break;
            case 'reconnect':
              playhead.restart(false);
              break;
          }
          const info = playhead.info(monoMs);
          expect(info.startMs).toBeLessThanOrEqual(info.atMs);
          expect(info.atMs).toBeLessThanOrEqual(info.edgeMs);
          expect(info.epoch).toBeGreaterThanOrEqual(last.epoch);
          if (info.epoch === last.epoch) expect(info.atMs).toBeGreaterThanOrEqual(last.atMs);
          last = info;
        }
      }),
      { numRuns: 300 },
    );
  });

  it('follows the feed between heartbeats, but not far beyond a silent one', () => {
    const playhead = new Playhead();
    playhead.heard(T0, 20, 0);
    expect(playhead.at(500)).toBe(T0 + 10_000);
    expect(playhead.at(60_000)).toBe(T0 + 30_000);
  });

  it('plays at its rate from where it was put and becomes live at the edge without a jump', () => {
    const playhead = new Playhead();
    playhead.reached(T0);
    playhead.heard(T0 + 60_000, 1, 0);
    playhead.seek(T0 + 10_000, 0);
    expect(playhead.info(5_000)).toMatchObject({ mode: 'replay', rate: 0, atMs: T0 + 10_000 });
    playhead.play(8, 5_000);
    expect(playhead.at(6_000)).toBe(T0 + 18_000);
    const { epoch } = playhead;
    expect(playhead.info(20_000).mode).toBe('live');
    expect(playhead.epoch).toBe(epoch);
  });

  it('starts a new epoch with a seek, a return to live and a reconnect, not with pause and play', () => {
    const playhead = new Playhead();
    playhead.reached(T0);
    playhead.heard(T0 + 60_000, 1, 0);
    const epochs = [playhead.epoch];
    playhead.pause(0);
    playhead.play(1, 0);
    epochs.push(playhead.epoch);
    playhead.seek(T0, 0);
    epochs.push(playhead.epoch);
    playhead.live();
    epochs.push(playhead.epoch);
    playhead.restart(false);
    epochs.push(playhead.epoch);
    expect(epochs).toEqual([1, 1, 2, 3, 4]);
  });
});
