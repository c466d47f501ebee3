import type { PositionRow } from '../../shared/contract/ingest.ts';
import { destination, equirectM } from '../../shared/geo/distance.ts';
import type { LonLat } from '../../shared/geo/point.ts';
import type { Cancel, Clock } from '../../shared/kit/clock.ts';
import type { Rng } from '../../shared/kit/rng.ts';
import { beatPace, callPace, type Drive, placeOfDrive, startDrive } from './drive.ts';
import { fixPeriodS, readFix, type TruePlace } from './fixes.ts';
import type { DrillUnit } from './population.ts';
import type { DrillRoads } from './roads.ts';

/** One unit on the ground: where it truly is, what its device says, and where it drives next. */
export interface UnitAgent {
  readonly unit: DrillUnit;
  /** Where it truly is now; only the drill knows. */
  truth(): TruePlace;
  /**
   * Leaves everything and drives there as a police vehicle on a call (on foot without a vehicle). Answers the seconds
   * it will really take, or undefined when there is no way; `onArrive` runs at the kerb, unless sent elsewhere before.
   */
  sendTo(place: LonLat, onArrive: () => void | Promise<void>): number | undefined;
  /** Stays where it is and no longer follows its beat. */
  hold(): void;
  /** Goes back to its own day. */
  release(): void;
  /** The fix due in this second of the drill, or undefined: between fixes, or silent. */
  fixAt(second: number): PositionRow | undefined;
  /** From now on its device says nothing, for so many seconds. */
  fallSilent(seconds: number): void;
  isSilent(): boolean;
}

/** What an agent needs of its world. */
export interface UnitAgentOptions {
  readonly unit: DrillUnit;
  readonly clock: Clock;
  readonly roads: DrillRoads;
  readonly rng: Rng;
  /** Sets off in the first seconds, whatever its habit. */
  readonly isRestless: boolean;
}

/** How a kind of unit spends its day: how far from its base, how long it stands (seconds), how likely it starts moving. */
interface Habit {
  readonly beatM: number;
  readonly standS: readonly [number, number];
  readonly firstStandS: readonly [number, number];
}

const HABITS: Readonly<Record<DrillUnit['registered']['kind'], Habit>> = {
  patrol: { beatM: 2600, standS: [5, 70], firstStandS: [0, 20] },
  station: { beatM: 1500, standS: [300, 2400], firstStandS: [0, 1800] },
  'plain-clothes': { beatM: 2200, standS: [90, 600], firstStandS: [0, 240] },
  'centre-squad': { beatM: 2500, standS: [240, 1200], firstStandS: [0, 900] },
  expressway: { beatM: 3000, standS: [200, 900], firstStandS: [0, 400] },
  auxiliary: { beatM: 900, standS: [60, 400], firstStandS: [0, 120] },
};

/** A crew this near to its place walks over, whatever the one-way streets say. */
const WALK_M = 150;
const WALK_MPS = 1.6;

/** When a restless unit sets off, seconds. */
const RESTLESS_S = [0, 6] as const;

/** Starts a unit's day. It owns its timers on the clock; `hold` and `sendTo` cancel them. */
export function createUnitAgent({ unit, clock, roads, rng, isRestless }: UnitAgentOptions): UnitAgent {
  const { unitId, kind, slot, hasVehicle, state } = unit.registered;
  const habit = HABITS[kind];
  const [moves, gps, calls] = [rng.fork('moves'), rng.fork('gps'), rng.fork('calls')];
  const periodS = fixPeriodS(kind);
  let standing: TruePlace = { ...firstPlace(), headingDeg: moves.between(0, 360), speedMps: 0 };
  let drive: Drive | undefined;
  let cancelNext: Cancel = () => undefined;
  let silentUntilMs = 0;
  let lastRow: PositionRow | undefined;

  function firstPlace(): { lon: number; lat: number } {
    const { base } = unit;
    const roaming =
      kind === 'station' || kind === 'expressway'
        ? undefined
        : roads.placeNear(moves, [base.lon, base.lat], habit.beatM);
    // not all on one spot in front of the station
    const [lon, lat] =
      roaming ?? destination(base.lon, base.lat, moves.between(0, 360), moves.between(5, 35));
    return { lon, lat };
  }

  const truth = (): TruePlace => {
    if (drive === undefined) return standing;
    const place = placeOfDrive(drive, clock.nowMs());
    return { lon: place.lon, lat: place.lat, headingDeg: place.headingDeg, speedMps: place.speedMps };
  };

  const stop = (): void => {
    cancelNext();
    cancelNext = () => undefined;
    standing = { ...truth(), speedMps: 0 };
    drive = undefined;
  };

  const follow = (next: Drive, onArrive: () => void | Promise<void>): void => {
    drive = next;
    cancelNext = clock.schedule(next.arriveMs, () => {
      stop();
      return onArrive();
    });
  };

  const standFor = ([low, high]: readonly [number, number]): void => {
    cancelNext = clock.schedule(clock.nowMs() + Math.round(moves.between(low, high) * 1000), patrol);
  };

  /** One leg of the beat: somewhere near the base, over real roads, then a stop. */
  function patrol(): void {
    const here = truth();
    const target = roads.placeNear(moves, [unit.base.lon, unit.base.lat], habit.beatM);
    const pace = hasVehicle ? beatPace(moves) : beatPace(moves) * 5;
    const trip = target === undefined ? undefined : roads.plan('car', [here.lon, here.lat], target);
    if (trip === undefined || trip.seconds < 1) standFor([20, 60]);
    else
      follow(startDrive(trip, clock.nowMs(), pace), () => {
        standFor(habit.standS);
      });
  }

  if (state !== 'out-of-service') standFor(isRestless ? RESTLESS_S : habit.firstStandS);

  return {
    unit,
    truth,
    sendTo(place, onArrive) {
      const here = truth();
      stop();
      const onFootM = equirectM(here.lon, here.lat, place[0], place[1]);
      if (onFootM <= WALK_M) {
        const seconds = 5 + onFootM / WALK_MPS;
        cancelNext = clock.schedule(clock.nowMs() + Math.round(seconds * 1000), () => {
          standing = { ...standing, lon: place[0], lat: place[1] };
          return onArrive();
        });
        return seconds;
      }
      const trip = roads.planFromStand(hasVehicle ? 'emergency' : 'foot', [here.lon, here.lat], place);
      if (trip === undefined) return undefined;
      const next = startDrive(trip, clock.nowMs(), callPace(calls));
      follow(next, onArrive);
      return (next.arriveMs - next.startMs) / 1000;
    },
    hold: stop,
    release() {
      stop();
      standFor([20, 90]);
    },
    fixAt(second) {
      if ((second + slot) % periodS !== 0 || clock.nowMs() < silentUntilMs) return undefined;
      lastRow = readFix(gps, unitId, truth(), clock.nowMs(), lastRow);
      return lastRow;
    },
    fallSilent(seconds) {
      silentUntilMs = clock.nowMs() + seconds * 1000;
    },
    isSilent: () => clock.nowMs() < silentUntilMs,
  };
}
