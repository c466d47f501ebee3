import type { MarginAnswer, MarginSample } from '../../contract/planner.ts';
import type { PlaceBelief } from '../../domain/belief.ts';
import { equirectM } from '../../geo/distance.ts';
import { ARRIVAL_MODEL } from '../arrival-model.ts';
import { type FixOf, fixesFromColumns } from '../fix-source.ts';
import type { Reach } from '../reach.ts';

/** Bits of MarginSample.flags. */
export const FREE = 1;
export const ON_FOOT = 2;

/** The road's own seconds at every sample's moment; undefined = the place is off the road network. */
export function answerMargins<P>(
  reach: Reach<P>,
  place: PlaceBelief,
  slots: readonly number[],
  samples: readonly MarginSample[],
): MarginAnswer[] | undefined {
  const to = reach.place(place, false);
  if (to === undefined) return undefined;
  return samples.map((sample) => {
    const fixOf = fixesFromColumns(sample.fixes);
    const secondsOf = (slot: number): number => {
      const fix = fixOf(slot);
      const onFoot = ((sample.flags[slot] ?? 0) & ON_FOOT) !== 0;
      const stand = fix === undefined ? undefined : reach.stand(slot, fix, onFoot);
      return stand === undefined ? Infinity : to.expectedS(stand);
    };
    return {
      atMs: sample.atMs,
      bestS: nearestS(sample, fixOf, place, secondsOf, reach.topMps),
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
