/** The sandboxed preload: one method, and the window's port. Bundled to a single CommonJS file, as the sandbox demands. */
import { contextBridge, ipcRenderer } from 'electron';
import { APP_ORIGIN, PORT_OPENED } from '../ipc/port-names.ts';
import { type RelayEnd, relayPort } from './relay-port.ts';

declare const window: {
  postMessage(message: unknown, targetOrigin: string, transfer: readonly unknown[]): void;
};

contextBridge.exposeInMainWorld(
  'rampart',
  Object.freeze({
    host: 'electron',
    openPort: (view: 'seat' | 'wall') =>
      ipcRenderer.send('port/open', { view: view === 'wall' ? 'wall' : 'seat' }),
    openWall: (role: string) => ipcRenderer.send('wall/open', { role }),
  }),
);

ipcRenderer.on(PORT_OPENED, (event: { readonly ports: readonly RelayEnd[] }) => {
  const port = event.ports[0];
  if (port === undefined) return;
  const { port1, port2 } = new MessageChannel();
  relayPort(port, port1);
  window.postMessage({ type: 'rampart/port' }, APP_ORIGIN, [port2]);
});
