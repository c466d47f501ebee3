import type { App, Session, WebContents, WebPreferences } from 'electron';
import { APP_ORIGIN } from '../ipc/port-names.ts';

/** What a page may be granted; everything else is refused without asking. */
const GRANTED: ReadonlySet<string> = new Set(['fullscreen', 'notifications', 'clipboard-sanitized-write']);

/** The preferences of every window we open; nothing else sets them. */
export function secureWebPreferences(preload: string): WebPreferences {
  return {
    preload,
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
    // A wall in the background must not fall behind.
    backgroundThrottling: false,
  };
}

/** Whether a URL is one of our own pages or files. Compared as text: a standard scheme has no credentials or port here. */
export function isAppUrl(url: string): boolean {
  return url === APP_ORIGIN || url.startsWith(`${APP_ORIGIN}/`);
}

/** The part of Electron's session that is guarded. */
export type GuardedSession = Pick<
  Session,
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
> & { readonly webRequest: Pick<Session['webRequest'], 'onBeforeRequest'> };

/** Denies by default: permissions, devices, screen capture, and every request that is not ours. */
export function installSessionGuards(session: GuardedSession): void {
  session.setPermissionRequestHandler((contents, permission, callback) =>
    callback(GRANTED.has(permission) && isAppUrl(contents.getURL())),
  );
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => GRANTED.has(permission) && isAppUrl(origin.replace(/\/$/, '')),
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, callback) => callback({}));
  session.webRequest.onBeforeRequest((details, callback) => callback({ cancel: !isAppUrl(details.url) }));
}

/** The part of a window's contents that is guarded. */
export type GuardedContents = Pick<WebContents, 'on' | 'setWindowOpenHandler'>;

/** Keeps a window on our pages: no navigation away, no new windows, no webviews. */
export function installContentsGuards(contents: GuardedContents): void {
  const stay = (event: { readonly url: string; preventDefault(): void }): void => {
    if (!isAppUrl(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** Client certificates and bad certificates: none of our connections is Chromium's, so the answer is always no. */
export function installAppGuards(app: Pick<App, 'on'>): void {
  app.on('select-client-certificate', (event, _contents, _url, _list, callback) => {
    event.preventDefault();
    callback();
  });
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, callback) => {
    event.preventDefault();
    callback(false);
  });
  app.on('web-contents-created', (_event, contents) => installContentsGuards(contents));
}
