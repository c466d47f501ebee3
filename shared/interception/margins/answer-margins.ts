import type { MarginAnswer, MarginSample } from '../../contract/planner.ts';
import type { PlaceBelief } from '../../domain/belief.ts';
import type { ClosedRoad } from '../../domain/road-closure.ts';
import { equirectM } from '../../geo/distance.ts';
import { UNIT_KINDS } from '../../domain/vocabulary.ts';
import { ARRIVAL_MODEL } from '../arrival-model.ts';
import { type EtaModel, NOTHING_LEARNED } from '../eta-model.ts';
import { type FixOf, fixesFromColumns } from '../fix-source.ts';
import { driveTo, etaAt } from '../forecast.ts';
import type { Reach } from '../reach.ts';

/** Bits of MarginSample.flags; the unit's kind (its place in UNIT_KINDS) stands above them. */
export const FREE = 1;
export const ON_FOOT = 2;
export const KIND_SHIFT = 2;

/**
 * Road seconds at every sample's moment, by the roads that were open then and by what drives had taught (`learned`; the
 * road's own times before that). Undefined = the place is off the road network.
 */
export function answerMargins<P>(
  reachOf: (closed: readonly ClosedRoad[]) => Reach<P>,
  place: PlaceBelief,
  slots: readonly number[],
  samples: readonly MarginSample[],
  learned: EtaModel = NOTHING_LEARNED,
): MarginAnswer[] | undefined {
  if (reachOf([]).place(place, false) === undefined) return undefined;
  return samples.map((sample) => {
    const reach = reachOf(sample.closed ?? []);
    const to = reach.place(place, false);
    const fixOf = fixesFromColumns(sample.fixes);
    const eta = etaAt(learned, sample.atMs);
    const secondsOf = (slot: number): number => {
      const fix = fixOf(slot);
      const flags = sample.flags[slot] ?? 0;
      const onFoot = (flags & ON_FOOT) !== 0;
      const stand = fix === undefined ? undefined : reach.stand(slot, fix, onFoot);
      if (stand === undefined || to === undefined) return Infinity;
      if (eta.now === undefined) return to.expectedS(stand);
      const kind = UNIT_KINDS[flags >> KIND_SHIFT] ?? 'patrol';
      return driveTo(to, stand, kind, 0, eta)?.medianS ?? Infinity;
    };
    return {
      atMs: sample.atMs,
      bestS: nearestS(sample, fixOf, place, secondsOf, reach.topMps / Math.min(1, eta.now?.rates.least ?? 1)),
      slotS: slots.flatMap((slot) => {
        const seconds = secondsOf(slot);
        return seconds === Infinity ? [] : [[slot, seconds] as const];
      }),
    };
  });
}

/** Exact, and cheap for thousands: nearest by air first, and nobody who could not make it flat out on a straight road. */
function nearestS(
  { flags }: MarginSample,
  fixOf: FixOf,
  place: PlaceBelief,
  secondsOf: (slot: number) => number,
  topMps: number,
): number | undefined {
  const near: { readonly slot: number; readonly airM: number }[] = [];
  for (let slot = 0; slot < flags.length; slot++) {
    const fix = ((flags[slot] ?? 0) & FREE) === 0 ? undefined : fixOf(slot);
    if (fix !== undefined) near.push({ slot, airM: equirectM(fix.lon, fix.lat, place.lon, place.lat) });
  }
  near.sort((a, b) => a.airM - b.airM);
  const freeM = ARRIVAL_MODEL.offRoadFreeM + Math.max(ARRIVAL_MODEL.offRoadFreeM, place.radiusM);
  let best = Infinity;
  for (const { slot, airM } of near) {
    // a flat earth measures to a fraction of a per mille; the bound errs on the far side
    if ((airM * 0.99 - freeM) / topMps > best) break;
    best = Math.min(best, secondsOf(slot));
  }
  return best === Infinity ? undefined : best;
}
