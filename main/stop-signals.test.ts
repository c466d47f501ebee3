import { describe, expect, it } from 'vitest';
import { createStopSignals } from './stop-signals.ts';

function signals(): { readonly said: string[]; press(atMs: number): void } {
  const said: string[] = [];
  let nowMs = 0;
  const press = createStopSignals({
    monoMs: () => nowMs,
    stop: () => void said.push('stop'),
    exitNow: () => void said.push('exit'),
  });
  return {
    said,
    press: (atMs) => {
      nowMs = atMs;
      press();
    },
  };
}

describe('createStopSignals', () => {
  it('takes a burst for one wish: a group kill reaches us directly and through the bootstrap', () => {
    const { said, press } = signals();
    for (const atMs of [100, 101, 250, 2_099]) press(atMs);
    expect(said).toEqual(['stop']);
  });

  it('exits at once when the wish is repeated later', () => {
    const { said, press } = signals();
    press(100);
    press(2_101);
    expect(said).toEqual(['stop', 'exit']);
  });
});
