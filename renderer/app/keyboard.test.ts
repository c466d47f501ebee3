import { describe, expect, it } from 'vitest';
import { keyIntent, type KeyPress } from './keyboard.ts';

const press = (code: string, over: Partial<KeyPress> = {}): KeyPress => ({
  code,
  isComposing: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  repeat: false,
  ...over,
});
const desk = { isInText: false, isAwaitingWorkspace: false };
const field = { isInText: true, isAwaitingWorkspace: false };

describe('keyIntent', () => {
  it.each([
    ['KeyJ', { do: 'walk', step: 1 }],
    ['KeyK', { do: 'walk', step: -1 }],
    ['KeyA', { do: 'acknowledge' }],
    ['KeyQ', { do: 'find' }],
    ['KeyO', { do: 'roads' }],
    ['Enter', { do: 'enter' }],
    ['Digit3', { do: 'pick', row: 3 }],
    ['Numpad9', { do: 'pick', row: 9 }],
    ['Comma', { do: 'step', direction: 'previous' }],
    ['Period', { do: 'step', direction: 'next' }],
    ['Space', { do: 'play-pause' }],
  ])('%s', (code, intent) => {
    expect(keyIntent(press(code), desk)).toEqual(intent);
    // The same while a Chinese input method swallows the key: `code` stays.
    expect(keyIntent(press(code, { isComposing: true }), desk)).toEqual(intent);
  });

  it('leaves text fields alone but for Esc and Ctrl+Enter', () => {
    for (const code of ['KeyJ', 'KeyR', 'Enter', 'Space', 'Digit1', 'Slash'])
      expect(keyIntent(press(code), field)).toBeUndefined();
    expect(keyIntent(press('Escape'), field)).toEqual({ do: 'cancel' });
    expect(keyIntent(press('Enter', { ctrlKey: true }), field)).toEqual({ do: 'submit' });
    expect(keyIntent(press('Escape', { isComposing: true }), field)).toBeUndefined();
    expect(keyIntent(press('Enter', { ctrlKey: true, isComposing: true }), field)).toBeUndefined();
  });

  it('knows Ctrl+K everywhere, ? by its key, and leaves the browser its own', () => {
    expect(keyIntent(press('KeyK', { ctrlKey: true }), field)).toEqual({ do: 'palette' });
    expect(keyIntent(press('Slash', { shiftKey: true }), desk)).toEqual({ do: 'keys' });
    expect(keyIntent(press('KeyR', { ctrlKey: true }), desk)).toBeUndefined();
    expect(keyIntent(press('KeyA', { altKey: true }), desk)).toBeUndefined();
    expect(keyIntent(press('KeyA', { shiftKey: true }), desk)).toBeUndefined();
  });

  it('repeats only what may be held down', () => {
    expect(keyIntent(press('KeyJ', { repeat: true }), desk)).toEqual({ do: 'walk', step: 1 });
    for (const code of ['Enter', 'KeyR', 'KeyU', 'Digit1', 'KeyA']) {
      expect(keyIntent(press(code, { repeat: true }), desk)).toBeUndefined();
    }
  });

  it('goes places after G', () => {
    expect(keyIntent(press('KeyG'), desk)).toEqual({ do: 'await-workspace' });
    const waiting = { ...desk, isAwaitingWorkspace: true };
    expect(keyIntent(press('KeyB'), waiting)).toEqual({ do: 'go', workspace: 'briefing' });
    expect(keyIntent(press('KeyJ'), waiting)).toBeUndefined();
  });
});
