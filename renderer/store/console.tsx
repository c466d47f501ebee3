import { createContext, useContext, useSyncExternalStore } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import { useStore } from 'zustand';
import { type Translator, translatorOf } from '../i18n/translate.ts';
import type { Actions } from './actions.ts';
import { feedTimeMs, type Freshness, freshnessOf } from './feed-time.ts';
import type { Intent, IntentStore } from './intent.ts';
import type { Mirror, MirrorStore } from './mirror.ts';
import type { Preferences } from './preferences.ts';

/** A monotonic clock that ticks a few times a second; everything that ages reads it. */
export interface Ticker {
  nowMs(): number;
  subscribe(listener: () => void): () => void;
}

/** The window's own line, as the client reports it. */
export interface LineStore {
  link(): {
    readonly state: 'connecting' | 'open' | 'lost';
    readonly attempt: number;
    readonly sinceMs: number;
  };
  onLink(listener: () => void): () => void;
}

/** State of the sound device, for the button that tests it. */
export type AudioStatus = 'ready' | 'blocked' | 'missing';

/** Everything a panel may reach, made once by the composition root. */
export interface Console {
  readonly view: 'seat' | 'wall';
  readonly mirror: MirrorStore;
  readonly intent: IntentStore;
  readonly preferences: StoreApi<Preferences>;
  readonly audio: StoreApi<{ readonly status: AudioStatus }>;
  readonly line: LineStore;
  readonly ticker: Ticker;
  readonly actions: Actions;
}

const ConsoleContext = createContext<Console | undefined>(undefined);

/** Hands the console to the tree. */
export const ConsoleProvider = ConsoleContext.Provider;

/** The console; throws when there is no provider, which is a bug. */
export function useConsole(): Console {
  const value = useContext(ConsoleContext);
  if (value === undefined) throw new Error('useConsole needs a ConsoleProvider above it');
  return value;
}

/** A piece of the mirror; `pick` returns a member of it, so that identity means unchanged. */
export function useMirror<T>(pick: (mirror: Mirror) => T): T {
  const { mirror } = useConsole();
  return useSyncExternalStore(mirror.subscribe, () => pick(mirror.get()));
}

/** A piece of UI intent. */
export function useIntent<T>(pick: (intent: Intent) => T): T {
  return useStore(useConsole().intent, pick);
}

/** A preference. */
export function usePreference<K extends keyof Preferences>(key: K): Preferences[K] {
  return useStore(useConsole().preferences, (preferences) => preferences[key]);
}

/** What a person can do. */
export function useActions(): Actions {
  return useConsole().actions;
}

/** The translator of the chosen language. */
export function useTranslator(): Translator {
  return TRANSLATORS[usePreference('lang')];
}

const TRANSLATORS = { 'zh-CN': translatorOf('zh-CN'), en: translatorOf('en') } as const;

/** Feed time now in steps of `stepMs` (0 before the first playhead); the component redraws only when a step passed. */
export function useFeedNow(stepMs = 1000): number {
  const { mirror, ticker } = useConsole();
  const read = (): number => {
    const { playhead, playheadReceivedMs } = mirror.get();
    if (playhead === undefined) return 0;
    return Math.floor(feedTimeMs(playhead, playheadReceivedMs, ticker.nowMs()) / stepMs) * stepMs;
  };
  return useSyncExternalStore(ticker.subscribe, read);
}

/** How old the picture is, in whole seconds. */
export function useFreshness(): Freshness {
  const { mirror, ticker, line } = useConsole();
  const read = (): string => {
    const { feed, feedReceivedMs } = mirror.get();
    const fresh = freshnessOf(line.link(), feed, feedReceivedMs, ticker.nowMs());
    const ageS = fresh.ageMs === undefined ? '' : Math.trunc(fresh.ageMs / 1000);
    return `${fresh.state}|${ageS}|${fresh.isOwnLine ? 1 : 0}`;
  };
  const [state, ageS, own] = useSyncExternalStore(ticker.subscribe, read).split('|');
  return {
    state: state === 'lost' ? 'lost' : state === 'late' ? 'late' : 'fresh',
    ageMs: ageS === '' || ageS === undefined ? undefined : Number(ageS) * 1000,
    isOwnLine: own === '1',
  };
}

/** The window's line to its data service. */
export function useLine(): ReturnType<LineStore['link']> {
  const { line } = useConsole();
  return useSyncExternalStore(line.onLink, line.link);
}
