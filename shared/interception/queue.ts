import type { Race } from '../domain/race.ts';

/** Rows change places only when they differ by more than this: a list that dances cannot be read. */
export const HYSTERESIS_S = 15;

/**
 * Queue order. L0 and L1 come first: those whose clock is known and who can still win, by margin, smallest first; then
 * those for whom it is probably too late; then those whose clock is unknown, by level and silence; then those met. L2
 * and L3 follow as one group, by level and silence.
 *
 * `previousOrder` is the order last shown (ids; unknown ids are ignored). Within a group sorted by margin:
 * a row keeps its place unless it is more than HYSTERESIS_S tighter than a row above it, and then moves above the
 * topmost such row, so no row ever stands below one that is more than HYSTERESIS_S looser.
 */
export function orderQueue(races: readonly Race[], previousOrder: readonly string[], nowMs: number): Race[] {
  const place = new Map(previousOrder.map((id, i) => [id, i]));
  const group = (wanted: Group): Race[] => races.filter((race) => groupOf(race) === wanted);
  const keyOf = (race: Race): number => marginKeyS(race, nowMs);
  return [
    ...settle(group('racing'), place, keyOf),
    ...settle(group('too-late'), place, keyOf),
    ...group('unknown').sort(byLevelThenSilence),
    ...group('met').sort(byLevelThenSilence),
    ...group('routine').sort(byLevelThenSilence),
  ];
}

type Group = 'racing' | 'too-late' | 'unknown' | 'met' | 'routine';

function groupOf(race: Race): Group {
  if (race.level !== 'L0' && race.level !== 'L1') return 'routine';
  if (race.outlook === 'met') return 'met';
  if (race.dueMs === undefined) return 'unknown';
  return race.outlook === 'too-late' ? 'too-late' : 'racing';
}

/** The margin; without an arrival the time that is left, which no margin can exceed. */
function marginKeyS(race: Race, nowMs: number): number {
  return race.marginS?.mid ?? ((race.dueMs?.mid ?? nowMs) - nowMs) / 1000;
}

function settle(
  races: readonly Race[],
  place: ReadonlyMap<string, number>,
  keyOf: (race: Race) => number,
): Race[] {
  const settled: Race[] = [];
  const shown = races
    .filter((race) => place.has(race.id))
    .sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
  for (const race of shown) {
    const above = settled.findIndex((other) => keyOf(other) - keyOf(race) > HYSTERESIS_S);
    settled.splice(above === -1 ? settled.length : above, 0, race);
  }
  const arrivals = races
    .filter((race) => !place.has(race.id))
    .sort((a, b) => keyOf(a) - keyOf(b) || byId(a, b));
  for (const race of arrivals) {
    const above = settled.findIndex((other) => keyOf(other) > keyOf(race));
    settled.splice(above === -1 ? settled.length : above, 0, race);
  }
  return settled;
}

function byLevelThenSilence(a: Race, b: Race): number {
  return a.level === b.level ? b.silenceS - a.silenceS || byId(a, b) : a.level < b.level ? -1 : 1;
}

function byId(a: Race, b: Race): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
