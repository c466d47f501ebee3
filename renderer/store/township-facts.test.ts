import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PlaceBelief } from '../../shared/domain/belief.ts';
import type { Alert, Incident, Unit } from '../../shared/domain/entities.ts';
import { emptyState, type State } from '../../shared/domain/state.ts';
import { decodeBoard } from '../../shared/roads/board.ts';
import { boardFacts, measureOf } from './township-facts.ts';

const DIR = resolve(import.meta.dirname, '../../regions/wanzhou-board');
const bytes = (name: string): Uint8Array => new Uint8Array(readFileSync(resolve(DIR, name)));
const { board } = decodeBoard({
  'manifest.json': bytes('manifest.json'),
  'board.json': bytes('board.json'),
});
const codeOf = (zh: string): string => board.townships.find(({ name }) => name.zh === zh)?.code ?? zh;

const place = (label: string | undefined): PlaceBelief => ({
  kind: 'branch',
  lon: 108.38,
  lat: 30.81,
  radiusM: 50,
  atMs: 0,
  source: 'x',
  ...(label === undefined ? {} : { label: { zh: label } }),
});
const clock = { kind: 'unknown', sinceMs: 0 } as const;

function alert(alertId: string, raisedAtMs: number, over: Partial<Alert> = {}): Alert {
  return {
    alertId,
    source: 'grid',
    sourceId: alertId,
    level: 'L2',
    scamType: 'loan',
    state: 'raised',
    title: { zh: alertId },
    reason: { zh: alertId },
    clock,
    raisedAtMs,
    calls: 0,
    ...over,
  };
}

const base: Unit = {
  unitId: 'u1',
  slot: 0,
  callsign: '白101',
  kind: 'station',
  crew: 2,
  hasVehicle: true,
  skills: [],
  base: { zh: '太白派出所' },
  state: 'available',
  stateSinceMs: 0,
  via: 'field-device',
};

function stateOf(alerts: readonly Alert[], incidents: readonly Partial<Incident>[] = []): State {
  return {
    ...emptyState('s'),
    alerts: Object.fromEntries(alerts.map((one) => [one.alertId, one])),
    incidents: Object.fromEntries(
      incidents.map((one) => [
        one.incidentId ?? '',
        {
          version: 1,
          alertIds: [],
          level: 'L1',
          scamType: 'loan',
          title: { zh: '某案' },
          reason: { zh: '' },
          source: 'grid',
          phase: 'reach',
          openedAtMs: 0,
          raisedAtMs: 0,
          trail: [],
          clock,
          lanes: {},
          notes: [],
          milestones: [],
          money: {},
          orderIds: [],
          lastEventAtMs: 0,
          ...one,
        },
      ]),
    ) as unknown as State['incidents'],
    units: { u1: base },
  };
}

describe('what facts say of townships', () => {
  it('counts a fact only where its place names the township, never by its coordinates', () => {
    const state = stateOf([
      alert('a', 100, { place: place('万州区太白街道某银行') }),
      alert('b', 100, { place: place('分水派出所辖区'), level: 'L0' }),
      alert('c', 100, { place: place(undefined) }),
      alert('d', 100),
    ]);
    const facts = boardFacts(board, state, 0);
    expect(facts).toMatchObject({ here: 2, elsewhere: 2 });
    expect(facts.byCode.get(codeOf('太白街道'))).toMatchObject({ raised: 1, level: 'L2', units: 1 });
    expect(facts.byCode.get(codeOf('分水镇'))).toMatchObject({ raised: 1, level: 'L0', units: 0 });
    expect(facts.byCode.get(codeOf('龙都街道'))).toMatchObject({ raised: 0, open: [] });
    expect(facts.byCode.size).toBe(52);
  });

  it('keeps what is open whenever it was raised, and counts money of the window alone', () => {
    const at = place('太白街道');
    const state = stateOf(
      [alert('old', 10, { place: at }), alert('shut', 10, { place: at, state: 'closed' })],
      [
        {
          incidentId: 'i1',
          raisedAtMs: 500,
          place: at,
          money: { lost: 300, intercepted: 50 },
          closedAtMs: 900,
        },
        { incidentId: 'i2', raisedAtMs: 20, place: at, money: { lost: 7 }, closedAtMs: 900 },
        // the newest belief that names one counts
        {
          incidentId: 'i3',
          raisedAtMs: 500,
          place: place('路上'),
          trail: [place('分水镇'), place('武陵镇')],
        },
      ],
    );
    const facts = boardFacts(board, state, 400);
    const taibai = facts.byCode.get(codeOf('太白街道'));
    expect(taibai).toMatchObject({ raised: 1, lostFen: 300, savedFen: 50 });
    expect(taibai?.open.map(({ id }) => id)).toEqual(['old']);
    expect(facts.byCode.get(codeOf('武陵镇'))?.open.map(({ id }) => id)).toEqual(['i3']);
    if (taibai !== undefined) expect(measureOf(taibai, 'lost')).toBe(300);
  });

  it('has nothing of time to arrive: no figure of it, on no road', () => {
    const facts = boardFacts(board, stateOf([alert('a', 1, { place: place('太白街道') })]), 0);
    expect(Object.keys(facts.byCode.get(codeOf('太白街道')) ?? {}).toSorted()).toEqual([
      'level',
      'lostFen',
      'open',
      'raised',
      'savedFen',
      'units',
    ]);
  });
});
