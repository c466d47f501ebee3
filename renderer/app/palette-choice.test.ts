import { describe, expect, it } from 'vitest';
import { chosenLine, heldChoice, steppedChoice } from './palette-choice.ts';
import type { PaletteItem } from './palette-search.ts';

const line = (key: string, run: PaletteItem['run'] = { do: 'select', id: key }) =>
  ({ kind: 'unit', key, run }) as const;
const [a, b, c] = [line('A'), line('B'), line('C')];
const missing = line('missing', { do: 'nothing' });

describe('what Enter means in the palette', () => {
  it('is the line that was read first, wherever later finds put it', () => {
    const typed = heldChoice(undefined, 'x', [a, b]);
    const later = heldChoice(typed, 'x', [c, b, a]);
    expect(later).toBe(typed);
    expect(chosenLine(later, [c, b, a])).toBe(a);
    expect(chosenLine(heldChoice(later, 'xy', [c, b, a]), [c, b, a])).toBe(c);
  });

  it('is nothing once that line has gone, until the query changes or another one is chosen', () => {
    const gone = heldChoice(heldChoice(undefined, 'x', [a, b]), 'x', [b, c]);
    expect(chosenLine(gone, [b, c])).toBeUndefined();
    expect(chosenLine(gone, [b, a])).toBe(a);
    expect(chosenLine(steppedChoice(gone, [b, c], 1), [b, c])).toBe(b);
    expect(chosenLine(heldChoice(gone, '', [b, c]), [b, c])).toBe(b);
  });

  it('is the first find when there was none, or only word of what is missing', () => {
    for (const before of [[], [missing]]) {
      const waiting = heldChoice(undefined, 'x', before);
      expect(heldChoice(waiting, 'x', before)).toBe(waiting);
      expect(chosenLine(heldChoice(waiting, 'x', [b, a]), [b, a])).toBe(b);
    }
  });

  it('walks the list as it stands', () => {
    const first = heldChoice(undefined, 'x', [a, b, c]);
    expect(chosenLine(steppedChoice(first, [c, a, b], 1), [c, a, b])).toBe(b);
    expect(chosenLine(steppedChoice(first, [a, b], -1), [a, b])).toBe(a);
  });
});
