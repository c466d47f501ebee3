import { createRng, type Rng } from '../../kit/rng.ts';
import {
  SHIFT_S,
  type Shift,
  type ShiftGroup,
  type ShiftIncident,
  type ShiftPost,
  type ShiftSite,
  type ShiftUnit,
  type ShiftWorld,
} from './shift-world.ts';

/** What shifts are drawn from; judgement, as nobody publishes it. */
const LAW = {
  /** Quiet alerts of a shift, and waves in which several come within minutes. */
  single: 7,
  waves: 1.5,
  waveSize: 4,
  waveSpreadS: 480,
  /** Share of L2 alerts; of those, and of the others, the share that is real. */
  l2: 0.35,
  realL2: 0.2,
  real: 0.85,
  groups: { town: 0.5, suburb: 0.25, elderly: 0.25 } as Readonly<Record<ShiftGroup, number>>,
  /** Median and log spread of the seconds there are, and of the money (fen). */
  dueS: [1080, 0.55],
  fen: [8_000_000, 0.9],
  elderlyFactor: 1.5,
  isStated: 0.75,
  serveS: [900, 2700],
} as const;

/** One seeded shift. Alerts and luck do not depend on its cars, so that any two crews are compared on the same night. */
export function drawShift(seed: number, world: ShiftWorld, cars: number | readonly ShiftUnit[]): Shift {
  const rng = createRng(seed);
  const incidents = drawIncidents(rng.fork('alerts'), world);
  const units = typeof cars === 'number' ? dealCars(world.bases, cars) : cars;
  const luckSeed = rng.int(0xffff_ffff);
  return {
    units,
    incidents,
    luck: (unitId, incidentId) => {
      // traffic and the hour are everybody's, the driver and the lights are one's own
      const [all, own] = [
        createRng(luckSeed).fork(incidentId),
        createRng(luckSeed).fork(`${unitId}:${incidentId}`),
      ];
      return {
        waitS: 20 + all.exponential(30) + own.exponential(20),
        slowness: Math.exp(all.normal(0.1, 0.2) + own.normal(0, 0.08)),
      };
    },
  };
}

/** Cars dealt out to the bases in their order, round and round. Throws RangeError without a base. */
export function dealCars(bases: readonly ShiftPost[], cars: number): ShiftUnit[] {
  return Array.from({ length: cars }, (_, i) => {
    const base = bases[i % bases.length];
    if (base === undefined) throw new RangeError('a shift needs at least one base');
    return { unitId: `U${String(i).padStart(3, '0')}`, base };
  });
}

function drawIncidents(rng: Rng, world: ShiftWorld): ShiftIncident[] {
  const times = Array.from({ length: poisson(rng, LAW.single) }, () => rng.between(0, SHIFT_S));
  for (let wave = poisson(rng, LAW.waves); wave > 0; wave--) {
    const startS = rng.between(0, SHIFT_S - LAW.waveSpreadS);
    for (let n = 1 + poisson(rng, LAW.waveSize - 1); n > 0; n--)
      times.push(startS + rng.between(0, LAW.waveSpreadS));
  }
  const byGroup = Map.groupBy(world.sites, ({ group }) => group);
  return times
    .toSorted((a, b) => a - b)
    .map((raisedS, i) =>
      drawIncident(rng.fork(`alert ${i}`), `I${String(i).padStart(3, '0')}`, raisedS, byGroup),
    );
}

function drawIncident(
  rng: Rng,
  id: string,
  raisedS: number,
  byGroup: ReadonlyMap<ShiftGroup, readonly ShiftSite[]>,
): ShiftIncident {
  const groups = [...byGroup.keys()];
  const group = groups[rng.weighted(groups.map((one) => LAW.groups[one]))];
  const site = rng.pick((group === undefined ? undefined : byGroup.get(group)) ?? []);
  const level = rng.chance(LAW.l2) ? 'L2' : rng.chance(0.4) ? 'L0' : 'L1';
  const isReal = rng.chance(level === 'L2' ? LAW.realL2 : LAW.real);
  const fen = Math.round(LAW.fen[0] * Math.exp(rng.normal(0, LAW.fen[1])));
  return {
    id,
    site,
    level,
    raisedS,
    dueS: raisedS + LAW.dueS[0] * Math.exp(rng.normal(0, LAW.dueS[1])),
    bandS: rng.chance(LAW.isStated) ? rng.between(60, 300) : undefined,
    fen: isReal ? Math.round(fen * (group === 'elderly' ? LAW.elderlyFactor : 1)) : 0,
    serveS: rng.between(...LAW.serveS),
  };
}

function poisson(rng: Rng, mean: number): number {
  const limit = Math.exp(-mean);
  let n = 0;
  for (let product = rng.next(); product > limit; product *= rng.next()) n++;
  return n;
}
