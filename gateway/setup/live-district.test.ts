import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { districtAlarmSchema } from '../../shared/contract/ctl.ts';
import type { EventDraft } from '../../shared/domain/event.ts';
import { emptyState, type State } from '../../shared/domain/state.ts';
import type { Log } from '../../shared/kit/log.ts';
import { applyEvent } from '../../shared/timeline/fold.ts';
import type { GatewayPort } from '../serve/gateway-port.ts';
import { initFolder } from './init-folder.ts';
import { createLiveDistrict, type LiveDistrict, LiveConfigError } from './live-district.ts';

const NOON_MS = Date.UTC(2026, 10, 22, 4);
const HEAD = 'unit_id,callsign,kind,crew,vehicle\n';

describe('a live district that is started again', () => {
  let root: string;
  let dir: string;
  let dataDir: string;
  let state: State;
  let tick: () => void;
  let said: string[];
  let stops: (() => Promise<void>)[];
  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'rampart-district-'));
    dir = join(root, 'd');
    dataDir = join(root, 'data');
    mkdirSync(dataDir);
    await initFolder({ dir, name: '区', region: 'jinan', port: 0, nowMs: NOON_MS });
    state = emptyState('s');
    said = [];
    stops = [];
  });
  afterEach(async () => {
    for (const stop of stops) await stop();
    rmSync(root, { recursive: true });
  });

  const hear = (_text: string, facts?: unknown): void => void said.push(JSON.stringify(facts));
  const log: Log = { debug: hear, info: hear, warn: hear, error: hear, child: () => log };
  const create = (isRestart: boolean): LiveDistrict => createLiveDistrict(dir, { dataDir, isRestart, log });
  /** Only what a district asks of the gateway. */
  const port = {
    state: () => state,
    appendFacts: async (drafts: readonly EventDraft[]) => {
      for (const draft of drafts) {
        const seq = state.seq + 1;
        state = applyEvent(state, {
          ...draft,
          stream: 's',
          seq,
          id: `e${seq}`,
          receivedAtMs: NOON_MS,
          hash: '',
        });
      }
    },
  } as unknown as GatewayPort;
  async function run(district: LiveDistrict, nowMs = NOON_MS): Promise<void> {
    const stop = await district.keepUnits(port, {
      offFile: join(dataDir, 'off-duty.json'),
      nowMs: () => nowMs,
      every: (_ms, again) => {
        tick = again;
        return () => undefined;
      },
      log,
    });
    stops.push(stop);
  }
  const units = (rows: string): void => writeFileSync(join(dir, 'units.csv'), HEAD + rows);
  const kept = (): string => join(dataDir, 'district-kept.json');

  it('goes on with the last good copy, says which row, and takes the mended file by itself', async () => {
    writeFileSync(join(dir, 'roster.csv'), 'unit_id,name,from,to\n');
    units('A,甲,patrol,2,yes\n');
    await run(create(false));
    expect(statSync(kept()).mode & 0o077).toBe(process.platform === 'win32' ? 0o066 : 0);
    units('A,甲,patrol,2,yes\nB,乙,dragon,2,yes\nC,丙,patrol,99,yes\n');
    expect(() => create(false)).toThrow(/units\.csv:3[\s\S]*units\.csv:4/);

    const district = create(true);
    const alarm = districtAlarmSchema.parse(district.alarm());
    expect(alarm).toEqual({ file: 'units.csv', line: 3, errors: 2, keptAtMs: NOON_MS });
    expect(said.join('\n')).toMatch(/"keptAt":"2026-11-22T04:00:00\.000Z".*units\.csv:3 kind “dragon”/);
    const before = readFileSync(kept(), 'utf8');
    await run(district, NOON_MS + 1000);
    expect(Object.keys(state.units)).toEqual(['A']);
    expect(readFileSync(kept(), 'utf8')).toBe(before);

    units('A,甲,patrol,2,yes\nB,乙,dragon,2,yes\n');
    tick();
    await stops.at(-1)?.();
    expect(district.alarm()).toMatchObject({ line: 3, errors: 1 });
    units('A,甲,patrol,2,yes\nB,乙,patrol,2,yes\n');
    tick();
    await stops.at(-1)?.();
    expect(district.alarm()).toBeUndefined();
    expect(Object.keys(state.units)).toEqual(['A', 'B']);
    expect(district.directoryAt(NOON_MS).crews.map(({ unitId }) => unitId)).toEqual(['A', 'B']);
    expect(readFileSync(kept(), 'utf8')).not.toBe(before);
  });

  it('does without a file that is gone and a configuration that is torn, but not without a copy', async () => {
    rmSync(join(dir, 'contacts.csv'));
    expect(() => create(true)).toThrow(LiveConfigError);
    writeFileSync(join(dir, 'contacts.csv'), 'contact_id,name,kind,phone\nK1,李四,bank,13800138000\n');
    await run(create(false));
    rmSync(join(dir, 'contacts.csv'));
    expect(create(true).alarm()).toMatchObject({ file: 'contacts.csv', line: undefined, errors: 1 });
    expect(create(true).directoryAt(NOON_MS).contacts).toMatchObject([{ name: '李四' }]);
    writeFileSync(join(dir, 'rampart.json'), '{"format":1,');
    expect(create(true).alarm()).toMatchObject({ file: 'rampart.json', errors: 2 });
    expect(create(true).config.name).toBe('区');
    writeFileSync(kept(), '{"v":1');
    expect(() => create(true)).toThrow(LiveConfigError);
  });
});
