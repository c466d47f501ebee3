import { execFileSync, spawn } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { NOW_MS, startTestGateway, type TestGateway } from '../../gateway/testing/test-gateway.ts';
import { codeAnswerSchema } from '../../shared/contract/enrol.ts';
import { authorityMark, writeCode } from '../../shared/domain/enrolment-code.ts';

// The client was written from docs/PROTOCOL.md alone: what it needs and cannot find there is missing on that page.

const WALK = fileURLToPath(new URL('./walk.py', import.meta.url));
const stepSchema = z.looseObject({ step: z.string() });

function hasPython(): boolean {
  try {
    execFileSync('python3', ['-c', 'import ssl']);
    return true;
  } catch {
    process.stderr.write('skipped: there is no python3 here\n');
    return false;
  }
}

/** What `rampart admin enrol` does. */
function issueCode(test: TestGateway, seatId: string): Promise<string> {
  const { ready } = test.gateway;
  const adminKey = readFileSync(join(test.dataDir, 'admin.key'), 'utf8').trim();
  const headers = { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', ca: test.ca, headers, agent: false } as const;
    const outgoing = request(`${ready.feedUrl}/v1/admin/codes`, options, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => {
        const { secret } = codeAnswerSchema.parse(JSON.parse(text));
        const sha256 = createHash('sha256').update(new X509Certificate(test.ca).raw).digest();
        resolve(writeCode(secret, authorityMark(sha256)));
      });
    });
    outgoing.on('error', reject);
    outgoing.end(JSON.stringify({ seatId, roles: ['dispatcher'] }));
  });
}

function walk(given: object): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn('python3', [WALK, JSON.stringify(given)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', PYTHONIOENCODING: 'utf-8' },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

describe.skipIf(!hasPython())('a client in Python', () => {
  let test: TestGateway;
  beforeAll(async () => {
    test = await startTestGateway();
    const unit = { unitId: 'P-01', slot: 7, callsign: '一组', kind: 'patrol', crew: 2 } as const;
    await test.gateway.port.appendFacts([
      {
        kind: 'unit/registered',
        atMs: NOW_MS,
        actor: { type: 'system', id: 'test' },
        data: { ...unit, hasVehicle: true, skills: [], state: 'available' },
      },
    ]);
  });
  afterAll(() => test.close());

  it('enrols, feeds positions, receives checked events and sends a unit', async () => {
    const { ingestUrl, feedUrl, caFile, ingestKeyFile } = test.gateway.ready;
    const code = await issueCode(test, '桌二');
    const { code: exit, stdout, stderr } = await walk({ ingestUrl, feedUrl, caFile, ingestKeyFile, code });
    expect(stderr).toBe('');
    expect(exit).toBe(0);
    const steps = stdout
      .trim()
      .split('\n')
      .map((line) => stepSchema.parse(JSON.parse(line)));
    expect(steps).toMatchObject([
      { step: 'enrolled', seatId: '桌二', roles: ['dispatcher'] },
      { step: 'again', code: 'used-code' },
      {
        step: 'positions',
        status: 202,
        results: [{ status: 'accepted' }, { status: 'rejected', errors: [{ code: 'unknown-unit' }] }],
      },
      {
        step: 'frame',
        fixes: [{ atMs: NOW_MS, slot: 7, lon: 117.0213, lat: 36.6651, headingDeg: 90.5, speedMps: 12.34 }],
      },
      { step: 'history', fixes: 1, toMs: NOW_MS + 1000 },
      { step: 'alert', status: 202, result: { sourceId: 'python-1', status: 'accepted' } },
      { step: 'raised', title: '柜台大额取现' },
      { step: 'command', answer: { state: 'accepted' }, isRepeated: true },
      { step: 'issued', actor: { type: 'seat', id: '桌二' }, isNamed: true },
      { step: 'directory', contacts: 0 },
      { step: 'checked', events: 8 },
      { step: 'refused', what: 'wrong key', code: 'bad-key' },
      { step: 'refused', what: 'other role', code: 'view-not-allowed' },
    ]);
    const order = Object.values(test.gateway.port.state().orders)[0];
    expect(order).toMatchObject({ unitId: 'P-01', issuedBy: { id: '桌二' } });
  });
});
