import type { Rng } from '../../shared/kit/rng.ts';
import type { DrillMix } from './mix.ts';

/**
 * When ambient alerts come: a two-state process that is mostly quiet and now and then bursts (a Markov-modulated
 * Poisson process), so that counts are over-dispersed as in the field. `rate` multiplies both states.
 */
export interface Arrivals {
  /** Time of the next alert, epoch ms; Infinity at rate 0. Each call moves on. */
  nextMs(): number;
}

/** Rates of the two states in alerts per second, and their mean stays in seconds. */
export function arrivalStates(
  mix: DrillMix['arrivals'],
  rate: number,
): {
  readonly perS: readonly [quiet: number, burst: number];
  readonly stayS: readonly [quiet: number, burst: number];
} {
  const p = mix.burstTimeShare;
  const quiet = (mix.perHour * rate) / 3600 / (1 - p + mix.burstFactor * p);
  const quietStayS = p > 0 ? (mix.burstMeanS * (1 - p)) / p : Infinity;
  return { perS: [quiet, quiet * mix.burstFactor], stayS: [quietStayS, mix.burstMeanS] };
}

/** Arrivals from `startMs` on, beginning in the quiet state. */
export function createArrivals(rng: Rng, mix: DrillMix['arrivals'], rate: number, startMs: number): Arrivals {
  const { perS, stayS } = arrivalStates(mix, rate);
  const gaps = rng.fork('gaps');
  const stays = rng.fork('stays');
  const draw = (mean: number): number => (mean === Infinity ? Infinity : stays.exponential(mean));
  let state: 0 | 1 = 0;
  let atS = startMs / 1000;
  let stateEndsS = atS + draw(stayS[0]);
  return {
    nextMs() {
      if (perS[0] <= 0) return Infinity;
      for (;;) {
        const candidateS = atS + gaps.exponential(1 / perS[state]);
        if (candidateS <= stateEndsS) {
          atS = candidateS;
          return Math.round(atS * 1000);
        }
        // memoryless: what was left of the gap is drawn again at the new state's rate
        atS = stateEndsS;
        state = state === 0 ? 1 : 0;
        stateEndsS = atS + draw(stayS[state]);
      }
    },
  };
}
