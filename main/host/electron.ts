import { randomUUID } from 'node:crypto';
import {
  app,
  BrowserWindow,
  ipcMain,
  Notification,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  session,
} from 'electron';
import type { Log } from '../../shared/kit/log.ts';
import type { HostMessage } from '../data/service-messages.ts';
import { APP_ORIGIN } from '../ipc/port-names.ts';
import { placeWalls, type WallPlace, type WallWish } from '../windows/place-walls.ts';
import { installAppGuards, installSessionGuards, isAppUrl, secureWebPreferences } from './electron-guards.ts';
import { registerIpc } from './electron-ipc.ts';
import { electronProcesses, withPorts } from './electron-processes.ts';
import { electronSecrets } from './electron-secrets.ts';
import { type AppFolders, handleAppRequest, plain } from './handle-app-request.ts';
import type { Host, HostProcess, WallRole } from './host.ts';

export interface ElectronHostInput {
  readonly folders: AppFolders;
  readonly preload: string;
  readonly log: Log;
}

/** Before the app is ready: sandbox for everything, and app:// as a proper origin. */
export function prepareElectron(): void {
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
  installAppGuards(app);
}

/** The console in Electron's own windows. Call when the app is ready. */
export function createElectronHost(input: ElectronHostInput): Host {
  const { log } = input;
  const walls = new Map<BrowserWindow, WallWish>();
  let service: HostProcess | undefined;
  let consoleWindow: BrowserWindow | undefined;
  let awake: number | undefined;

  installSessionGuards(session.defaultSession);
  protocol.handle('app', (request) =>
    isAppUrl(request.url) ? handleAppRequest(request, input.folders) : plain(404, 'not found'),
  );
  registerIpc({
    ipcMain,
    openWall,
    log: log.child('ipc'),
    givePort: (view, port) => {
      const process = service === undefined ? undefined : withPorts(service);
      if (process === undefined) return port.close(); // the page sees the close and asks again
      process.givePort({ t: 'window/opened', windowId: randomUUID(), view } satisfies HostMessage, port);
    },
  });
  screen.on('display-added', settleWalls);
  screen.on('display-removed', settleWalls);
  screen.on('display-metrics-changed', settleWalls);
  app.on('second-instance', () => {
    if (consoleWindow?.isMinimized() === true) consoleWindow.restore();
    consoleWindow?.focus();
  });

  function openWindow(hash: string, place: WallPlace | undefined): BrowserWindow {
    const isKiosk = place !== undefined && !place.isRefuge;
    const window = new BrowserWindow({
      show: false,
      backgroundColor: '#0D1115',
      width: 1440,
      height: 900,
      ...place?.bounds,
      kiosk: isKiosk,
      autoHideMenuBar: true,
      webPreferences: secureWebPreferences(input.preload),
    });
    window.removeMenu();
    window.once('ready-to-show', () => window.show());
    window.webContents.on('render-process-gone', (_event, details) => {
      log.error('a page died, loading it again', { reason: details.reason });
      if (!window.isDestroyed()) window.webContents.reload();
    });
    window
      .loadURL(`${APP_ORIGIN}/${hash}`)
      .catch((error: unknown) => log.error('page not loaded', { reason: String(error) }));
    return window;
  }

  function openWall(role: WallRole): void {
    const wishes = [...walls.values(), { role }];
    const place = placeWalls(wishes, screen.getAllDisplays(), screen.getPrimaryDisplay().id).at(-1);
    const window = openWindow(`#/wall?role=${role}`, place);
    walls.set(window, { role, displayId: place?.isRefuge === false ? place.displayId : undefined });
    window.on('closed', () => {
      walls.delete(window);
      keepAwakeWhileWalls();
    });
    keepAwakeWhileWalls();
  }

  /** A display came or went: every wall to its place, kiosk only on a display of its own. */
  function settleWalls(): void {
    const windows = [...walls.keys()];
    const places = placeWalls([...walls.values()], screen.getAllDisplays(), screen.getPrimaryDisplay().id);
    places.forEach((place, i) => {
      const window = windows[i];
      if (window === undefined || window.isDestroyed()) return;
      window.setKiosk(false);
      window.setBounds(place.bounds);
      if (place.isRefuge) return;
      window.setKiosk(true);
      walls.set(window, { role: place.role, displayId: place.displayId });
    });
  }

  function keepAwakeWhileWalls(): void {
    if (walls.size > 0) awake ??= powerSaveBlocker.start('prevent-display-sleep');
    else if (awake !== undefined) {
      powerSaveBlocker.stop(awake);
      awake = undefined;
    }
  }

  return {
    kind: 'electron',
    windows: {
      openConsole: () => {
        const window = openWindow('#/dispatch', undefined);
        consoleWindow = window;
        window.on('closed', () => {
          if (consoleWindow === window) consoleWindow = undefined;
        });
        return Promise.resolve();
      },
      openWall: (role) => Promise.resolve(openWall(role)),
    },
    secrets: electronSecrets(safeStorage, process.platform),
    processes: electronProcesses,
    bindDataService: (started) => {
      service = started;
    },
    keepAwake: () => {
      const id = powerSaveBlocker.start('prevent-display-sleep');
      return () => powerSaveBlocker.stop(id);
    },
    notify: (title, body) => new Notification({ title, body }).show(),
    mintUrl: () => `${APP_ORIGIN}/`,
    close: () => {
      for (const window of BrowserWindow.getAllWindows()) window.destroy();
      return Promise.resolve();
    },
  };
}
