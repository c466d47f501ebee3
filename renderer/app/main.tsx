import '../ui/base.css';
import { must } from '../../shared/kit/invariant.ts';
import { boot } from './boot.tsx';
import type { HostBridge, RampartWindowApi } from './host-bridge.ts';
import { createMessagePortBridge } from './message-port-bridge.ts';
import { createWebSocketBridge } from './web-socket-bridge.ts';

declare global {
  interface Window {
    readonly rampart?: RampartWindowApi;
  }
}

/** Electron's preload exposes `window.rampart`; without it the page came from the browser host. */
function hostBridge(): HostBridge {
  return window.rampart === undefined
    ? createWebSocketBridge(window.location)
    : createMessagePortBridge(window.rampart, window);
}

/** A storage that forgets, where the browser refuses one. */
function safeStorage(): Pick<Storage, 'getItem' | 'setItem'> {
  try {
    return window.localStorage;
  } catch {
    return { getItem: () => null, setItem: () => undefined };
  }
}

boot(
  hostBridge(),
  must(document.querySelector<HTMLElement>('#root') ?? undefined, 'index.html has no #root'),
  window,
  safeStorage(),
);
