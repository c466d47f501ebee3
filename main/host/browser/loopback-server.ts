import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Duplex } from 'node:stream';
import { type AppFolders, handleAppRequest, plain } from '../handle-app-request.ts';
import type { BrowserSessions } from './browser-sessions.ts';
import { stalePage } from './stale-page.ts';

export interface LoopbackServerInput {
  readonly folders: AppFolders;
  readonly sessions: BrowserSessions;
  readonly port: () => number;
  readonly controlSecret: string;
  /** A link with a fresh token. */
  readonly mintUrl: () => string;
  /** A WebSocket upgrade of /port by a page with a session. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

/** The page's server. The caller listens, on 127.0.0.1 only, and closes it. */
export function createLoopbackServer(input: LoopbackServerInput): Server {
  const server = createServer((request, response) => {
    answer(input, request)
      .then((reply) => send(reply, request, response))
      .catch(() => response.destroy());
  });
  server.on('upgrade', (request, socket, head) => {
    // Nobody else listens for it: a stranger's broken connection would end the whole program.
    socket.on('error', () => socket.destroy());
    const refusal = refuseUpgrade(input, request);
    if (refusal === undefined) return input.upgrade(request, socket, head);
    socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  return server;
}

async function answer(input: LoopbackServerInput, request: IncomingMessage): Promise<Response> {
  // A foreign name resolving to 127.0.0.1 (DNS rebinding) must not reach us.
  if (!isOurHost(request.headers.host, input.port())) return plain(421, 'wrong host');
  const url = request.url ?? '/';
  if (url === '/control/link') return giveLink(input, request);
  const token = /^\/\?token=([\w-]{1,200})$/.exec(url)?.[1];
  if (token !== undefined && request.method === 'GET') {
    const cookie = input.sessions.spendToken(token);
    if (cookie !== undefined)
      return plain(303, 'welcome', { Location: '/', 'Set-Cookie': cookie, 'Cache-Control': 'no-store' });
    // A second press of F5 on the link, in a browser that is already in.
    if (input.sessions.isSession(request.headers.cookie)) return plain(303, 'welcome', { Location: '/' });
    return stalePage();
  }
  if (!input.sessions.isSession(request.headers.cookie)) return stalePage();
  const headers = new Headers();
  if (request.headers.range !== undefined) headers.set('range', request.headers.range);
  const method = request.method ?? 'GET';
  if (method !== 'GET' && method !== 'HEAD') return plain(405, 'method not allowed', { Allow: 'GET, HEAD' });
  // Not `new URL(url, base)`: the handler must see the path as it was sent.
  return handleAppRequest(
    { method, headers, url: `http://${request.headers.host ?? ''}${url}` },
    input.folders,
  );
}

/** For `--print-url`: a program of the same user, never a page (a browser sends an Origin with every POST). */
function giveLink(input: LoopbackServerInput, request: IncomingMessage): Response {
  const given = createHash('sha256')
    .update(request.headers.authorization ?? '')
    .digest();
  const wanted = createHash('sha256').update(`Bearer ${input.controlSecret}`).digest();
  const isAllowed =
    request.method === 'POST' && request.headers.origin === undefined && timingSafeEqual(given, wanted);
  return isAllowed ? plain(200, input.mintUrl(), { 'Cache-Control': 'no-store' }) : plain(403, 'forbidden');
}

function refuseUpgrade(input: LoopbackServerInput, request: IncomingMessage): string | undefined {
  const port = input.port();
  if (!isOurHost(request.headers.host, port)) return '421 Misdirected Request';
  if (!/^\/port(\?|$)/.test(request.url ?? '')) return '404 Not Found';
  // The exact page we served: another port of this machine is another origin.
  if (request.headers.origin !== `http://${request.headers.host ?? ''}`) return '403 Forbidden';
  if (!input.sessions.isSession(request.headers.cookie)) return '401 Unauthorized';
  return undefined;
}

function isOurHost(host: string | undefined, port: number): boolean {
  return host === `127.0.0.1:${port}` || host === `localhost:${port}`;
}

async function send(reply: Response, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.writeHead(reply.status, Object.fromEntries(reply.headers));
  if (reply.body === null || request.method === 'HEAD') {
    response.end();
    return;
  }
  await pipeline(Readable.fromWeb(reply.body), response);
}
