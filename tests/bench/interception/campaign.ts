import type {
  DriveSample,
  Fix,
  PlannerOrder,
  PlannerUnit,
  RaceEntry,
} from '../../../shared/contract/planner.ts';
import { UNIT_KINDS, type UnitKind } from '../../../shared/domain/vocabulary.ts';
import { destination } from '../../../shared/geo/distance.ts';
import { driveAtoms, type EtaModel, learnEta } from '../../../shared/interception/eta-model.ts';
import { quantileOfSorted } from '../../../shared/interception/quantiles.ts';
import { freeFlowS, ratedS, ratesAt } from '../../../shared/interception/drive-fit.ts';
import { raceOf } from '../../../shared/interception/race.ts';
import { createRoadReach } from '../../../shared/interception/road-reach.ts';
import { contextOf, entryOf, NOON_MS, placeAt, unitAt } from '../../../shared/interception/small-world.ts';
import type { MoneyClock, PlaceBelief } from '../../../shared/domain/belief.ts';
import { createRng, type Rng } from '../../../shared/kit/rng.ts';
import { createSearchWorkspace, type SnapPoint } from '../../../shared/roads/fastest.ts';
import { EMERGENCY } from '../../../shared/roads/profiles.ts';
import type { RoadGraph } from '../../../shared/roads/road-graph.ts';
import { prepareMainNet, type RoadNet } from '../../../shared/roads/road-net.ts';
import { fastestRoute, type Route } from '../../../shared/roads/route.ts';
import { buildSnapIndex, pointOnEdge, type SnapIndex, snapNearest } from '../../../shared/roads/snap.ts';
import { type City, createCity } from './driver-model.ts';

const DAY_MS = 86_400_000;
const KIND_WEIGHTS: Readonly<Record<UnitKind, number>> = {
  patrol: 55,
  station: 20,
  'plain-clothes': 10,
  'centre-squad': 8,
  expressway: 5,
  auxiliary: 2,
};

/** One seed's city with everything needed to drive in it and to ask the product about it. */
export interface Campaign {
  readonly graph: RoadGraph;
  readonly net: RoadNet;
  readonly index: SnapIndex;
  readonly city: City;
  readonly reach: ReturnType<typeof createRoadReach>;
  readonly rng: Rng;
  readonly open: readonly number[];
  readonly workspace: ReturnType<typeof createSearchWorkspace>;
}

/** Prepares a seed. Seeds 1 to 20 are for choosing parameters, 101 and up for judging. */
export function createCampaign(graph: RoadGraph, seed: number): Campaign {
  const net = prepareMainNet(graph, EMERGENCY);
  const rng = createRng(seed);
  const open = Array.from({ length: graph.edgeCount }, (_, edge) => edge).filter(
    (edge) => (net.edgeSeconds[edge] ?? Infinity) < Infinity && (graph.edgeLengthM[edge] ?? 0) > 0,
  );
  return {
    graph,
    net,
    index: buildSnapIndex(graph),
    city: createCity(net, rng.fork('hidden')),
    reach: createRoadReach(graph),
    rng,
    open,
    workspace: createSearchWorkspace(graph.nodeCount),
  };
}

/** Drives of past orders, as the log would show them: free-flow seconds by group as estimated, and what it took. */
export function pastDrives(campaign: Campaign, count: number, label: string): DriveSample[] {
  const rng = campaign.rng.fork(label);
  const samples: DriveSample[] = [];
  // several units to one place: nine searches a place are the dear part
  for (let n = 0; samples.length < count; n++) {
    const place = beliefAt(campaign, rng, 10);
    const there = campaign.reach.place(place, true);
    if (there === undefined) continue;
    for (let k = 0; k < 4 && samples.length < count; k++) {
      const route = routeTo(campaign, rng, snapOf(campaign, place), 90);
      const kind = drawKind(rng);
      const stand = route && campaign.reach.stand(n * 4 + k, fixOf(route.from, NOON_MS), false);
      const groupS = stand && there.groups(stand);
      if (route === undefined || groupS === undefined) continue;
      const rollingAtMs = NOON_MS + Math.floor(rng.next() * 20 * DAY_MS);
      const level = rng.pick(['L0', 'L1', 'L2'] as const);
      const { signS, rollS } = campaign.city.wait(level, kind, rng);
      const drivenS = campaign.city.drive(route, kind, rollingAtMs, rng).seconds;
      samples.push({
        orderId: `${label}-${samples.length}`,
        kind,
        level,
        groupS,
        rollingAtMs,
        arrivedAtMs: rollingAtMs + drivenS * 1000,
        drivenS,
        waitedS: signS + rollS,
        rolledAfterS: rollS,
      });
    }
  }
  return samples;
}

/** Median absolute error of held-out drives, seconds: as the map says, and as learned; and how many the 90 % band holds. */
export function etaErrors(
  model: EtaModel,
  drives: readonly DriveSample[],
): { readonly mapS: number; readonly learnedS: number; readonly inBand: number } {
  const { learned } = model;
  const errors = drives.map((drive) => {
    const mapS = freeFlowS(drive.groupS);
    const fit = learned === undefined ? undefined : ratesAt(learned.fit, drive.rollingAtMs);
    const learnedS = fit === undefined ? mapS : ratedS(fit, drive.groupS, drive.kind);
    const atoms = learned === undefined ? [] : driveAtoms(learned, learnedS, drive.groupS, 1);
    const isIn =
      drive.drivenS >= quantileOfSorted(atoms, 0.05) && drive.drivenS <= quantileOfSorted(atoms, 0.95);
    return { map: Math.abs(drive.drivenS - mapS), learned: Math.abs(drive.drivenS - learnedS), isIn };
  });
  return {
    mapS: middle(errors.map(({ map }) => map)),
    learnedS: middle(errors.map(({ learned: error }) => error)),
    inBand: errors.filter(({ isIn }) => isIn).length / errors.length,
  };
}

/** Where the clocks of the races lie: free flow slowed like this, plus a wait. */
const PLAIN = { pace: 1.45, waitS: 55 } as const;

const STAGES = ['free', 'issued', 'signed', 'rolling'] as const;
type Stage = (typeof STAGES)[number];

/** One race that was predicted and then run. */
export interface JudgedRace {
  readonly p: number;
  readonly marginS: number;
  readonly freeFlowMarginS: number;
  readonly isWon: boolean;
  readonly stage: Stage;
  readonly radiusM: number;
}

/**
 * Races at a random moment of their life (nobody sent, ordered, on the road), each with a belief that is off, a fix that is
 * old and a clock that is wrong within its band: its truth follows a law of its own (sum of three uniforms), one in twenty
 * lies outside the band. Clocks lie near enough to the arrival that every chance occurs, without knowing the traffic.
 */
export function runRaces(campaign: Campaign, model: EtaModel, count: number, label: string): JudgedRace[] {
  const rng = campaign.rng.fork(label);
  const races: JudgedRace[] = [];
  while (races.length < count) {
    const place = beliefAt(campaign, rng, rng.pick([15, 15, 15, 60, 60, 150, 400, 800]));
    for (let k = 0; k < 10 && races.length < count; k++) {
      const race = runRace(campaign, model, place, rng);
      if (race !== undefined) races.push(race);
    }
  }
  return races;
}

function runRace(campaign: Campaign, model: EtaModel, place: PlaceBelief, rng: Rng): JudgedRace | undefined {
  const { city, reach } = campaign;
  const kind = drawKind(rng);
  const level = rng.pick(['L0', 'L1'] as const);
  const truly = destination(place.lon, place.lat, rng.between(0, 360), place.radiusM * Math.sqrt(rng.next()));
  const there = snapNearest(campaign.index, campaign.net, truly[0], truly[1], 1000);
  const route = there && routeTo(campaign, rng, there, 60);
  if (route === undefined) return undefined;
  const nowMs = NOON_MS + Math.floor(rng.next() * 20 * DAY_MS);
  const life = rng.weighted([45, 15, 10, 30]);
  const { signS, rollS } = city.wait(level, kind, rng);
  const ageS = rng.pick([2, 5, 10, 15, 30]);
  const begun = reach.stand(1, fixOf(route.from, nowMs), false);
  const estimate = {
    lowS: 0,
    expectedS: 0,
    highS: 0,
    madeAtMs: nowMs,
    method: 'road',
    calibrated: true,
    groupS: begun && reach.place(place, true)?.groups(begun),
  } as const;
  let order: PlannerOrder | undefined;
  let fix = fixOf(route.from, nowMs - ageS * 1000);
  let restS: number;
  const orderOf = (
    state: PlannerOrder['state'],
    issuedAtMs: number,
    enteredAtMs: PlannerOrder['enteredAtMs'],
  ): PlannerOrder => ({
    orderId: 'O1',
    unitId: 'U0000',
    state,
    place,
    issuedAtMs,
    enteredAtMs,
    estimate,
  });
  const done = rng.between(0.05, 0.9);
  if (life === 3) {
    const drive = city.drive(route, kind, nowMs - 1000, rng);
    const elapsedS = drive.seconds * done;
    const seen = drive.at(Math.max(0, elapsedS - ageS));
    const rollingAtMs = nowMs - elapsedS * 1000;
    order = orderOf('rolling', rollingAtMs - 60_000, { issued: rollingAtMs - 60_000, rolling: rollingAtMs });
    fix = {
      lon: seen.place[0],
      lat: seen.place[1],
      atMs: nowMs - ageS * 1000,
      speedMps: seen.speedMps,
      headingDeg: seen.headingDeg,
    };
    restS = drive.seconds - elapsedS;
  } else {
    // a moment by the clock, not a share of this crew's own wait: those who have signed (rolled) by then drop out
    const passedS = life === 0 ? 0 : rng.between(0, 30);
    if (passedS > (life === 1 ? signS : rollS)) return undefined;
    const leftS = life === 0 ? signS + rollS : life === 1 ? signS + rollS - passedS : rollS - passedS;
    if (life === 1) order = orderOf('issued', nowMs - passedS * 1000, { issued: nowMs - passedS * 1000 });
    if (life === 2)
      order = orderOf('signed', nowMs - 60_000, { issued: nowMs - 60_000, signed: nowMs - passedS * 1000 });
    restS = leftS + city.drive(route, kind, nowMs + leftS * 1000, rng).seconds;
  }
  // a clock knows nothing of the traffic: around what a map and a stopwatch on an average day would say, near and far
  const plainS = PLAIN.pace * route.seconds * (life === 3 ? 1 - done : 1) + (life === 3 ? 0 : PLAIN.waitS);
  const { clock, goneS } = drawClock(plainS, nowMs, rng);
  const judged = { level, place, clock, lastEventAtMs: nowMs };
  const said = raceSaid(campaign, model, { ...judged, order, kind, fix });
  if (said === undefined) return undefined;
  return {
    ...said,
    isWon: restS <= goneS,
    stage: STAGES[life] ?? 'free',
    radiusM: place.radiusM,
  };
}

/** What the product says of a race, with what it learned and without; undefined = no chance or no margin is known. */
function raceSaid(
  { reach }: Campaign,
  model: EtaModel,
  race: Pick<RaceEntry, 'level' | 'place' | 'clock' | 'lastEventAtMs'> & {
    readonly order: PlannerOrder | undefined;
    readonly kind: UnitKind;
    readonly fix: Fix;
  },
): Pick<JudgedRace, 'p' | 'marginS' | 'freeFlowMarginS'> | undefined {
  const { order, kind, fix, ...told } = race;
  const unit: PlannerUnit = unitAt(
    0,
    order === undefined ? { kind } : { kind, state: 'en-route', orderId: 'O1' },
  );
  const entry = entryOf({ ...told, orders: order === undefined ? [] : [order] });
  const nowMs = race.lastEventAtMs;
  const learned = raceOf(
    entry,
    contextOf([unit], () => fix, reach, nowMs, model),
  );
  const plain = raceOf(
    entry,
    contextOf([unit], () => fix, reach, nowMs),
  );
  if (learned.win === undefined || learned.marginS === undefined || plain.marginS === undefined)
    return undefined;
  return { p: learned.win.p, marginS: learned.marginS.mid, freeFlowMarginS: plain.marginS.mid };
}

/** A money clock around `plainS` from now, and the second the money truly goes. */
function drawClock(
  plainS: number,
  nowMs: number,
  rng: Rng,
): { readonly clock: MoneyClock; readonly goneS: number } {
  const typicalS = plainS * Math.exp(rng.normal(0, rng.pick([0.15, 0.25, 0.5])));
  const halfS = typicalS * rng.pick([0, 0.05, 0.1, 0.2, 0.3]);
  const [lowS, midS, highS] = [typicalS - halfS, typicalS + rng.between(-0.3, 0.3) * halfS, typicalS + halfS];
  const clock: MoneyClock = {
    kind: rng.pick(['stated', 'observed', 'modelled'] as const),
    earliestMs: Math.round(nowMs + lowS * 1000),
    dueAtMs: Math.round(nowMs + midS * 1000),
    latestMs: Math.round(nowMs + highS * 1000),
    source: 'bench',
    what: { zh: '转账', en: 'transfer' },
    setAtMs: nowMs,
  };
  return { clock, goneS: goneAfter(lowS, midS, highS, rng) };
}

/** The moment the money goes: bell-shaped within the band, bent so that its middle is the clock's; one in twenty outside. */
function goneAfter(lowS: number, midS: number, highS: number, rng: Rng): number {
  if (rng.chance(0.05))
    return rng.chance(0.5) ? lowS - rng.next() * 0.1 * lowS : highS * (1 + rng.next() * 0.1);
  const bell = (rng.next() + rng.next() + rng.next()) / 3;
  return bell < 0.5 ? lowS + (midS - lowS) * 2 * bell : midS + (highS - midS) * (2 * bell - 1);
}

/** One of ten bins of predicted chance. */
export interface Bin {
  readonly from: number;
  readonly n: number;
  readonly predicted: number;
  readonly happened: number;
}

/** Calibration in ten bins. */
export function binsOf(races: readonly JudgedRace[]): Bin[] {
  return Array.from({ length: 10 }, (_, b) => {
    const mine = races.filter(({ p }) => Math.min(9, Math.floor(p * 10)) === b);
    const n = Math.max(1, mine.length);
    return {
      from: b / 10,
      n: mine.length,
      predicted: mine.reduce((sum, { p }) => sum + p, 0) / n,
      happened: mine.filter(({ isWon }) => isWon).length / n,
    };
  });
}

/** Mean squared error of a chance. */
export function brier(races: readonly JudgedRace[], chance: (race: JudgedRace) => number): number {
  return races.reduce((sum, race) => sum + (chance(race) - (race.isWon ? 1 : 0)) ** 2, 0) / races.length;
}

/** Learns from so many past drives of the campaign. */
export function learnFrom(campaign: Campaign, count: number): EtaModel {
  return learnEta(pastDrives(campaign, count, 'past'));
}

function beliefAt({ graph, open }: Campaign, rng: Rng, radiusM: number): PlaceBelief {
  const point = pointOnEdge(graph, rng.pick(open), rng.next());
  return placeAt(point.lon, point.lat, radiusM);
}

function snapOf({ index, net }: Campaign, place: PlaceBelief): SnapPoint | undefined {
  return snapNearest(index, net, place.lon, place.lat, 500);
}

/** A route of a dispatched unit: from within a few kilometres, at least so many free-flow seconds. */
function routeTo(campaign: Campaign, rng: Rng, to: SnapPoint | undefined, leastS: number): Route | undefined {
  if (to === undefined) return undefined;
  for (let tries = 0; tries < 12; tries++) {
    const [lon, lat] = destination(to.lon, to.lat, rng.between(0, 360), rng.between(500, 7000));
    const from = snapNearest(campaign.index, campaign.net, lon, lat, 400);
    const route = from && fastestRoute(campaign.net, campaign.workspace, from, to);
    if (route !== undefined && route.seconds >= leastS && route.seconds < 1500) return route;
  }
  return undefined;
}

function fixOf(
  point: SnapPoint,
  atMs: number,
): { lon: number; lat: number; atMs: number; speedMps: number; headingDeg: number } {
  return { lon: point.lon, lat: point.lat, atMs, speedMps: 0, headingDeg: 0 };
}

function drawKind(rng: Rng): UnitKind {
  const kinds = UNIT_KINDS.filter((kind) => kind !== 'auxiliary');
  return kinds[rng.weighted(kinds.map((kind) => KIND_WEIGHTS[kind]))] ?? 'patrol';
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
