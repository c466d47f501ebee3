import { describe, expect, it } from 'vitest';
import { KeptByUse } from './kept-by-use.ts';

const ROOM = 240;

/** Asks for keys in turn and counts those that had to be made. */
function round(kept: KeptByUse<string | undefined>, from: number, to: number): number {
  let made = 0;
  for (let n = from; n < to; n++) {
    const make = (): string | undefined => {
      made++;
      return n % 7 === 0 ? undefined : `v${n}`;
    };
    expect(kept.get(`k${n}`, make)).toBe(n % 7 === 0 ? undefined : `v${n}`);
  }
  return made;
}

describe('KeptByUse', () => {
  it('makes nothing twice while there is room, not even what is undefined', () => {
    const kept = new KeptByUse<string | undefined>(ROOM);
    expect(round(kept, 0, ROOM)).toBe(ROOM);
    for (let i = 0; i < 3; i++) expect(round(kept, 0, ROOM)).toBe(0);
  });

  it('makes about as many anew a round as there are too many', () => {
    const kept = new KeptByUse<string | undefined>(ROOM);
    for (const wanted of [ROOM + 1, 300, 600]) {
      round(kept, 0, wanted);
      round(kept, 0, wanted);
      for (let i = 0; i < 5; i++) expect(round(kept, 0, wanted)).toBeLessThan((wanted - ROOM) * 1.3 + 5);
    }
  });

  it('lets go of what is wanted no more', () => {
    const kept = new KeptByUse<string | undefined>(ROOM);
    for (let i = 0; i < 5; i++) round(kept, 0, 300);
    round(kept, 1000, 1200);
    expect(round(kept, 1000, 1200)).toBe(0);
    // and of the old ones that are in the way of a set that would just fit
    for (let i = 0; i < 60; i++) round(kept, 1100, 1100 + ROOM);
    expect(round(kept, 1100, 1100 + ROOM)).toBe(0);
  });
});
