import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runAdmin } from '../../gateway/seats/admin-cli.ts';
import {
  alertRow,
  connected,
  startTestGateway,
  type TestGateway,
} from '../../gateway/testing/test-gateway.ts';
import { enrol } from '../../main/join/enrol.ts';
import { gatewayAddress } from '../../main/join/gateway-address.ts';
import { keepSeat, openSeat, readSeatFile } from '../../main/join/seat-file.ts';
import { StartError, startText } from '../../main/start-text.ts';
import { directorySchema } from '../../shared/contract/directory.ts';

const printedSchema = z.object({ code: z.string(), gateway: z.url() });
const seat = { view: 'seat', role: 'dispatcher' } as const;

describe('enrolling a console elsewhere', () => {
  let test: TestGateway;
  let folder: string;
  beforeAll(async () => {
    test = await startTestGateway();
    folder = mkdtempSync(join(tmpdir(), 'rampart-seat-'));
  });
  afterAll(async () => {
    await test.close();
    rmSync(folder, { recursive: true });
  });

  /** `rampart admin ...` on the gateway's machine. */
  async function admin(...args: string[]): Promise<{ code: number; out: string; err: string }> {
    let out = '';
    let err = '';
    const io = { out: (text: string) => (out += text), err: (text: string) => (err += text), cwd: '/' };
    const code = await runAdmin([...args, '--data-dir', test.dataDir], io);
    return { code, out, err };
  }
  async function codeFor(...args: string[]): Promise<string> {
    const { out } = await admin('enrol', '--json', ...args);
    return printedSchema.parse(JSON.parse(out)).code;
  }
  /** The problem a join ends with, and that it can be told in both languages. */
  async function problemOf(joining: Promise<unknown>): Promise<string> {
    const error: unknown = await joining.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!(error instanceof StartError)) return `no StartError: ${String(error)}`;
    expect(startText('zh-CN', error.problem)).toMatch(/请/);
    expect(startText('en', error.problem)).not.toMatch(/undefined|[\u4E00-\u9FFF]/u);
    return error.problem.kind === 'enrol-refused' ? error.problem.code : error.problem.kind;
  }
  const joinAs = (code: string, url = test.gateway.ready.feedUrl) => enrol(url, code, () => Date.now());

  it('gives a seat a key of its own, which opens its role and walls, is listed, kept and revoked', async () => {
    const mine = await joinAs(await codeFor('--seat', 'desk-2'));
    const other = await joinAs(await codeFor('--seat', 'chief', '--role', 'commander', '--role', 'leader'));
    expect(mine).toMatchObject({ seatId: 'desk-2', roles: ['dispatcher'], mode: 'live', region: 'testland' });
    expect(Math.abs(mine.aheadMs)).toBeLessThan(60_000);
    expect(mine.key).not.toBe(other.key);
    expect(readFileSync(join(test.dataDir, 'seats.json'), 'utf8')).not.toContain(mine.key.slice(-20));

    const as = (key: string, view: Parameters<TestGateway['connect']>[1]) =>
      connected(test.connect('/ctl', view, { ca: mine.caPem, auth: { key } }));
    const socket = await as(mine.key, seat);
    await as(mine.key, { view: 'wall' });
    await as(other.key, { view: 'seat', role: 'leader' });
    await expect(as(other.key, seat)).rejects.toThrow('view-not-allowed');
    expect((await test.post('/v1/alerts', alertRow('a1'), { key: mine.key })).status).toBe(401);
    expect(directorySchema.parse(await socket.emitWithAck('directory', {}))).toEqual({
      contacts: [],
      crews: [],
    });

    const secrets = {
      backend: () => Promise.resolve('test-store'),
      wrap: (bytes: Uint8Array) => Promise.resolve(bytes.map((byte) => byte ^ 0x5a)),
      unwrap: (bytes: Uint8Array) =>
        Promise.resolve({ secret: bytes.map((byte) => byte ^ 0x5a), rewrap: false }),
    };
    const none = { ...secrets, backend: () => Promise.resolve(undefined) };
    expect(await keepSeat(folder, mine, none)).toBe(false);
    expect(readSeatFile(folder)).toBeUndefined();
    expect(await keepSeat(folder, mine, secrets)).toBe(true);
    expect(readFileSync(join(folder, 'seat.json'), 'utf8')).not.toContain(mine.key);
    const kept = readSeatFile(folder);
    if (kept === undefined) throw new Error('the seat was not kept');
    expect(await openSeat(folder, kept, secrets)).toBe(mine.key);
    expect(await problemOf(openSeat(folder, kept, none))).toBe('key-locked');

    expect((await admin('list')).out).toMatch(
      /desk-2\tdispatcher\t\S+\t在线 connected\nchief\tcommander,leader/,
    );
    const dropped = new Promise((resolve) => socket.once('disconnect', resolve));
    expect((await admin('revoke', '--seat', 'desk-2')).code).toBe(0);
    await dropped;
    await expect(as(mine.key, seat)).rejects.toThrow('revoked-key');
    await as(other.key, { view: 'seat', role: 'commander' });
    expect(await admin('revoke', '--seat', 'desk-2')).toMatchObject({ code: 1, err: /no seat desk-2/ });
    expect((await admin('list')).out).toContain('已撤销 revoked');
  });

  it('says what to do about a used, wrong or mistyped code', async () => {
    const code = await codeFor('--seat', 'once');
    const { feedUrl } = test.gateway.ready;
    await joinAs(code.toLowerCase(), gatewayAddress(feedUrl.replace('https://', '')));
    expect(await problemOf(joinAs(code))).toBe('used-code');
    expect(await problemOf(joinAs(`0000-0000${code.slice(9)}`))).toBe('wrong-code');
    expect(await problemOf(joinAs(code.slice(0, 20)))).toBe('bad-code');
    expect(await problemOf(joinAs(`${code.slice(0, 10)}${'Z'.repeat(19)}`))).toBe('bad-code');
  });

  it('sends no code to another gateway, and names a wrong address', async () => {
    const stranger = await startTestGateway();
    const plain = createServer((_request, response) => response.end('hello'));
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    try {
      const code = await codeFor('--seat', 'desk-3');
      expect(await problemOf(joinAs(code, stranger.gateway.ready.feedUrl))).toBe('other-gateway');
      expect(await problemOf(joinAs(code, test.gateway.ready.ingestUrl))).toBe('not-a-gateway');
      const { port } = plain.address() as AddressInfo;
      expect(await problemOf(joinAs(code, `https://127.0.0.1:${port}`))).toBe('not-a-gateway');
      expect(await problemOf(joinAs(code, 'https://127.0.0.1:1'))).toBe('gateway-unreachable');
      const unnamed = test.gateway.ready.feedUrl.replace('127.0.0.1', '127.0.0.2');
      expect(['name-not-certified', 'gateway-unreachable']).toContain(await problemOf(joinAs(code, unnamed)));
      for (const bad of ['', 'http://127.0.0.1:1', 'https://u:p@h:1', 'https://h:1/x', 'a b'])
        expect(() => gatewayAddress(bad)).toThrow(StartError);
      await joinAs(code);
    } finally {
      plain.close();
      await stranger.close();
    }
  });

  it('answers bad requests and strangers clearly', async () => {
    const bad = [
      ['enrol', '--seat', 'local'],
      ['enrol', '--seat', 'a b'],
    ];
    for (const args of bad)
      expect(await admin(...args)).toMatchObject({ code: 1, err: /cannot name a seat/ });
    expect(await admin('enrol')).toMatchObject({ code: 2, err: /--seat NAME is needed/ });
    expect(await admin('enrol', '--seat', 'x', '--role', 'king')).toMatchObject({
      code: 2,
      err: /--role is/,
    });
    expect(await admin('dance')).toMatchObject({ code: 2 });
    const io = { out: () => undefined, err: () => undefined, cwd: folder };
    expect(await runAdmin(['list'], io)).toBe(1);
  });
});
