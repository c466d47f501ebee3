import { describe, expect, it } from 'vitest';
import type { PlaceBelief } from '../../domain/belief.ts';
import { movingTargetOf, seenLeaving } from './sightings.ts';

const MIN_MS = 60_000;
const belief = (kind: PlaceBelief['kind'], atMs: number, lon: number): PlaceBelief => ({
  kind,
  lon,
  lat: 36.6,
  radiusM: 100,
  atMs,
  source: 'test',
  ...(kind === 'plate-hit' ? { headingDeg: 90 } : {}),
});

const bank = belief('branch', 0, 117);
const hits = [belief('plate-hit', 2 * MIN_MS, 117.05), belief('plate-hit', 3 * MIN_MS, 117.06)];
const expectedAt = belief('family-says', 4 * MIN_MS, 117.3);

describe('a departure that is reported late', () => {
  it('was before the first sighting on the road, whatever is believed of where the way leads', () => {
    const trail = [bank, ...hits, expectedAt];
    const departure = seenLeaving({ trail });
    expect(departure).toEqual({ atMs: 2 * MIN_MS, lon: 117.05, lat: 36.6, headingDeg: 90 });
    if (departure === undefined) return;
    const reported = { ...departure, source: 'desk' };
    const target = movingTargetOf({ incidentId: 'i', trail, place: expectedAt, departure: reported });
    // each sighting once, none given up
    expect(target?.sightings.map(({ atMs }) => atMs / MIN_MS)).toEqual([2, 3]);
    expect(seenLeaving({ trail, departure: reported })).toEqual(departure);
  });

  it('keeps an earlier report that what was seen later agrees with', () => {
    const departure = { atMs: MIN_MS, lon: 117, lat: 36.6, source: 'desk' };
    expect(seenLeaving({ trail: [bank, ...hits], departure })).toMatchObject({ atMs: MIN_MS, lon: 117 });
  });

  it('is news of its own where nothing was seen on the road since the person last stood somewhere', () => {
    expect(seenLeaving({ trail: [] })).toBeUndefined();
    expect(seenLeaving({ trail: [bank] })).toBeUndefined();
    expect(seenLeaving({ trail: [...hits, belief('branch', 5 * MIN_MS, 117.1)] })).toBeUndefined();
    expect(seenLeaving({ trail: [bank, belief('camera-hit', MIN_MS, 117)] })).toBeUndefined();
  });
});
