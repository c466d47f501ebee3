import { describe, expect, it } from 'vitest';
import { dockKeys, steppedRow } from './dock-keys.ts';

function dock(isOpen = true) {
  const did: string[] = [];
  const key = dockKeys({
    isOpen: () => isOpen,
    walk: (step) => void did.push(`walk ${step}`),
    digit(nth) {
      did.push(`digit ${nth}`);
      return nth < 6;
    },
    keys: { Enter: () => void did.push('enter') },
  });
  return { did, press: (code: string, repeat = false) => key({ code, repeat }) };
}

describe('keys of a dock', () => {
  it('takes its own keys and leaves the others to the desk', () => {
    const { did, press } = dock();
    expect(['KeyJ', 'ArrowUp', 'Numpad3', 'Enter'].map((code) => press(code))).toEqual(Array(4).fill(true));
    expect([press('KeyA'), press('Digit0'), press('Digit9')]).toEqual([false, false, false]);
    expect(did).toEqual(['walk 1', 'walk -1', 'digit 2', 'enter', 'digit 8']);
  });

  it('walks while a key is held, and sends once', () => {
    const { did, press } = dock();
    expect(press('ArrowDown', true)).toBe(true);
    expect([press('Enter', true), press('Digit1', true)]).toEqual([false, false]);
    expect(did).toEqual(['walk 1']);
  });

  it('takes nothing while it is closed', () => {
    const { did, press } = dock(false);
    expect([press('KeyJ'), press('Enter')]).toEqual([false, false]);
    expect(did).toEqual([]);
  });
});

describe('steppedRow', () => {
  it('holds at the ends; a row that has gone counts as before the first', () => {
    const ids = ['a', 'b', 'c'];
    expect(steppedRow(ids, undefined, 1)).toBe('b');
    expect(steppedRow(ids, 'c', 1)).toBe('c');
    expect(steppedRow(ids, 'a', -1)).toBe('a');
    expect(steppedRow(ids, 'gone', 1)).toBe('a');
    expect(steppedRow([], 'a', 1)).toBeUndefined();
  });
});
