import { describe, expect, it } from 'vitest';
import { createPreferences, type KeyValue, type Preferences } from './preferences.ts';

const defaults: Preferences = {
  lang: 'zh-CN',
  theme: 'dark',
  isMuted: false,
  hasSeenTour: false,
  hasChosenSeat: false,
  seat: undefined,
};

function storageWith(saved: unknown): KeyValue & { text: string } {
  const storage = {
    text: JSON.stringify(saved),
    getItem: () => storage.text,
    setItem: (_: string, text: string) => {
      storage.text = text;
    },
  };
  return storage;
}

describe('preferences', () => {
  it('brings back what was saved, the seat included', () => {
    const storage = storageWith({});
    createPreferences(storage, defaults).setState({ seat: 'commander', hasChosenSeat: true, theme: 'light' });
    expect(createPreferences(storage, defaults).getState()).toMatchObject({
      seat: 'commander',
      hasChosenSeat: true,
      theme: 'light',
    });
  });

  it('ignores what it does not know', () => {
    const store = createPreferences(storageWith({ seat: 'emperor', lang: 'xx', theme: 7 }), defaults);
    expect(store.getState()).toEqual(defaults);
  });

  it('offers the seat on a first start only', () => {
    expect(createPreferences(storageWith({}), defaults).getState().hasChosenSeat).toBe(false);
    expect(createPreferences(storageWith({ hasSeenTour: true }), defaults).getState().hasChosenSeat).toBe(
      true,
    );
  });

  it('works where nothing can be stored', () => {
    const refusing: KeyValue = {
      getItem: () => {
        throw new Error('refused');
      },
      setItem: () => {
        throw new Error('refused');
      },
    };
    const store = createPreferences(refusing, defaults);
    store.setState({ isMuted: true });
    expect(store.getState().isMuted).toBe(true);
  });
});
