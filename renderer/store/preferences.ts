import type { StoreApi } from 'zustand/vanilla';
import { createStore } from 'zustand/vanilla';
import type { Lang } from '../i18n/format.ts';
import { type Seat, SEATS } from '../../shared/domain/vocabulary.ts';
import type { Theme } from '../ui/tokens.ts';

/** What a person set for this window and wants back next time. */
export interface Preferences {
  readonly lang: Lang;
  readonly theme: Theme;
  readonly isMuted: boolean;
  readonly hasSeenTour: boolean;
  /** The seat chooser is offered once; the choice itself is the data service's. */
  readonly hasChosenSeat: boolean;
  /** The seat chosen last time, taken again at the next start. */
  readonly seat: Seat | undefined;
}

/** The part of localStorage that is used. Every call may throw (private windows, full disk) and is allowed to. */
export type KeyValue = Pick<Storage, 'getItem' | 'setItem'>;

const KEY = 'rampart.preferences';

function readSaved(storage: KeyValue): Readonly<Record<string, unknown>> {
  try {
    const saved: unknown = JSON.parse(storage.getItem(KEY) ?? '{}');
    return typeof saved === 'object' && saved !== null ? { ...saved } : {};
  } catch {
    return {};
  }
}

/** Preferences of last time over `defaults`; every change is saved, and a storage that refuses is ignored. */
export function createPreferences(storage: KeyValue, defaults: Preferences): StoreApi<Preferences> {
  const saved = readSaved(storage);
  const store = createStore<Preferences>(() => ({
    lang: saved['lang'] === 'en' || saved['lang'] === 'zh-CN' ? saved['lang'] : defaults.lang,
    theme: saved['theme'] === 'light' || saved['theme'] === 'dark' ? saved['theme'] : defaults.theme,
    isMuted: saved['isMuted'] === true,
    hasSeenTour: saved['hasSeenTour'] === true || defaults.hasSeenTour,
    // The offer follows the tour; who has seen the tour before has had it or does without.
    hasChosenSeat: saved['hasChosenSeat'] === true || saved['hasSeenTour'] === true || defaults.hasChosenSeat,
    seat: SEATS.find((seat) => seat === saved['seat']) ?? defaults.seat,
  }));
  store.subscribe((preferences) => {
    try {
      storage.setItem(KEY, JSON.stringify(preferences));
    } catch {
      // Not being remembered is all that is lost.
    }
  });
  return store;
}

/** Whether a language was saved; a saved one wins over the service's, a `?lang=` wins over both. */
export function savedLang(storage: KeyValue): Lang | undefined {
  const lang = readSaved(storage)['lang'];
  return lang === 'en' || lang === 'zh-CN' ? lang : undefined;
}
