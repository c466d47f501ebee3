import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addLoss, isHopeless, type Losses } from './graphics-losses.ts';

const after = (timesMs: readonly number[]): Losses => timesMs.reduce<Losses>(addLoss, []);

it('gives up at the sixth loss within a minute', () => {
  expect(isHopeless(after([0, 1_000, 2_000, 3_000, 4_000]))).toBe(false);
  expect(isHopeless(after([0, 1_000, 2_000, 3_000, 4_000, 59_999]))).toBe(true);
  expect(isHopeless(after([0, 1_000, 2_000, 3_000, 4_000, 60_000]))).toBe(false);
});

it('never gives up on losses that are 12 s apart, however many', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 12_000, max: 600_000 }), { maxLength: 60 }), (gapsMs) => {
      let atMs = 0;
      const timesMs = gapsMs.map((gapMs) => (atMs += gapMs));
      expect(isHopeless(after(timesMs))).toBe(false);
    }),
  );
});
