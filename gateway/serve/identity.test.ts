import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestGateway } from '../testing/test-gateway.ts';
import { createKeyCheck, loadKey } from './keys.ts';
import { issueServerIdentity } from './local-ca.ts';

const DAY_MS = 86_400_000;
let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'rampart-identity-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));
const issue = (nowMs = Date.now()) =>
  issueServerIdentity({ dataDir, name: 'Rampart test', nowMs, hosts: ['localhost', '127.0.0.1', '::1'] });

describe('local authority', () => {
  it('signs a certificate for loopback that only its own authority vouches for', async () => {
    const identity = await issue();
    const ca = new X509Certificate(readFileSync(identity.caFile, 'utf8'));
    const server = new X509Certificate(identity.cert);
    expect(ca.ca).toBe(true);
    expect(server.ca).toBe(false);
    expect(server.verify(ca.publicKey)).toBe(true);
    expect(server.checkIssued(ca)).toBe(true);
    expect(server.checkHost('localhost')).toBe('localhost');
    expect(server.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(server.checkIP('::1')).toBe('::1');
    expect(server.checkIP('10.0.0.1')).toBeUndefined();
    expect(server.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
    expect(Date.parse(server.validTo)).toBeLessThan(Date.now() + 91 * DAY_MS);
  });

  it('keeps the authority and renews the server certificate', async () => {
    const first = await issue();
    const pinned = readFileSync(first.caFile, 'utf8');
    const second = await issue(Date.now() + 80 * DAY_MS);
    expect(readFileSync(second.caFile, 'utf8')).toBe(pinned);
    expect(new X509Certificate(second.cert).verify(new X509Certificate(pinned).publicKey)).toBe(true);
    expect(new X509Certificate(second.cert).serialNumber).not.toBe(
      new X509Certificate(first.cert).serialNumber,
    );
  });

  it('refuses half an authority and one that is about to end', async () => {
    await issue();
    await expect(issue(Date.now() + 3600 * DAY_MS)).rejects.toThrow(/enrol the consoles again/);
    rmSync(join(dataDir, 'ca.key'));
    await expect(issue()).rejects.toThrow(/only one of ca.pem and ca.key/);
  });

  it.runIf(process.platform !== 'win32')('keeps its secrets to their owner', async () => {
    await issue();
    loadKey(dataDir, 'live', 'console');
    for (const file of ['ca.key', 'console.key'])
      expect(statSync(join(dataDir, file)).mode & 0o777).toBe(0o600);
  });
});

describe('keys', () => {
  it('are random, kept, and of one world and purpose', () => {
    const key = loadKey(dataDir, 'drill', 'console');
    expect(loadKey(dataDir, 'drill', 'console')).toEqual(key);
    expect(key.text).toMatch(/^rampart-drill-console-[\w-]{43}$/);
    expect(loadKey(dataDir, 'drill', 'ingest').text).not.toContain(key.text.slice(-43));
    expect(() => loadKey(dataDir, 'live', 'console')).toThrow(/not a key of a live gateway/);
    writeFileSync(join(dataDir, 'console.key'), 'rampart-drill-console-short');
    expect(() => loadKey(dataDir, 'drill', 'console')).toThrow(/delete the file/);
  });

  it('are checked whole', () => {
    const check = createKeyCheck('rampart-live-console-secret', 'live');
    expect(check('rampart-live-console-secret')).toBeUndefined();
    expect(check(undefined)?.code).toBe('bad-key');
    expect(check('')?.code).toBe('bad-key');
    expect(check('rampart-live-console-secre')?.code).toBe('bad-key');
    expect(check('rampart-drill-console-secret')?.code).toBe('other-mode-key');
  });
});

describe('two worlds', () => {
  it('never share a data folder', async () => {
    const drill = await startTestGateway({ mode: 'drill', dataDir });
    expect(drill.gateway.ready).toMatchObject({ mode: 'drill', stream: 'testland-drill-1' });
    await drill.close();
    await expect(startTestGateway({ mode: 'live', dataDir })).rejects.toThrow(/--data-dir/);
    const next = await startTestGateway({ mode: 'drill', dataDir });
    expect(next.gateway.ready.stream).toBe('testland-drill-2');
    expect(next.gateway.port.state()).toMatchObject({
      seq: 1,
      mode: 'drill',
      drill: { name: 'warm', seed: 1 },
    });
    await next.close();
  });

  it('a live gateway goes on where it stopped', async () => {
    const first = await startTestGateway({ dataDir });
    await first.post('/v1/alerts', {
      source: '110',
      sourceId: 'k',
      level: 'L1',
      scamType: 'loan',
      title: { zh: '标题' },
      reason: { zh: '原因' },
    });
    const before = first.gateway.port.state();
    await first.close();
    const second = await startTestGateway({ dataDir });
    expect(second.gateway.port.state()).toEqual(before);
    expect(second.gateway.ready.consoleKey).toBe(first.gateway.ready.consoleKey);
    await second.close();
  });
});
