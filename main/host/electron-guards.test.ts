import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { App, SafeStorage, Session, WebContents } from 'electron';
import { describe, expect, it } from 'vitest';
import {
  type GuardedContents,
  type GuardedSession,
  installAppGuards,
  installContentsGuards,
  installSessionGuards,
  isAppUrl,
  secureWebPreferences,
} from './electron-guards.ts';
import { type AsyncSafeStorage, electronSecrets } from './electron-secrets.ts';

const HOSTILE = [
  'https://example.com/',
  'http://127.0.0.1:4870/',
  'file:///etc/passwd',
  'app://evil/',
  'app://console.evil/',
  'app://console:80/',
  'app://user@console/',
  'APP://console/',
  'javascript:alert(1)',
  'data:text/html,x',
  'blob:app://console/1',
  'devtools://devtools/',
  'chrome://gpu',
  '',
];

/** Compile-time drift guard: our fakes and parts must go on fitting Electron's own types. */
type Fits<Part, Whole extends Part> = [Part, Whole];
type Checks = [
  Fits<GuardedContents, WebContents>,
  Fits<AsyncSafeStorage, SafeStorage>,
  Fits<GuardedSession, Session>,
];
const checks: Checks | undefined = undefined;

describe('secureWebPreferences', () => {
  it('is sandboxed, isolated and without Node', () => {
    expect(checks).toBeUndefined();
    expect(secureWebPreferences('/preload.cjs')).toEqual({
      preload: '/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      backgroundThrottling: false,
    });
  });
});

describe('isAppUrl', () => {
  it.each(HOSTILE)('refuses %s', (url) => expect(isAppUrl(url)).toBe(false));
  it.each(['app://console', 'app://console/', 'app://console/assets/a.js?x#y'])('accepts %s', (url) =>
    expect(isAppUrl(url)).toBe(true),
  );
});

describe('installSessionGuards', () => {
  type Handlers = { [K in keyof GuardedSession]?: unknown } & { before?: unknown };

  function guarded(): Handlers {
    const kept: Handlers = {};
    const fake = {
      setPermissionRequestHandler: (handler: unknown) => (kept.setPermissionRequestHandler = handler),
      setPermissionCheckHandler: (handler: unknown) => (kept.setPermissionCheckHandler = handler),
      setDevicePermissionHandler: (handler: unknown) => (kept.setDevicePermissionHandler = handler),
      setDisplayMediaRequestHandler: (handler: unknown) => (kept.setDisplayMediaRequestHandler = handler),
      webRequest: { onBeforeRequest: (handler: unknown) => (kept.before = handler) },
    };
    installSessionGuards(fake);
    return kept;
  }

  it('grants three permissions to our pages and nothing else', () => {
    const ask = guarded().setPermissionRequestHandler as (
      contents: { getURL(): string },
      permission: string,
      callback: (granted: boolean) => void,
    ) => void;
    const check = guarded().setPermissionCheckHandler as (
      contents: unknown,
      permission: string,
      origin: string,
    ) => boolean;
    const granted: string[] = [];
    const all = [
      'fullscreen',
      'notifications',
      'clipboard-sanitized-write',
      'media',
      'geolocation',
      'usb',
      'openExternal',
      'display-capture',
      'unknown',
    ];
    for (const permission of all) {
      ask(
        { getURL: () => 'app://console/#/dispatch' },
        permission,
        (yes) => void (yes && granted.push(permission)),
      );
      ask({ getURL: () => 'https://evil.example/' }, permission, (yes) => expect(yes).toBe(false));
      expect(check(null, permission, 'app://console/')).toBe(granted.includes(permission));
      expect(check(null, permission, 'https://evil.example/')).toBe(false);
    }
    expect(granted).toEqual(['fullscreen', 'notifications', 'clipboard-sanitized-write']);
  });

  it('gives no device, no screen, and lets no foreign request out', () => {
    const kept = guarded();
    expect((kept.setDevicePermissionHandler as () => boolean)()).toBe(false);
    (kept.setDisplayMediaRequestHandler as (request: unknown, callback: (streams: unknown) => void) => void)(
      {},
      (streams) => expect(streams).toEqual({}),
    );
    const before = kept.before as (
      details: { url: string },
      callback: (answer: { cancel: boolean }) => void,
    ) => void;
    for (const url of HOSTILE) before({ url }, ({ cancel }) => expect(cancel, url).toBe(true));
    before({ url: 'app://console/region/tiles.pmtiles' }, ({ cancel }) => expect(cancel).toBe(false));
  });
});

describe('installContentsGuards', () => {
  it('lets a window neither leave, nor open another, nor hold a webview', () => {
    const listeners = new Map<string, (event: { url: string; preventDefault(): void }) => void>();
    let openHandler: (() => unknown) | undefined;
    installContentsGuards({
      on: (name: string, listener: never) => listeners.set(name, listener),
      setWindowOpenHandler: (handler: never) => (openHandler = handler),
    } as unknown as GuardedContents);
    const isStopped = (name: string, url: string): boolean => {
      let stopped = false;
      listeners.get(name)?.({ url, preventDefault: () => (stopped = true) });
      return stopped;
    };
    for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
      for (const url of HOSTILE) expect(isStopped(name, url), `${name} ${url}`).toBe(true);
      expect(isStopped(name, 'app://console/#/wall')).toBe(false);
    }
    expect(isStopped('will-attach-webview', 'app://console/')).toBe(true);
    expect(openHandler?.()).toEqual({ action: 'deny' });
  });
});

describe('installAppGuards', () => {
  it('offers no certificate of ours and accepts no bad one', () => {
    const listeners = new Map<string, (...args: unknown[]) => void>();
    installAppGuards({
      on: (name: string, listener: never) => listeners.set(name, listener),
    } as unknown as Pick<App, 'on'>);
    const event = { preventDefault: () => undefined };
    const answers: unknown[][] = [];
    const callback = (...args: unknown[]): void => void answers.push(args);
    listeners.get('select-client-certificate')?.(event, null, 'https://x', [{}], callback);
    listeners.get('certificate-error')?.(event, null, 'https://x', 'ERR', {}, callback);
    expect(answers).toEqual([[], [false]]);
    expect([...listeners.keys()]).toContain('web-contents-created');
  });
});

describe('electronSecrets', () => {
  /** Behaves like the keyring: what it wrapped it unwraps. */
  function fakeStorage(backend: string, isAvailable = true, shouldReEncrypt = false): AsyncSafeStorage {
    return {
      isAsyncEncryptionAvailable: () => Promise.resolve(isAvailable),
      encryptStringAsync: (text) => Promise.resolve(Buffer.from(`wrapped:${text}`)),
      decryptStringAsync: (bytes) =>
        Promise.resolve({ result: bytes.toString().slice('wrapped:'.length), shouldReEncrypt }),
      getSelectedStorageBackend: () => backend as ReturnType<SafeStorage['getSelectedStorageBackend']>,
    };
  }

  it('refuses a store that protects nothing', async () => {
    expect(await electronSecrets(fakeStorage('basic_text'), 'linux').backend()).toBeUndefined();
    expect(await electronSecrets(fakeStorage('unknown'), 'linux').backend()).toBeUndefined();
    expect(await electronSecrets(fakeStorage('gnome_libsecret', false), 'linux').backend()).toBeUndefined();
    expect(await electronSecrets(fakeStorage('gnome_libsecret'), 'linux').backend()).toBe('gnome_libsecret');
    expect(await electronSecrets(fakeStorage('unknown'), 'win32').backend()).toBe('dpapi');
    expect(await electronSecrets(fakeStorage('unknown'), 'darwin').backend()).toBe('keychain');
  });

  it('gives a key back byte for byte and says when to wrap it anew', async () => {
    const key = new Uint8Array([0, 255, 128, 7]);
    const secrets = electronSecrets(fakeStorage('kwallet6', true, true), 'linux');
    expect(await secrets.unwrap(await secrets.wrap(key))).toEqual({ secret: key, rewrap: true });
  });
});

describe('drift against Electron', () => {
  const types = readFileSync(
    join(dirname(createRequire(import.meta.url).resolve('electron/package.json')), 'electron.d.ts'),
    'utf8',
  );
  /** Members we call; each must exist and must not be marked deprecated. */
  const USED = [
    'enableSandbox(): void',
    'requestSingleInstanceLock(',
    'registerSchemesAsPrivileged(',
    'handle(scheme: string',
    'setPermissionRequestHandler(',
    'setPermissionCheckHandler(',
    'setDevicePermissionHandler(',
    'setDisplayMediaRequestHandler(',
    'setWindowOpenHandler(',
    'encryptStringAsync(',
    'decryptStringAsync(',
    'isAsyncEncryptionAvailable(',
    'getSelectedStorageBackend(',
    'class MessageChannelMain',
    'class UtilityProcess',
    'readonly senderFrame',
    'readonly detached: boolean',
    'setKiosk(',
    'getAllDisplays(): Display[]',
  ];

  it.each(USED)('%s exists and is not deprecated', (member) => {
    const at = types.indexOf(member);
    expect(at, 'not in electron.d.ts').toBeGreaterThan(0);
    const before = types.slice(0, at).trimEnd();
    const comment = before.endsWith('*/') ? before.slice(before.lastIndexOf('/**')) : '';
    expect(comment).not.toMatch(/deprecated/i);
  });

  it('would notice the deprecated synchronous safeStorage', () => {
    const at = types.indexOf('encryptString(');
    expect(types.slice(types.lastIndexOf('/**', at), at)).toMatch(/deprecated/i);
  });
});
