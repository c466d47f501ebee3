import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';

/** A display as Electron reports it. */
export interface FakeDisplay {
  readonly id: number;
  readonly bounds: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
}

/** A window's contents: only what the host touches. */
export class FakeContents extends EventEmitter {
  reloads = 0;
  reload(): void {
    this.reloads++;
  }
  setWindowOpenHandler(): void {}
}

/** A BrowserWindow that remembers what was done to it. */
export class FakeWindow extends EventEmitter {
  static all: FakeWindow[] = [];
  readonly webContents = new FakeContents();
  readonly options: Readonly<Record<string, unknown>>;
  bounds: unknown;
  isKiosk: boolean;
  url = '';
  focused = 0;
  isGone = false;

  constructor(options: Readonly<Record<string, unknown>>) {
    super();
    this.options = options;
    this.isKiosk = options['kiosk'] === true;
    FakeWindow.all.push(this);
    fakeElectron.app.emit('web-contents-created', {}, this.webContents);
  }
  static getAllWindows(): FakeWindow[] {
    return FakeWindow.all.filter((window) => !window.isGone);
  }
  loadURL(url: string): Promise<void> {
    this.url = url;
    return Promise.resolve();
  }
  removeMenu(): void {}
  show(): void {}
  restore(): void {}
  isMinimized(): boolean {
    return false;
  }
  focus(): void {
    this.focused++;
  }
  isDestroyed(): boolean {
    return this.isGone;
  }
  destroy(): void {
    this.isGone = true;
    this.emit('closed');
  }
  setKiosk(on: boolean): void {
    this.isKiosk = on;
  }
  setBounds(bounds: unknown): void {
    this.bounds = bounds;
  }
}

/** One end of a MessageChannelMain. */
export class FakePort {
  isClosed = false;
  close(): void {
    this.isClosed = true;
  }
}

/** A utility process: its output is a stream of lines, its end an event. */
export class FakeUtilityProcess extends EventEmitter {
  static all: FakeUtilityProcess[] = [];
  readonly stdout = new PassThrough();
  readonly posted: { readonly message: unknown; readonly ports: readonly unknown[] }[] = [];
  postMessage(message: unknown, ports: readonly unknown[] = []): void {
    this.posted.push({ message, ports });
  }
  kill(): boolean {
    this.emit('exit', 0);
    return true;
  }
}

class FakeScreen extends EventEmitter {
  displays: FakeDisplay[] = [];
  getAllDisplays(): FakeDisplay[] {
    return this.displays;
  }
  getPrimaryDisplay(): FakeDisplay | undefined {
    return this.displays[0];
  }
}

class FakeApp extends EventEmitter {
  isSandboxed = false;
  enableSandbox(): void {
    this.isSandboxed = true;
  }
}

/** The electron module as the host sees it; `reset` between tests. */
export const fakeElectron = {
  app: new FakeApp(),
  BrowserWindow: FakeWindow,
  ipcMain: new EventEmitter(),
  MessageChannelMain: class {
    readonly port1 = new FakePort();
    readonly port2 = new FakePort();
  },
  Notification: class {
    show(): void {}
  },
  awake: new Set<number>(),
  powerSaveBlocker: {
    start: (kind: string): number => {
      if (kind !== 'prevent-display-sleep') throw new Error(`unexpected blocker ${kind}`);
      const id = fakeElectron.awake.size + 1;
      fakeElectron.awake.add(id);
      return id;
    },
    stop: (id: number): boolean => fakeElectron.awake.delete(id),
  },
  schemes: [] as unknown[],
  handlers: new Map<string, (request: Request) => Promise<Response> | Response>(),
  protocol: {
    registerSchemesAsPrivileged: (schemes: unknown[]): void => void fakeElectron.schemes.push(...schemes),
    handle: (scheme: string, handler: (request: Request) => Promise<Response>): void =>
      void fakeElectron.handlers.set(scheme, handler),
  },
  safeStorage: {
    isAsyncEncryptionAvailable: (): Promise<boolean> => Promise.resolve(true),
    getSelectedStorageBackend: (): string => 'basic_text',
  },
  screen: new FakeScreen(),
  session: {
    defaultSession: {
      setPermissionRequestHandler: (): void => undefined,
      setPermissionCheckHandler: (): void => undefined,
      setDevicePermissionHandler: (): void => undefined,
      setDisplayMediaRequestHandler: (): void => undefined,
      webRequest: { onBeforeRequest: (): void => undefined },
    },
  },
  utilityProcess: {
    fork: (entry: string, args: readonly string[], options: unknown): FakeUtilityProcess => {
      const child = Object.assign(new FakeUtilityProcess(), { entry, args, options });
      FakeUtilityProcess.all.push(child);
      return child;
    },
  },
  reset(): void {
    FakeWindow.all = [];
    FakeUtilityProcess.all = [];
    fakeElectron.awake.clear();
    fakeElectron.handlers.clear();
    fakeElectron.app.removeAllListeners();
    fakeElectron.ipcMain.removeAllListeners();
    fakeElectron.screen.removeAllListeners();
    fakeElectron.screen.displays = [];
  },
};
