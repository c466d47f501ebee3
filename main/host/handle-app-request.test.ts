import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppFolders, CONTENT_SECURITY_POLICY, handleAppRequest } from './handle-app-request.ts';

let base: string;
let folders: AppFolders;

beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'rampart-app-'));
  folders = { renderer: join(base, 'renderer'), region: join(base, 'region'), glyphs: join(base, 'glyphs') };
  mkdirSync(join(folders.renderer, 'assets'), { recursive: true });
  mkdirSync(folders.region);
  mkdirSync(join(folders.glyphs, 'Noto Sans SC'), { recursive: true });
  writeFileSync(join(base, 'secret.txt'), 'secret');
  writeFileSync(join(folders.renderer, 'index.html'), '<!doctype html>');
  writeFileSync(join(folders.renderer, 'assets', 'app.js'), 'export {};');
  writeFileSync(join(folders.renderer, 'empty.json'), '');
  writeFileSync(join(folders.region, 'tiles.pmtiles'), '0123456789');
  writeFileSync(join(folders.glyphs, 'Noto Sans SC', '0-255.pbf'), 'glyphs');
  symlinkSync(join(base, 'secret.txt'), join(folders.renderer, 'link.txt'));
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> {
  return handleAppRequest(
    { method, url: `http://127.0.0.1:1${path}`, headers: new Headers(headers) },
    folders,
  );
}

describe('handleAppRequest', () => {
  it('serves the page, its assets, the region and glyphs', async () => {
    expect(await (await get('/')).text()).toBe('<!doctype html>');
    expect((await get('/assets/app.js')).headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(await (await get('/region/tiles.pmtiles?v=1')).text()).toBe('0123456789');
    expect(await (await get('/glyphs/Noto%20Sans%20SC/0-255.pbf')).text()).toBe('glyphs');
    expect((await get('/empty.json')).status).toBe(200);
  });

  it('answers app:// the same way', async () => {
    const reply = await handleAppRequest(new Request('app://console/region/tiles.pmtiles'), folders);
    expect(reply.status).toBe(200);
  });

  it('sends the policy of every page with every answer', async () => {
    expect(CONTENT_SECURITY_POLICY).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
        "worker-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'; " +
        "require-trusted-types-for 'script'; trusted-types default",
    );
    for (const path of ['/', '/assets/app.js', '/missing', '/../x']) {
      const { headers } = await get(path);
      expect(headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    }
  });

  it.each([
    '/../secret.txt',
    '/region/../../secret.txt',
    '/region/..%2f..%2fsecret.txt',
    '/region/%2e%2e/%2e%2e/secret.txt',
    '/region/%2E%2E%5csecret.txt',
    '/region/..\\..\\secret.txt',
    '/./index.html',
    '//index.html',
    '/assets//app.js',
    '/index.html%00.js',
    '/%',
    '/%c0%ae%c0%ae/secret.txt',
    '/\\\\server\\share',
    '/C:/secret.txt',
    '/link.txt',
    '/assets/',
    '/assets',
    '/region/',
    '/glyphs/../secret.txt',
    '/INDEX.HTML/../index.html',
  ])('never leaves its folders: %s', async (path) => {
    const reply = await get(path);
    expect(reply.status).toBe(404);
    expect(await reply.text()).toBe('not found\n');
  });

  it.each([
    ['bytes=0-3', 206, '0123', 'bytes 0-3/10'],
    ['bytes=4-', 206, '456789', 'bytes 4-9/10'],
    ['bytes=-2', 206, '89', 'bytes 8-9/10'],
    ['bytes=8-99', 206, '89', 'bytes 8-9/10'],
    ['bytes=0-1,3-4', 200, '0123456789', undefined],
    ['chars=0-1', 200, '0123456789', undefined],
  ])('honours Range: %s', async (range, status, body, contentRange) => {
    const reply = await get('/region/tiles.pmtiles', { range });
    expect(reply.status).toBe(status);
    expect(await reply.text()).toBe(body);
    expect(reply.headers.get('content-range') ?? undefined).toBe(contentRange);
    expect(reply.headers.get('content-length')).toBe(String(body.length));
  });

  it('refuses a range outside the file and other methods', async () => {
    expect((await get('/region/tiles.pmtiles', { range: 'bytes=10-' })).status).toBe(416);
    expect((await get('/', {}, 'POST')).status).toBe(405);
    const head = await get('/region/tiles.pmtiles', {}, 'HEAD');
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '10', '']);
  });
});
