import { describe, expect, it } from 'vitest';
import { sightingOf } from '../../../tests/fixtures/held-out.ts';
import { createHiddenDrivers } from '../../../tests/fixtures/hidden-driver.ts';
import { readJinan } from '../../../tests/fixtures/jinan.ts';
import type { Incident } from '../../domain/entities.ts';
import { emptyState, type State } from '../../domain/state.ts';
import { createRng } from '../../kit/rng.ts';
import { prepareGround } from './ground.ts';
import { ASSUMED_PACE } from './pace.ts';
import { paceOfTrips, pastTrips } from './past-trips.ts';

const { region, places } = readJinan();
const ground = prepareGround(region.graph, places);
const hidden = createHiddenDrivers(region.graph);
const rng = createRng(77);

/** Somebody who was seen three times by cameras. */
function incident(n: number, changes: Partial<Incident> = {}): Incident {
  const drive = hidden.drive(rng);
  const trail = [0, drive.seenAgainAt, drive.edges.length - 1].map((i) => ({
    ...sightingOf(hidden, drive, i),
    kind: 'plate-hit',
    source: '卡口',
  }));
  return { incidentId: `I${n}`, trail, ...changes } as unknown as Incident;
}
const stateOf = (incidents: readonly Incident[]): State => ({
  ...emptyState('s'),
  incidents: Object.fromEntries(incidents.map((one) => [one.incidentId, one])),
});

describe('the pace of those who were on the move', () => {
  const all = Array.from({ length: 60 }, (_, n) => incident(n));

  it('is learned from the ways the ledger knows, and says from how many', () => {
    const pace = paceOfTrips(ground, pastTrips(stateOf(all), 'I0'));
    expect(pace.n).toBeGreaterThanOrEqual(40);
    // the hidden drivers need half as long again as free flow on main streets: far from the assumption
    expect(pace.factor[1]).toBeGreaterThan(1.4);
  });

  it('is the assumption while there are too few', () => {
    expect(paceOfTrips(ground, pastTrips(stateOf(all.slice(0, 39)), 'I0'))).toBe(ASSUMED_PACE);
  });

  it('leaves out the one it is asked for, whoever was not on the move, and what followed a meeting', () => {
    const met = incident(90);
    const secondMs = met.trail[1]?.atMs ?? 0;
    const rendezvous = { proposedAtMs: secondMs + 1 } as Incident['rendezvous'];
    const still = incident(91);
    const state = stateOf([
      ...all.slice(0, 2),
      { ...met, rendezvous },
      { ...still, trail: still.trail.slice(0, 1) },
    ]);
    const trips = pastTrips(state, 'I1');
    expect(trips.map((seen) => seen.length).toSorted((a, b) => a - b)).toEqual([2, 3]);
  });
});
