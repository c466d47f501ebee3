import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyState, type State } from '../../shared/domain/state.ts';
import { applyEvent } from '../../shared/timeline/fold.ts';
import { crewsAt } from './crews.ts';
import { dutyUntilMs, offsetMsOf } from './duty-time.ts';
import { LiveUnits } from './live-units.ts';
import type { LiveTables } from './read-live-folder.ts';
import { readRoster } from './read-roster.ts';
import { readUnits } from './read-units.ts';

const OFFSET = offsetMsOf('+08:00');
/** A moment of local time on 22 November 2026. */
const at = (hour: number, minute = 0): number => Date.UTC(2026, 10, 22, hour, minute) - OFFSET;
const HEAD = 'unit_id,callsign,kind,crew,vehicle\n';

function tablesOf(units: string, roster: string): LiveTables {
  const read = readUnits(new TextEncoder().encode(HEAD + units));
  const bytes = new TextEncoder().encode(`unit_id,name,from,to\n${roster}`);
  const { duties } = readRoster(bytes, new Set(read.units.map(({ unitId }) => unitId)));
  return { units: read.units, contacts: [], duties };
}

describe('duty', () => {
  it('runs daily, over midnight, round the clock and once', () => {
    const daily = (minuteOfDay: number) => ({ kind: 'daily', minuteOfDay }) as const;
    const day = { from: daily(8 * 60), to: daily(20 * 60) };
    expect(dutyUntilMs(day, at(8), OFFSET)).toBe(at(20));
    expect(dutyUntilMs(day, at(20), OFFSET)).toBeUndefined();
    const night = { from: daily(20 * 60), to: daily(8 * 60) };
    expect(dutyUntilMs(night, at(23), OFFSET)).toBe(at(32));
    expect(dutyUntilMs(night, at(3), OFFSET)).toBe(at(8));
    expect(dutyUntilMs({ from: daily(0), to: daily(0) }, at(12), OFFSET)).toBe(at(24));
    const local = (hour: number) => ({ kind: 'once', localMs: at(hour) + OFFSET }) as const;
    expect(dutyUntilMs({ from: local(9), to: local(10) }, at(9, 30), OFFSET)).toBe(at(10));
    expect(dutyUntilMs({ from: local(9), to: local(10) }, at(33), OFFSET)).toBeUndefined();
  });
});

describe('live units', () => {
  let dir: string;
  let state: State;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'rampart-units-'));
    state = emptyState('s');
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  const unitsOf = (tables: LiveTables): LiveUnits =>
    new LiveUnits({ tables, offsetMs: OFFSET, offFile: join(dir, 'off.json') });
  function bringUp(units: LiveUnits, nowMs: number): string[] {
    const drafts = units.draftsAt(state, nowMs);
    for (const draft of drafts) {
      const seq = state.seq + 1;
      state = applyEvent(state, { ...draft, stream: 's', seq, id: `e${seq}`, receivedAtMs: nowMs, hash: '' });
    }
    return drafts.map(({ kind }) => kind);
  }
  const stateOf = (unitId: string) => state.units[unitId]?.state;

  it('registers once, follows the roster, and remembers across a restart whom it took off', () => {
    const tables = tablesOf('A,甲,patrol,4,yes\nB,乙,station,2,no', 'A,张三,08:00,20:00\nA,李四,08:00,20:00');
    expect(bringUp(unitsOf(tables), at(7))).toEqual(['unit/registered', 'unit/registered']);
    expect([stateOf('A'), stateOf('B')]).toEqual(['out-of-service', 'available']);
    const units = unitsOf(tables);
    expect(bringUp(units, at(7, 30))).toEqual([]);
    expect(bringUp(units, at(8))).toEqual(['unit/registered', 'unit/state-changed']);
    expect(state.units['A']).toMatchObject({ state: 'available', crew: 2, slot: 1 });
    expect(crewsAt(tables, at(8), OFFSET)[0]).toMatchObject({
      onDuty: [{ name: '张三' }, { untilMs: at(20) }],
    });
    expect(bringUp(units, at(8, 1))).toEqual([]);
    expect(bringUp(units, at(20))).toEqual(['unit/state-changed']);
    expect(bringUp(unitsOf(tables), at(33))).toEqual(['unit/state-changed']);
    expect(stateOf('A')).toBe('available');
  });

  it('leaves alone what a person decided and a unit that is on an order', () => {
    const tables = tablesOf('A,甲,patrol,2,yes', 'A,张三,08:00,20:00');
    const units = unitsOf(tables);
    bringUp(units, at(9));
    const unit = state.units['A'];
    if (unit === undefined) throw new Error('A is not registered');
    state = { ...state, units: { A: { ...unit, state: 'out-of-service' } } };
    expect(bringUp(units, at(9, 5))).toEqual([]);
    state = { ...state, units: { A: { ...unit, state: 'engaged', orderId: 'o1' } } };
    expect(bringUp(units, at(21))).toEqual([]);
    const renamed = unitsOf(tablesOf('A,新,patrol,2,yes', ''));
    expect(bringUp(renamed, at(21))).toEqual([]);
    state = { ...state, units: { A: unit } };
    expect(bringUp(renamed, at(21))).toEqual(['unit/registered']);
    expect(bringUp(unitsOf(tablesOf('B,乙,patrol,2,yes', '')), at(21))).toEqual([
      'unit/registered',
      'unit/state-changed',
    ]);
    expect([stateOf('A'), state.units['B']?.slot]).toEqual(['out-of-service', 2]);
  });
});
