import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { heartbeatSchema } from '../../shared/contract/ctl.ts';
import type { Datum } from '../../shared/geo/datum.ts';
import { createRng } from '../../shared/kit/rng.ts';
import { type Log, silentLog } from '../../shared/kit/log.ts';
import { prepareDatumEvidence } from '../../shared/roads/datum-evidence.ts';
import { decodeRoadGraph } from '../../shared/roads/graph-codec.ts';
import { sampleDrives, sampleFixes } from '../../shared/roads/sample-drives.ts';
import { connected, NOW_MS, startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import { SourceDatums } from './source-datums.ts';

const graph = decodeRoadGraph(readFileSync(new URL('../../regions/jinan/roads.bin', import.meta.url)));
const drives = sampleDrives(graph, createRng(11), 60);
const UNITS = 20;

function recordingLog(warnings: string[]): Log {
  const log: Log = {
    ...silentLog,
    warn: (message, fields) => void warnings.push(`${message} ${JSON.stringify(fields)}`),
    child: () => log,
  };
  return log;
}

describe('datums of sources, through the real ingest', () => {
  let test: TestGateway;
  const warnings: string[] = [];

  beforeAll(async () => {
    test = await startTestGateway({ roads: graph, log: recordingLog(warnings) });
    const crew = { kind: 'patrol', crew: 2, hasVehicle: true, skills: [], state: 'available' } as const;
    await test.gateway.port.appendFacts(
      Array.from({ length: 2 * UNITS }, (_, slot) => ({
        kind: 'unit/registered',
        atMs: NOW_MS,
        actor: { type: 'system', id: 'test' },
        data: { ...crew, unitId: `u${slot}`, slot, callsign: `U${slot}` },
      })),
    );
  });
  afterAll(() => test.close());

  /** Sends 200 fixes that are truly in `real`, in batches of 20; the source's units begin at `firstUnit`. */
  async function send(source: string, firstUnit: number, declared: Datum, real: Datum): Promise<void> {
    const fixes = sampleFixes(drives, createRng(21), { units: UNITS, fixes: 200, datum: real });
    for (let from = 0; from < fixes.length; from += 20) {
      const rows = fixes.slice(from, from + 20).map(({ unit, atMs, lon, lat, speedMps }) => ({
        source,
        unitId: `u${firstUnit + unit}`,
        atMs: NOW_MS - 600_000 + atMs,
        lon,
        lat,
        datum: declared,
        speedMps,
      }));
      expect(await test.post('/v1/positions', { rows })).toMatchObject({ status: 202 });
    }
  }

  it('raises the alarm of a source that lies within 200 fixes, and of no other', async () => {
    await send('honest-gps', 0, 'gcj02', 'gcj02');
    await send('lying-gps', UNITS, 'wgs84', 'gcj02');
    const socket = await connected(test.connect('/ctl', { view: 'seat', role: 'dispatcher' }));
    const beat = heartbeatSchema.parse(await new Promise((resolve) => socket.once('heartbeat', resolve)));
    const byName = new Map(beat.sources.map((source) => [source.name, source]));
    expect(byName.get('honest-gps')).toMatchObject({ rejected: 0 });
    expect(byName.get('honest-gps')).not.toHaveProperty('datumAlarm');
    expect(byName.get('lying-gps')?.datumAlarm).toMatchObject({ declared: 'wgs84', looksLike: 'gcj02' });
    expect(byName.get('lying-gps')?.datumAlarm?.fixes).toBeLessThanOrEqual(200);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('lying-gps');
  });

  it('answers a place on the border of the shifted area, where iterating would not end', async () => {
    const row = { unitId: 'u0', atMs: NOW_MS, lon: 72.0045, lat: 30, datum: 'gcj02' };
    expect(await test.post('/v1/positions', row)).toMatchObject({ status: 202 });
  });
});

describe('looks at the roads', () => {
  const evidence = prepareDatumEvidence(graph);

  it('samples a flood and still finds the lie, without taking the looks of others', () => {
    let nowMs = 0;
    const datums = new SourceDatums(evidence, () => nowMs, silentLog);
    const flood = sampleFixes(drives, createRng(31), { units: 300, fixes: 12_000, datum: 'gcj02' });
    const quiet = sampleFixes(drives, createRng(32), { units: 20, fixes: 200, datum: 'bd09' });
    datums.offer(flood.slice(0, 2_000).map((fix) => ({ ...fix, source: 'honest', datum: 'gcj02' })));
    // 100 a second are earned now, by two sources: one fix in 40 is looked at
    for (let from = 2_000; from < flood.length; from += 2_000) {
      nowMs += 100;
      const batch = flood.slice(from, from + 2_000);
      datums.offer(batch.map((fix) => ({ ...fix, source: 'honest', datum: 'wgs84' })));
    }
    datums.offer(quiet.map((fix) => ({ ...fix, source: 'liar', datum: 'gcj02' })));
    expect(datums.alarmOf('liar')?.looksLike).toBe('bd09');
    expect(datums.alarmOf('honest')?.looksLike).toBe('gcj02');
    expect(datums.alarmOf('honest')?.fixes).toBeLessThan(500);
    expect(datums.alarmOf('nobody')).toBeUndefined();
  });
});
