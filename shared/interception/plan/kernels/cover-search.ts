import type { Rng } from '../../../kit/rng.ts';
import type { CoverTable } from '../cover-table.ts';

/**
 * A choice of columns is one column per place, -1 = none. Place p belongs to group `places[p]`; a group of k
 * interchangeable units has k places.
 */

/** The places of a table, in group order. */
export function placesOf(table: CoverTable): Int32Array {
  return Int32Array.from(table.groups.flatMap(({ units }, g) => units.map(() => g)));
}

/** How often each row is met by the chosen columns. */
function meetingsOf(table: CoverTable, chosen: Int32Array): Int32Array {
  const meetings = new Int32Array(table.weight.length);
  for (const column of chosen) if (column >= 0) addColumn(table, meetings, column, 1);
  return meetings;
}

function addColumn(table: CoverTable, meetings: Int32Array, column: number, by: 1 | -1): void {
  for (let i = table.columnFirst[column]!; i < table.columnFirst[column + 1]!; i++) {
    meetings[table.columnRow[i]!]! += by;
  }
}

/** Weight of the rows met at least once. */
export function metBy(table: CoverTable, chosen: Int32Array): number {
  const meetings = meetingsOf(table, chosen);
  let met = 0;
  for (let r = 0; r < meetings.length; r++) if (meetings[r]! > 0) met += table.weight[r]!;
  return met;
}

/** The column that adds most to what is met already, -1 when none adds anything. */
function bestColumn(table: CoverTable, meetings: Int32Array, first: number, end: number): number {
  let best = -1;
  let bestGain = 0;
  for (let c = first; c < end; c++) {
    let gain = 0;
    for (let i = table.columnFirst[c]!; i < table.columnFirst[c + 1]!; i++) {
      const row = table.columnRow[i]!;
      if (meetings[row]! === 0) gain += table.weight[row]!;
    }
    if (gain > bestGain) {
      bestGain = gain;
      best = c;
    }
  }
  return best;
}

/** Fills empty places with what adds most, the best first; `chosen` is changed. */
export function fillGreedily(table: CoverTable, places: Int32Array, chosen: Int32Array): void {
  const meetings = meetingsOf(table, chosen);
  for (;;) {
    let bestPlace = -1;
    let bestAt = -1;
    let bestGain = 0;
    let lastGroup = -1;
    for (let p = 0; p < places.length; p++) {
      const group = places[p]!;
      if (chosen[p]! >= 0 || group === lastGroup) continue;
      lastGroup = group;
      const { first, end } = table.groups[group]!;
      const column = bestColumn(table, meetings, first, end);
      const gain = column < 0 ? 0 : gainOf(table, meetings, column);
      if (gain > bestGain) {
        bestGain = gain;
        bestPlace = p;
        bestAt = column;
      }
    }
    if (bestPlace < 0) return;
    chosen[bestPlace] = bestAt;
    addColumn(table, meetings, bestAt, 1);
  }
}

function gainOf(table: CoverTable, meetings: Int32Array, column: number): number {
  let gain = 0;
  for (let i = table.columnFirst[column]!; i < table.columnFirst[column + 1]!; i++) {
    const row = table.columnRow[i]!;
    if (meetings[row]! === 0) gain += table.weight[row]!;
  }
  return gain;
}

/**
 * Moves one unit at a time to where it adds most until nothing gains, then two at a time (the first anywhere, the second
 * to its best answer) while `mayGoOn` allows. `chosen` is changed; returns what is met.
 */
export function improve(
  table: CoverTable,
  places: Int32Array,
  chosen: Int32Array,
  mayGoOn: () => boolean,
): number {
  const meetings = meetingsOf(table, chosen);
  do moveSingles(table, places, chosen, meetings);
  while (mayGoOn() && movePair(table, places, chosen, meetings, mayGoOn));
  return metBy(table, chosen);
}

function moveSingles(table: CoverTable, places: Int32Array, chosen: Int32Array, meetings: Int32Array): void {
  for (let moved = true; moved; ) {
    moved = false;
    for (let p = 0; p < places.length; p++) {
      const { first, end } = table.groups[places[p]!]!;
      const old = chosen[p]!;
      if (old >= 0) addColumn(table, meetings, old, -1);
      const next = bestColumn(table, meetings, first, end);
      const before = old < 0 ? 0 : gainOf(table, meetings, old);
      const after = next < 0 ? 0 : gainOf(table, meetings, next);
      const take = after > before ? next : old;
      if (take !== old) moved = true;
      chosen[p] = take;
      if (take >= 0) addColumn(table, meetings, take, 1);
    }
  }
}

/**
 * Shakes a good choice and improves it again, over and over while `mayGoOn` allows: a few places go anywhere, then single
 * moves until nothing gains. Goes on from whatever is no worse. Returns the best choice met.
 */
export function shake(
  table: CoverTable,
  places: Int32Array,
  start: Int32Array,
  rng: Rng,
  mayGoOn: () => boolean,
): Int32Array {
  let best = start;
  let bestMet = metBy(table, start);
  let current = start;
  let currentMet = bestMet;
  while (mayGoOn()) {
    const next = current.slice();
    for (let kicks = 2 + rng.int(4); kicks > 0; kicks--) {
      const place = rng.int(places.length);
      const { first, end } = table.groups[places[place]!]!;
      if (end > first) next[place] = first + rng.int(end - first);
    }
    const meetings = meetingsOf(table, next);
    moveSingles(table, places, next, meetings);
    const met = metBy(table, next);
    if (met < currentMet && !rng.chance(0.01)) continue;
    current = next;
    currentMet = met;
    if (met <= bestMet) continue;
    best = next;
    bestMet = met;
  }
  return best;
}

function movePair(
  table: CoverTable,
  places: Int32Array,
  chosen: Int32Array,
  meetings: Int32Array,
  mayGoOn: () => boolean,
): boolean {
  for (let p = 0; p < places.length; p++) {
    for (let q = 0; q < places.length; q++) {
      if (q === p) continue;
      if (!mayGoOn()) return false;
      if (moveTwo(table, places, chosen, meetings, p, q, mayGoOn)) return true;
    }
  }
  return false;
}

function moveTwo(
  table: CoverTable,
  places: Int32Array,
  chosen: Int32Array,
  meetings: Int32Array,
  p: number,
  q: number,
  mayGoOn: () => boolean,
): boolean {
  const oldP = chosen[p]!;
  const oldQ = chosen[q]!;
  if (oldP >= 0) addColumn(table, meetings, oldP, -1);
  let worth = 0;
  if (oldQ >= 0) {
    addColumn(table, meetings, oldQ, -1);
    worth += gainOf(table, meetings, oldQ);
  }
  if (oldP >= 0) {
    if (oldQ >= 0) addColumn(table, meetings, oldQ, 1);
    worth += gainOf(table, meetings, oldP);
    if (oldQ >= 0) addColumn(table, meetings, oldQ, -1);
  }
  const groupP = table.groups[places[p]!]!;
  const groupQ = table.groups[places[q]!]!;
  // with thousands of columns each, one pair alone takes seconds
  for (let c = groupP.first; c < groupP.end && mayGoOn(); c++) {
    const gainP = gainOf(table, meetings, c);
    addColumn(table, meetings, c, 1);
    const answer = bestColumn(table, meetings, groupQ.first, groupQ.end);
    const gain = gainP + (answer < 0 ? 0 : gainOf(table, meetings, answer));
    if (gain > worth) {
      chosen[p] = c;
      chosen[q] = answer;
      if (answer >= 0) addColumn(table, meetings, answer, 1);
      return true;
    }
    addColumn(table, meetings, c, -1);
  }
  if (oldP >= 0) addColumn(table, meetings, oldP, 1);
  if (oldQ >= 0) addColumn(table, meetings, oldQ, 1);
  return false;
}
