import { createRoot } from 'react-dom/client';
import { createStore } from 'zustand/vanilla';
import type { FindBoard } from '../../shared/domain/find-board.ts';
import type { ExitsView } from '../../shared/domain/moving-target.ts';
import { MOST_ROWS } from '../../shared/domain/race.ts';
import type { Seat } from '../../shared/domain/vocabulary.ts';
import {
  browserEngineHost,
  type ClosureMark,
  createEngine,
  keepSame,
  type SceneInput,
} from '../engine/public.ts';
import { chooseLang } from '../i18n/translate.ts';
import { type Console, ConsoleProvider, type Ticker } from '../store/console.tsx';
import { createIntentStore, leaveStream } from '../store/intent.ts';
import { createMirrorStore, type MirrorStore } from '../store/mirror.ts';
import { placesShown, type ShownPlaces } from '../store/board-rows.ts';
import { isOf, targetOf } from '../store/target.ts';
import { createPreferences, type KeyValue, savedLang } from '../store/preferences.ts';
import { createAlarmSound } from './alarm-sound.ts';
import { alarmNeed } from './alarm-watch.ts';
import { App } from './app.tsx';
import { createActions } from './create-actions.ts';
import { exitsOnMap, meetingsOnMap } from './exits-on-map.ts';
import { findOnMap } from './find-on-map.ts';
import type { HostBridge } from './host-bridge.ts';
import { keepLinesInPlace } from './keep-lines.ts';
import { listenKeys } from './listen-keys.ts';
import { createPortClient, type PortClient } from './port-client.ts';
import { roadsOnMap } from './roads-on-map.ts';
import { parseRoute } from './routes.ts';

const TICK_MS = 250;
const L0_REPEAT_MS = 2500;

/** Starts one window: stores, line, engine, sound, keys, then React. */
export function boot(bridge: HostBridge, root: HTMLElement, window: Window, storage: KeyValue): void {
  const nowMs = (): number => performance.now();
  const query = new URLSearchParams(window.location.search);
  const isWall = parseRoute(window.location.hash).workspace === 'wall';
  const askedLang = query.get('lang');
  const preferences = createPreferences(storage, {
    lang: chooseLang(askedLang),
    theme: 'dark',
    isMuted: false,
    hasSeenTour: isWall || query.get('tour') === 'off',
    hasChosenSeat: isWall || query.get('tour') === 'off',
    seat: undefined,
  });
  if (askedLang !== null) preferences.setState({ lang: chooseLang(askedLang) });
  const showRoot = (): void => {
    window.document.documentElement.lang = preferences.getState().lang;
    window.document.documentElement.dataset['theme'] = preferences.getState().theme;
  };
  preferences.subscribe(showRoot);
  showRoot();

  const client = createPortClient(bridge, isWall ? 'wall' : 'seat', {
    nowMs,
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  });
  const mirror = createMirrorStore((flush) => setTimeout(flush, 0));
  const intent = createIntentStore(isWall || preferences.getState().hasSeenTour ? undefined : 'tour');
  const engine = createEngine(browserEngineHost());
  const sound = createAlarmSound(() => new AudioContext());
  const audio = createStore(() => ({ status: sound.status() }));
  sound.onStatus((status) => audio.setState({ status }));
  let lastLocalId = 0;
  const actions = createActions({
    client,
    mirror,
    intent,
    preferences,
    sound,
    localId: () => String(++lastLocalId),
    navigate: (hash) => {
      window.location.hash = hash;
    },
  });

  client.onEvent((event) => {
    if (event.t === 'positions') engine.acceptPositions(event);
    else mirror.apply(event, nowMs());
    if (event.t === 'playhead') engine.setPlayhead(event.playhead);
    if (event.t === 'hello' && askedLang === null && savedLang(storage) === undefined)
      preferences.setState({ lang: event.lang });
  });
  let shown: SceneInput | undefined;
  let shownExits: ExitsView | undefined;
  let shownPlaces: ShownPlaces = {};
  let isShownMeeting = false;
  let shownFind: FindBoard | undefined;
  let shownRoads: readonly ClosureMark[] = [];
  const showScene = (): void => {
    const { state, races, exits, find } = mirror.get();
    const { road, dock } = intent.getState();
    const closures = keepSame(shownRoads, roadsOnMap(mirror.get(), road));
    const places = placesShown(mirror.get(), intent.getState());
    // Heartbeats and marks change the mirror too; the map has nothing to do with them.
    if (state === undefined) return;
    const isMeeting = exits !== undefined && dock === 'meeting';
    const isSameBoard =
      exits === shownExits &&
      isMeeting === isShownMeeting &&
      places.gates === shownPlaces.gates &&
      places.finds === shownPlaces.finds &&
      find === shownFind &&
      closures === shownRoads;
    if (state === shown?.state && races === shown.races && isSameBoard) return;
    const stops = isMeeting ? meetingsOnMap(exits, places.gates) : exitsOnMap(exits?.board, places.gates);
    shown = { state, races, ...stops, finds: findOnMap(find, places.finds), closures };
    isShownMeeting = isMeeting;
    shownRoads = closures;
    shownFind = find;
    shownExits = exits;
    shownPlaces = places;
    engine.setScene(shown);
  };
  mirror.subscribe(showScene);
  intent.subscribe(showScene);
  if (!isWall) keepSeat(client, () => preferences.getState().seat);
  keepToStream(mirror, intent);
  keepFocusInStep(mirror, intent, client);
  keepRowsInPlace(mirror, intent);
  keepLinesInPlace(mirror, intent);
  keepRouteSelection(window, mirror, actions.select);
  if (!isWall) ringAlarms(mirror, () => preferences.getState().isMuted, sound.play);
  // Electron lets a window speak at once; a browser only after the first touch of a key or button.
  if (bridge.host === 'electron') sound.unblock();
  window.addEventListener('pointerdown', () => sound.unblock(), { once: true, capture: true });
  window.addEventListener('keydown', () => sound.unblock(), { once: true, capture: true });
  // A wall is watched, not operated: only its address steers it.
  if (!isWall) listenKeys(window, intent, actions);

  if (!isWall) warnOfUnanswered(window, mirror);

  const console: Console = {
    view: isWall ? 'wall' : 'seat',
    mirror,
    intent,
    preferences,
    audio,
    line: client,
    ticker: createTicker(nowMs),
    actions,
  };
  createRoot(root).render(
    <ConsoleProvider value={console}>
      <App engine={engine} />
    </ConsoleProvider>,
  );
}

function createTicker(nowMs: () => number): Ticker {
  const listeners = new Set<() => void>();
  let tickMs = nowMs();
  setInterval(() => {
    tickMs = nowMs();
    for (const listener of listeners) listener();
  }, TICK_MS);
  return {
    nowMs: () => tickMs,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The browser asks before it closes a window whose orders have no answer yet: whoever gave them would not learn of it. */
function warnOfUnanswered(window: Window, mirror: MirrorStore): void {
  window.addEventListener('beforeunload', (event) => {
    const commands = Object.values(mirror.get().commands);
    if (commands.some(({ state }) => state === 'queued' || state === 'sent')) event.preventDefault();
  });
}

/** Takes the remembered seat again, once a line: the service itself starts every window at its own. */
function keepSeat(client: PortClient, remembered: () => Seat | undefined): void {
  let isAsked = false;
  client.onLink(() => {
    if (client.link().state !== 'open') isAsked = false;
  });
  client.onEvent((event) => {
    if (event.t !== 'hello' || isAsked) return;
    isAsked = true;
    const seat = remembered();
    if (seat !== undefined && seat !== event.seat) void client.request('seat/choose', { seat });
  });
}

/** A drill that was started over is another one: nothing in it is selected yet, whatever carries the same id. */
function keepToStream(mirror: MirrorStore, intent: ReturnType<typeof createIntentStore>): void {
  let shown: string | undefined;
  mirror.subscribe(() => {
    const stream = mirror.get().state?.stream;
    if (stream === shown) return;
    if (shown !== undefined) leaveStream(intent);
    shown = stream;
  });
}

/** Tells the service what this window looks at, so that its recommendation comes; again after every new line or epoch. */
function keepFocusInStep(
  mirror: MirrorStore,
  intent: ReturnType<typeof createIntentStore>,
  client: PortClient,
): void {
  let told: string | undefined;
  const tell = (): void => {
    const { state, epoch } = mirror.get();
    if (state === undefined || client.link().state !== 'open') return;
    const { selectedId, dock, frozen } = intent.getState();
    const targetId =
      selectedId === undefined ? undefined : (state.alerts[selectedId]?.incidentId ?? selectedId);
    const find = dock === 'find';
    const keep = frozen.slice(0, MOST_ROWS);
    const key = `${epoch} ${targetId ?? ''} ${find} ${keep.join(' ')}`;
    if (key === told) return;
    told = key;
    void client.request('focus/set', targetId === undefined ? {} : { targetId, find, keep });
  };
  intent.subscribe(tell);
  mirror.subscribe(tell);
  client.onLink(() => {
    if (client.link().state !== 'open') told = undefined;
    tell();
  });
}

/** Freezes the order of an open recommendation when its first list comes after the opening. */
function keepRowsInPlace(mirror: MirrorStore, intent: ReturnType<typeof createIntentStore>): void {
  mirror.subscribe(() => {
    const { state, recommendation } = mirror.get();
    const { openId, frozen } = intent.getState();
    if (recommendation === undefined || openId === undefined || frozen.length > 0) return;
    // opened as an alert, promoted before its first list came: the same target under another id
    const target = state === undefined ? undefined : targetOf(state, openId);
    if (target === undefined || !isOf(state, recommendation.targetId, target)) return;
    intent.setState({ frozen: recommendation.rows.map((row) => row.unitId) });
  });
}

/** `?incident=ID` in the hash selects it once the state is there; the view of a window is fixed, so a wall reloads. */
function keepRouteSelection(
  window: Window,
  mirror: MirrorStore,
  select: (id: string | undefined) => void,
): void {
  const wasWall = parseRoute(window.location.hash).workspace === 'wall';
  const apply = (): void => {
    const route = parseRoute(window.location.hash);
    if ((route.workspace === 'wall') !== wasWall) window.location.reload();
    if (route.incidentId !== undefined) select(route.incidentId);
  };
  window.addEventListener('hashchange', apply);
  const stop = mirror.subscribe(() => {
    if (mirror.get().state === undefined) return;
    stop();
    apply();
  });
}

/** One tone a level for what is new while live; L0 repeats until it is acknowledged. What was there at the start is silent, except L0. */
function ringAlarms(
  mirror: MirrorStore,
  isMuted: () => boolean,
  play: (level: 'L0' | 'L1' | 'L2' | 'L3') => void,
): void {
  const heard = new Set<string>();
  let isFirst = true;
  mirror.subscribe(() => {
    const { state, playhead } = mirror.get();
    if (state === undefined) return;
    const need = alarmNeed(state, heard);
    for (const id of need.fresh) heard.add(id);
    if (need.ring !== undefined && !isFirst && playhead?.mode === 'live' && !isMuted()) play(need.ring);
    isFirst = false;
  });
  setInterval(() => {
    const { state, playhead } = mirror.get();
    if (state === undefined || playhead?.mode !== 'live' || isMuted()) return;
    if (alarmNeed(state, heard).repeatL0) play('L0');
  }, L0_REPEAT_MS);
}
