import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { silentLog } from '../../../shared/kit/log.ts';
import type { HostMessage } from '../../data/service-messages.ts';
import { until } from '../../testing/until.ts';
import type { Host, HostProcess } from '../host.ts';
import { createBrowserHost } from './browser-host.ts';

let base: string;
let host: Host;
let opened: string[];

beforeEach(async () => {
  base = mkdtempSync(join(tmpdir(), 'rampart-host-'));
  mkdirSync(join(base, 'renderer'));
  writeFileSync(join(base, 'renderer', 'index.html'), 'the page');
  opened = [];
  host = await createBrowserHost({
    folders: { renderer: join(base, 'renderer'), region: base, glyphs: base },
    port: 0,
    controlSecret: 'control-secret',
    openPage: (url) => {
      opened.push(url);
      return Promise.resolve();
    },
    log: silentLog,
  });
});
afterEach(async () => {
  await host.close();
  rmSync(base, { recursive: true, force: true });
});

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** node:http and not fetch: a test must be able to say a wrong Host and an uncanonical path. */
function ask(url: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Reply> {
  const { hostname, port, pathname, search } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path: pathname + search, headers, method }, (reply) => {
      let body = '';
      reply.setEncoding('utf8');
      reply.on('data', (chunk: string) => (body += chunk));
      reply.on('end', () => resolve({ status: reply.statusCode ?? 0, headers: reply.headers, body }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

async function signIn(): Promise<{ readonly origin: string; readonly cookie: string }> {
  const url = host.mintUrl();
  const reply = await ask(url);
  const cookie = String(reply.headers['set-cookie']?.[0]).split(';')[0] ?? '';
  return { origin: new URL(url).origin, cookie };
}

/** A data service that only writes down what it is told. */
function fakeService(): {
  readonly process: HostProcess;
  readonly told: HostMessage[];
  say(message: unknown): void;
} {
  const told: HostMessage[] = [];
  const listeners: ((message: unknown) => void)[] = [];
  return {
    told,
    say: (message) => {
      for (const listener of listeners) listener(message);
    },
    process: {
      post: (message) => void told.push(message as HostMessage),
      onMessage: (listener) => void listeners.push(listener),
      onExit: () => undefined,
      stop: () => Promise.resolve(),
    },
  };
}

describe('the browser host', () => {
  it('turns a token into an HttpOnly SameSite=Strict session that survives F5 and a second window', async () => {
    const url = host.mintUrl();
    const first = await ask(url);
    expect(first.status).toBe(303);
    expect(first.headers['location']).toBe('/');
    const setCookie = String(first.headers['set-cookie']?.[0]);
    expect(setCookie).toMatch(/^rampart_session_\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    const cookie = setCookie.split(';')[0] ?? '';
    const origin = new URL(url).origin;
    for (let i = 0; i < 3; i++) expect((await ask(`${origin}/`, { cookie })).body).toBe('the page');
    expect((await ask(url, { cookie })).status).toBe(303);
  });

  it('shows a spent or unknown link how to get a new one, in both languages', async () => {
    const url = host.mintUrl();
    await ask(url);
    for (const stale of [url, `${new URL(url).origin}/?token=unknown`, `${new URL(url).origin}/`]) {
      const reply = await ask(stale);
      expect(reply.status).toBe(401);
      expect(reply.body).toContain('npm start -- --print-url');
      expect(reply.body).toMatch(/链接已失效[\s\S]*no longer valid/);
      expect(reply.headers['content-security-policy']).toContain("default-src 'none'");
    }
  });

  it('answers only to its own name', async () => {
    const { origin, cookie } = await signIn();
    for (const name of ['evil.example', `evil.example:${new URL(origin).port}`, '127.0.0.1:1', 'localhost']) {
      expect((await ask(`${origin}/`, { cookie, host: name })).status, name).toBe(421);
    }
    expect((await ask(`${origin}/`, { cookie, host: `localhost:${new URL(origin).port}` })).status).toBe(200);
  });

  it('gives links only to who knows the secret, and to no page', async () => {
    const { origin } = await signIn();
    const url = `${origin}/control/link`;
    const authorization = 'Bearer control-secret';
    const link = await ask(url, { authorization }, 'POST');
    expect((await ask(link.body.trim())).status).toBe(303);
    expect((await ask(url, { authorization: 'Bearer wrong' }, 'POST')).status).toBe(403);
    expect((await ask(url, { authorization, origin }, 'POST')).status).toBe(403);
    expect((await ask(url, { authorization })).status).toBe(403);
  });

  it('joins a page of ours to the data service and nobody else', async () => {
    const service = fakeService();
    host.bindDataService(service.process);
    const { origin, cookie } = await signIn();
    const target = `${origin.replace('http', 'ws')}/port?view=wall`;
    const refusals: string[] = [];
    for (const headers of [
      { origin, cookie: '' },
      { origin: 'http://evil.example', cookie },
      { origin: `http://127.0.0.1:1`, cookie },
    ]) {
      const socket = new WebSocket(target, { headers });
      await new Promise<void>((resolve) =>
        socket.on('error', (error) => {
          refusals.push(error.message);
          resolve();
        }),
      );
    }
    expect(refusals).toEqual([
      'Unexpected server response: 401',
      'Unexpected server response: 403',
      'Unexpected server response: 403',
    ]);
    expect(service.told).toEqual([]);

    const page = new WebSocket(target, { headers: { origin, cookie } });
    const heard: (string | Buffer)[] = [];
    page.on('message', (data: Buffer, isBinary) => void heard.push(isBinary ? data : data.toString('utf8')));
    await new Promise((resolve) => page.once('open', resolve));
    page.send('{"t":"request"}');
    await until(() => service.told.length === 2, 'the request');
    const [open, sent] = service.told;
    expect(open).toMatchObject({ t: 'window/opened', view: 'wall' });
    const windowId = open?.t === 'window/opened' ? open.windowId : '';
    expect(sent).toEqual({ t: 'window/message', windowId, text: '{"t":"request"}' });
    service.say({ t: 'window/text', windowId, text: 'hello' });
    service.say({ t: 'window/binary', windowId, bytes: new Uint8Array([1, 2]) });
    await until(() => heard.length === 2, 'both frames');
    expect(heard).toEqual(['hello', Buffer.from([1, 2])]);
    await until(() => service.told.at(-1)?.t === 'window/drained', 'the drain');

    page.send('x'.repeat(262_145));
    const code = await new Promise((resolve) => page.once('close', resolve));
    expect(code).toBe(1009);
    await until(() => service.told.at(-1)?.t === 'window/closed', 'the close');
  });

  it('survives a stranger that breaks off while being refused', async () => {
    const { hostname, port } = new URL(host.mintUrl());
    const knock =
      'GET /port HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n' +
      'A'.repeat(100_000);
    for (let i = 0; i < 20; i++) {
      await new Promise<void>((resolve) => {
        const socket = connect(Number(port), hostname, () => {
          socket.write(knock);
          setTimeout(() => socket.resetAndDestroy(), i % 4);
        });
        socket.on('error', () => undefined);
        socket.on('close', () => resolve());
      });
    }
    expect((await ask(host.mintUrl())).status).toBe(303);
  });

  it('sends pages away when the data service was restarted', async () => {
    const service = fakeService();
    host.bindDataService(service.process);
    const { origin, cookie } = await signIn();
    const page = new WebSocket(`${origin.replace('http', 'ws')}/port?view=seat`, {
      headers: { origin, cookie },
    });
    await new Promise((resolve) => page.once('open', resolve));
    host.bindDataService(fakeService().process);
    expect(await new Promise((resolve) => page.once('close', resolve))).toBe(4001);
  });

  it('opens windows with links of their own', async () => {
    await host.windows.openConsole();
    await host.windows.openWall('races');
    expect(opened[0]).toMatch(/\/\?token=[\w-]{43}$/);
    expect(opened[1]).toMatch(/\/\?token=[\w-]{43}#\/wall\?role=races$/);
    expect(opened[0]).not.toBe(opened[1]);
    expect(await host.secrets.backend()).toBeUndefined();
  });
});
