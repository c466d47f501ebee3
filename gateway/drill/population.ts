import type { LocalText } from '../../shared/domain/belief.ts';
import type { UnitRegistered } from '../../shared/domain/event.ts';
import { UNIT_KINDS, type UnitKind, type UnitState } from '../../shared/domain/vocabulary.ts';
import { invariant, must } from '../../shared/kit/invariant.ts';
import type { Rng } from '../../shared/kit/rng.ts';

/** Every callsign of a drill begins with it, so that no recording can be taken for a live one. */
export const CALLSIGN_PREFIX = '演';

/** How many units a drill has at most, and how many a station has. */
export const POPULATION_SIZE = 300;
const UNITS_PER_STATION = 25;
const POPULATION_LEAST = 40;

/** A district with a station or two has no three hundred crews. */
export function populationFor(stations: number): number {
  return Math.max(POPULATION_LEAST, Math.min(POPULATION_SIZE, UNITS_PER_STATION * stations));
}

/** Shares of UNIT_KINDS in percent: patrol, station, plain-clothes, centre-squad, expressway, auxiliary. */
export const KIND_SHARES: Readonly<Record<UnitKind, number>> = {
  patrol: 60,
  station: 20,
  'plain-clothes': 8,
  'centre-squad': 6,
  expressway: 4,
  auxiliary: 2,
};

/** A place units start from. */
export interface UnitBase {
  readonly id: string;
  readonly name: LocalText;
  readonly lon: number;
  readonly lat: number;
}

/** A unit of the drill and what only the drill knows of it. */
export interface DrillUnit {
  readonly registered: UnitRegistered;
  readonly base: UnitBase;
}

/** Skill codes a unit may carry; the console has the words. `needs-officer` marks an auxiliary crew without an officer. */
export const SKILLS = [
  'persuasion',
  'dialect',
  'female-officer',
  'elderly-care',
  'officer-led',
  'needs-officer',
] as const;

/** Ground a police station and its patrols answer for, about its house. */
const AREA_M = 2500;

const KIND_WORDS: Readonly<
  Record<Exclude<UnitKind, 'station'>, { readonly word: string; readonly first: number }>
> = {
  patrol: { word: '巡', first: 101 },
  'plain-clothes': { word: '便衣', first: 1 },
  'centre-squad': { word: '侦查', first: 1 },
  expressway: { word: '高速', first: 1 },
  auxiliary: { word: '辅', first: 1 },
};

/**
 * The drill's units, slot = index, in the order of UNIT_KINDS. `stations` are police stations, `exits` expressway exits
 * (bases of expressway police); both need at least one entry. The same generator gives the same units.
 */
export function makePopulation(
  rng: Rng,
  stations: readonly UnitBase[],
  exits: readonly UnitBase[],
  size: number = POPULATION_SIZE,
): DrillUnit[] {
  invariant(stations.length > 0, 'a drill needs at least one station to base its units at');
  const units: DrillUnit[] = [];
  for (const kind of UNIT_KINDS) {
    const count = Math.round((size * KIND_SHARES[kind]) / 100);
    for (let n = 0; n < count; n++) {
      const slot = units.length;
      const draw = rng.fork(`unit:${slot}`);
      const homes = kind === 'expressway' && exits.length > 0 ? exits : stations;
      const base = must(homes[n % homes.length], 'no base');
      units.push({ base, registered: register(draw, kind, slot, n, base, Math.floor(n / homes.length) + 1) });
    }
  }
  return units;
}

function register(
  rng: Rng,
  kind: UnitKind,
  slot: number,
  n: number,
  base: UnitBase,
  nthAtBase: number,
): UnitRegistered {
  const crew = crewOf(rng, kind);
  return {
    unitId: `unit-${String(slot + 1).padStart(3, '0')}`,
    slot,
    callsign: callsignOf(kind, n, base, nthAtBase),
    kind,
    crew,
    hasVehicle: hasVehicle(rng, kind),
    skills: skillsOf(rng, kind),
    base: base.name,
    ...(kind === 'station' || kind === 'patrol'
      ? { area: { lon: base.lon, lat: base.lat, radiusM: AREA_M } }
      : {}),
    state: firstState(rng, kind),
  };
}

/** 演巡217 · 演解放路所03 · 演侦查12. */
function callsignOf(kind: UnitKind, n: number, base: UnitBase, nthAtBase: number): string {
  if (kind === 'station') {
    const shortName = base.name.zh.replace(/^演练?[·・\s]*/u, '').replace(/派出所$/u, '所');
    return `${CALLSIGN_PREFIX}${shortName}${String(nthAtBase).padStart(2, '0')}`;
  }
  const { word, first } = KIND_WORDS[kind];
  return `${CALLSIGN_PREFIX}${word}${String(first + n).padStart(2, '0')}`;
}

function crewOf(rng: Rng, kind: UnitKind): number {
  switch (kind) {
    case 'patrol':
      return 2 + rng.weighted([8, 2]);
    case 'station':
      return 1 + rng.weighted([1, 7, 2]);
    case 'plain-clothes':
    case 'centre-squad':
      return 2 + rng.weighted([6, 3, 1]);
    case 'expressway':
      return 2;
    // never alone
    case 'auxiliary':
      return 2 + rng.weighted([5, 5]);
  }
}

function hasVehicle(rng: Rng, kind: UnitKind): boolean {
  if (kind === 'patrol') return rng.chance(0.94);
  if (kind === 'auxiliary') return rng.chance(0.5);
  return kind === 'expressway' || rng.chance(0.85);
}

function skillsOf(rng: Rng, kind: UnitKind): string[] {
  const skills: string[] = [];
  if (rng.chance(kind === 'centre-squad' || kind === 'station' ? 0.5 : 0.15)) skills.push('persuasion');
  if (rng.chance(0.2)) skills.push('dialect');
  if (rng.chance(0.25)) skills.push('female-officer');
  if (rng.chance(0.08)) skills.push('elderly-care');
  if (kind === 'auxiliary') skills.push(rng.chance(0.7) ? 'officer-led' : 'needs-officer');
  return skills;
}

function firstState(rng: Rng, kind: UnitKind): UnitState {
  if (rng.chance(0.04)) return 'out-of-service';
  if (kind === 'station') return 'standby';
  return kind === 'expressway' && rng.chance(0.3) ? 'at-checkpoint' : 'available';
}
