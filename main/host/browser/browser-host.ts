import { randomBytes, randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { invariant } from '../../../shared/kit/invariant.ts';
import type { Log } from '../../../shared/kit/log.ts';
import type { AppFolders } from '../handle-app-request.ts';
import type { Host, WallRole } from '../host.ts';
import { BrowserSessions } from './browser-sessions.ts';
import { createLoopbackServer } from './loopback-server.ts';
import { nodeProcesses } from './node-processes.ts';
import { PortBridge } from './port-bridge.ts';

export interface BrowserHostInput {
  readonly folders: AppFolders;
  /** 0 = any free port. */
  readonly port: number;
  /** Whoever knows it may ask for links: it is in a file that only the user can read. */
  readonly controlSecret: string;
  /** Opens a Chromium-family window on a link, or says how to. */
  readonly openPage: (url: string) => Promise<void>;
  readonly log: Log;
}

/**
 * The console in a browser on this machine: the same main program, the same pages, over one WebSocket a window.
 * Rejects with EADDRINUSE when the port is taken. There is no secret store, so the cache stays in memory.
 */
export async function createBrowserHost(input: BrowserHostInput): Promise<Host> {
  let port = input.port;
  const sessions = new BrowserSessions({
    newSecret: () => randomBytes(32).toString('base64url'),
    nowMs: Date.now,
    port: () => port,
  });
  const bridge = new PortBridge({ newId: randomUUID, log: input.log });
  const server = createLoopbackServer({
    folders: input.folders,
    sessions,
    port: () => port,
    controlSecret: input.controlSecret,
    mintUrl: () => mintUrl('link'),
    upgrade: (request, socket, head) => bridge.upgrade(request, socket, head),
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      port = portOf(server);
      resolve();
    });
  });
  const mintUrl = (use: 'link' | 'own-window', page = ''): string =>
    `http://127.0.0.1:${port}/?token=${sessions.mintToken(use)}${page}`;
  return {
    kind: 'browser',
    windows: {
      openConsole: () => input.openPage(mintUrl('own-window')),
      openWall: (role: WallRole) => input.openPage(mintUrl('own-window', `#/wall?role=${role}`)),
    },
    secrets: {
      backend: () => Promise.resolve(undefined),
      wrap: () => Promise.reject(new Error('a browser host has no secret store')),
      unwrap: () => Promise.reject(new Error('a browser host has no secret store')),
    },
    processes: nodeProcesses,
    bindDataService: (service) => bridge.bind(service),
    keepAwake: () => () => undefined, // the page asks the browser for a wake lock itself
    notify: (title, body) => input.log.info('notification', { title, body }),
    mintUrl: () => mintUrl('link'),
    close: async () => {
      bridge.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  invariant(typeof address === 'object' && address !== null, 'a listening server has an address');
  return address.port;
}
