import { createColumns, type PositionColumns } from '../../shared/contract/position-frame.ts';
import { createRng, type Rng } from '../../shared/kit/rng.ts';

export const UNITS = 5_000;
export const PERIOD_MS = 5_000;
export const START_MS = 1_800_000_000_000;
const METRE_E7 = 90;

/** What moves: 1e-7 degrees, degrees, metres a second, one row a unit. */
interface Fleet {
  readonly lon: Float64Array;
  readonly lat: Float64Array;
  /** Wandering error of the receiver, 1e-7 degrees. */
  readonly offLon: Float64Array;
  readonly offLat: Float64Array;
  readonly heading: Float64Array;
  readonly speed: Float64Array;
}

/**
 * Fixes of UNITS units, one each PERIOD_MS, spread evenly over it: the half that drives holds a speed and turns now and then,
 * the other half stands; each receiver is off by a slowly wandering few metres and reports whole 0.1 degrees and m/s.
 */
export function* fleetSeconds(seconds: number): Generator<PositionColumns> {
  const rng = createRng(11);
  const fleet = parkFleet(rng);
  const each = UNITS / (PERIOD_MS / 1_000);
  for (let second = 0; second < seconds; second++) {
    const frame = createColumns(each);
    for (let row = 0; row < each; row++) {
      const unit = (second % 5) * each + row;
      driveOn(fleet, unit, rng);
      frame.slot[row] = unit;
      frame.atMs[row] = START_MS + second * 1_000 + Math.floor((row * 1_000) / each);
      report(fleet, unit, frame, row);
    }
    yield frame;
  }
}

function parkFleet(rng: Rng): Fleet {
  const column = (): Float64Array => new Float64Array(UNITS);
  const fleet: Fleet = {
    lon: column(),
    lat: column(),
    offLon: column(),
    offLat: column(),
    heading: column(),
    speed: column(),
  };
  for (let unit = 0; unit < UNITS; unit++) {
    fleet.lon[unit] = 1_170_000_000 + rng.int(4_000_000);
    fleet.lat[unit] = 366_000_000 + rng.int(3_000_000);
    fleet.heading[unit] = rng.between(0, 360);
    fleet.speed[unit] = rng.chance(0.5) ? rng.between(4, 22) : 0;
  }
  return fleet;
}

function driveOn({ lon, lat, offLon, offLat, heading, speed }: Fleet, unit: number, rng: Rng): void {
  const mps = speed[unit] ?? 0;
  if (mps > 0 && rng.chance(0.08)) heading[unit] = (heading[unit] ?? 0) + rng.normal(0, 40);
  if (rng.chance(0.01)) speed[unit] = mps === 0 ? rng.between(4, 22) : 0;
  const rad = ((heading[unit] ?? 0) * Math.PI) / 180;
  const stepM = mps * (PERIOD_MS / 1_000);
  lon[unit] = (lon[unit] ?? 0) + Math.sin(rad) * stepM * METRE_E7 * 1.25;
  lat[unit] = (lat[unit] ?? 0) + Math.cos(rad) * stepM * METRE_E7;
  offLon[unit] = (offLon[unit] ?? 0) * 0.95 + rng.normal(0, 0.6) * METRE_E7;
  offLat[unit] = (offLat[unit] ?? 0) * 0.95 + rng.normal(0, 0.6) * METRE_E7;
}

function report(fleet: Fleet, unit: number, frame: PositionColumns, row: number): void {
  const of = (column: Float64Array): number => column[unit] ?? 0;
  frame.lonE7[row] = Math.round(of(fleet.lon) + of(fleet.offLon));
  frame.latE7[row] = Math.round(of(fleet.lat) + of(fleet.offLat));
  frame.headingCdeg[row] = (((Math.round(of(fleet.heading)) % 360) + 360) % 360) * 100;
  frame.speedCmps[row] = Math.round(of(fleet.speed) * 10) * 10;
}
