import { createReadStream } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { Readable } from 'node:stream';

/** Folders that are served, by first path segment; everything else is the renderer's own folder. */
export interface AppFolders {
  /** Built renderer (index.html and assets). */
  readonly renderer: string;
  /** Region pack: /region/<file>. */
  readonly region: string;
  /** Board without roads: /board/<file>; undefined: none is installed. */
  readonly board?: string | undefined;
  /** Glyph ranges: /glyphs/<fontstack>/<range>.pbf. */
  readonly glyphs: string;
}

/** What is read of a Request; a real one fits. `url` holds the path as it was sent. */
export type AppRequest = Pick<Request, 'method' | 'url'> & { readonly headers: Pick<Headers, 'get'> };

/** The one content security policy of every page, in both hosts. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types default',
].join('; ');

/** On every answer, page or not. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.otf': 'font/otf',
  '.pbf': 'application/x-protobuf',
  '.pmtiles': 'application/octet-stream',
  '.bin': 'application/octet-stream',
  '.wasm': 'application/wasm',
  '.ico': 'image/x-icon',
};

/**
 * Answers a GET or HEAD for a static file: the handler of app:// and of the loopback server alike. Only canonical paths
 * inside these folders, symbolic links included; Range is honoured with 206. Never rejects for bad input.
 */
export async function handleAppRequest(request: AppRequest, folders: AppFolders): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return plain(405, 'method not allowed', { Allow: 'GET, HEAD' });
  const place = locate(rawPath(request.url), folders);
  if (place === undefined) return plain(404, 'not found');
  const file = await openInside(place.root, place.path);
  if (file === undefined) return plain(404, 'not found');
  const { path, size } = file;
  const range = parseRange(request.headers.get('range'), size);
  if (range === 'unsatisfiable')
    return plain(416, 'range not satisfiable', { 'Content-Range': `bytes */${size}` });
  const headers: Record<string, string> = {
    ...SECURITY_HEADERS,
    'Content-Type': TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream',
    'Cache-Control': place.isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    'Accept-Ranges': 'bytes',
    'Content-Length': String(range === undefined ? size : range.end - range.start + 1),
  };
  if (range !== undefined) headers['Content-Range'] = `bytes ${range.start}-${range.end}/${size}`;
  const status = range === undefined ? 200 : 206;
  if (request.method === 'HEAD' || size === 0) return new Response(null, { status, headers });
  const stream = createReadStream(path, range === undefined ? {} : { start: range.start, end: range.end });
  return new Response(Readable.toWeb(stream), { status, headers });
}

/** A short text answer with every security header. */
export function plain(
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const type = { 'Content-Type': 'text/plain; charset=utf-8' };
  return new Response(`${text}\n`, { status, headers: { ...SECURITY_HEADERS, ...type, ...headers } });
}

/** The path as sent: URL parsing would already have folded `..` away. */
function rawPath(url: string): string {
  const afterScheme = url.indexOf('//') + 2;
  const start = url.indexOf('/', afterScheme);
  if (start < 0) return '/';
  const end = url.slice(start).search(/[?#]/);
  return end < 0 ? url.slice(start) : url.slice(start, start + end);
}

function locate(
  raw: string,
  folders: AppFolders,
): { readonly root: string; readonly path: string; readonly isImmutable: boolean } | undefined {
  let path: string;
  try {
    path = decodeURIComponent(raw);
  } catch {
    return undefined;
  }
  const isCanonical =
    path.startsWith('/') &&
    !/[\0\\:]/.test(path) &&
    !/%(2f|5c|00)/i.test(raw) &&
    path
      .slice(1)
      .split('/')
      .every(
        (part, i, all) => part !== '.' && part !== '..' && (part !== '' || (i === 0 && all.length === 1)),
      );
  if (!isCanonical) return undefined;
  if (path.startsWith('/region/'))
    return { root: folders.region, path: path.slice('/region/'.length), isImmutable: false };
  if (path.startsWith('/board/'))
    return folders.board === undefined
      ? undefined
      : { root: folders.board, path: path.slice('/board/'.length), isImmutable: false };
  if (path.startsWith('/glyphs/'))
    return { root: folders.glyphs, path: path.slice('/glyphs/'.length), isImmutable: false };
  return {
    root: folders.renderer,
    path: path === '/' ? 'index.html' : path.slice(1),
    isImmutable: path.startsWith('/assets/'),
  };
}

async function openInside(
  root: string,
  path: string,
): Promise<{ readonly path: string; readonly size: number } | undefined> {
  try {
    const realRoot = await realpath(root);
    const realFile = await realpath(join(root, path));
    if (!realFile.startsWith(realRoot + sep)) return undefined;
    const handle = await open(realFile, 'r');
    try {
      const info = await handle.stat();
      return info.isFile() ? { path: realFile, size: info.size } : undefined;
    } finally {
      await handle.close();
    }
  } catch {
    return undefined; // missing, unreadable or a directory: all the same to the outside
  }
}

/** One range; several ranges are answered with the whole file, as the standard allows. */
function parseRange(
  header: string | null,
  size: number,
): { readonly start: number; readonly end: number } | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (match === null || (match[1] === '' && match[2] === '')) return undefined;
  const from = match[1] === '' ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const to = match[1] === '' || match[2] === '' ? size - 1 : Math.min(size - 1, Number(match[2]));
  if (from > to || from >= size) return 'unsatisfiable';
  return { start: from, end: to };
}
