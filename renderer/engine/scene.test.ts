import { describe, expect, it } from 'vitest';
import type { PlaceBelief } from '../../shared/domain/belief.ts';
import type { Alert, Incident, Unit } from '../../shared/domain/entities.ts';
import type { Race } from '../../shared/domain/race.ts';
import { emptyState, type State } from '../../shared/domain/state.ts';
import { deriveScene } from './scene.ts';

const place = (over: Partial<PlaceBelief> = {}): PlaceBelief => ({
  kind: 'branch',
  lon: 117,
  lat: 36,
  radiusM: 100,
  atMs: 1,
  source: 's',
  ...over,
});

function incident(id: string, over: Partial<Incident> = {}): Incident {
  const lane = { state: 'idle' } as const;
  return {
    incidentId: id,
    version: 1,
    alertIds: [],
    level: 'L1',
    scamType: 'investment',
    title: { zh: id },
    reason: { zh: id },
    source: '96110',
    phase: 'reach',
    openedAtMs: 1,
    raisedAtMs: 1,
    place: place(),
    trail: [],
    clock: { kind: 'unknown', sinceMs: 1 },
    lanes: { call: lane, family: lane, unit: lane, account: lane },
    notes: [],
    milestones: [],
    money: {},
    orderIds: [],
    lastEventAtMs: 1,
    ...over,
  };
}

function alert(id: string, over: Partial<Alert> = {}): Alert {
  return {
    alertId: id,
    source: '96110',
    sourceId: id,
    level: 'L0',
    scamType: 'loan',
    state: 'raised',
    title: { zh: id },
    reason: { zh: id },
    place: place(),
    clock: { kind: 'unknown', sinceMs: 1 },
    raisedAtMs: 1,
    calls: 0,
    ...over,
  };
}

const race = (id: string, over: Partial<Race> = {}): Race => ({
  id,
  kind: 'incident',
  level: 'L1',
  basis: 'none',
  outlook: 'ahead',
  covered: true,
  silenceS: 0,
  ...over,
});

function state(incidents: Incident[], alerts: Alert[] = []): State {
  return {
    ...emptyState('s'),
    incidents: Object.fromEntries(incidents.map((item) => [item.incidentId, item])),
    alerts: Object.fromEntries(alerts.map((item) => [item.alertId, item])),
  };
}

describe('scene', () => {
  it('holds open incidents and unpromoted alerts with a place, in queue order', () => {
    const scene = deriveScene(
      {
        state: state(
          [
            incident('late'),
            incident('tight'),
            incident('shut', { closedAtMs: 2 }),
            incident('nowhere', { place: undefined }),
          ],
          [alert('new'), alert('taken', { state: 'promoted' })],
        ),
        races: [race('tight'), race('late')],
      },
      undefined,
      1,
    );
    expect(scene.incidents.map(({ id }) => id)).toEqual(['tight', 'late', 'new']);
  });

  it('pulses nothing once every alert is acknowledged', () => {
    const of = (acknowledgedAtMs: number | undefined): boolean | undefined =>
      deriveScene(
        {
          state: state(
            [incident('a', { alertIds: ['x'] })],
            [alert('x', { state: 'promoted', acknowledgedAtMs })],
          ),
          races: [],
        },
        undefined,
        1,
      ).incidents[0]?.isAcknowledged;
    expect(of(undefined)).toBe(false);
    expect(of(5)).toBe(true);
  });

  it('calls uncovered only what is grave, racing and without a unit', () => {
    const of = (over: Partial<Race>, level: Incident['level'] = 'L1'): boolean | undefined =>
      deriveScene({ state: state([incident('a', { level })]), races: [race('a', over)] }, undefined, 1)
        .incidents[0]?.isUncovered;
    expect(of({ covered: false })).toBe(true);
    expect(of({ covered: true })).toBe(false);
    expect(of({ covered: false }, 'L2')).toBe(false);
    expect(of({ covered: false, outlook: 'met' })).toBe(false);
  });

  it('draws the route of a unit under order and none for a mere suggestion', () => {
    const route = [117, 36, 117.1, 36];
    const of = (basis: Race['basis']): number =>
      deriveScene({ state: state([incident('a')]), races: [race('a', { basis, route })] }, undefined, 1)
        .routes.length;
    expect(of('assigned')).toBe(1);
    expect(of('if-sent-now')).toBe(0);
  });

  it('selects the incident a selected unit is ordered to', () => {
    const base = state([incident('a')]);
    const unit = { unitId: 'u', orderId: 'o' } as Unit;
    const scene = deriveScene(
      { state: { ...base, units: { u: unit }, orders: { o: { incidentId: 'a' } as never } }, races: [] },
      'u',
      1,
    );
    expect(scene.incidents[0]?.isSelected).toBe(true);
  });

  it('trails the sightings of the selection and leads on to the tightest exit', () => {
    const trail = [
      place({ kind: 'plate-hit', atMs: 1 }),
      place({ kind: 'family-says', atMs: 2 }),
      place({ kind: 'camera-hit', atMs: 3 }),
    ];
    const exits = [
      { exitId: 'e1', number: '1', lon: 117.1, lat: 36.1, marginS: 60 },
      { exitId: 'e2', number: '2', lon: 117.2, lat: 36.2, marginS: -30 },
      { exitId: 'e3', number: '3', lon: 117.3, lat: 36.3 },
    ];
    const input = { state: state([incident('a', { trail })]), races: [], exits };
    const [drawn] = deriveScene(input, 'a', 1).checkpoints;
    expect(drawn?.hits).toHaveLength(2);
    expect(drawn?.beyond).toEqual([117, 36, 117.2, 36.2]);
    expect(deriveScene(input, undefined, 1).checkpoints).toEqual([]);
  });
});
