/**
 * Cheapest assignment of rows to columns by shortest augmenting paths with potentials. `cost` is row by row, Infinity =
 * not allowed; a row may stay open for `openCost`. Choose openCost above any sum of costs to leave as few rows open as
 * can be. Returns the column of each row, -1 = open.
 */
export function cheapestAssignment(
  rowCount: number,
  columnCount: number,
  cost: Float64Array,
  openCost: number,
): Int32Array {
  // column 0 is the root of each search; real columns are 1 .. columnCount
  const rowPotential = new Float64Array(rowCount);
  const columnPotential = new Float64Array(columnCount + 1);
  const rowOf = new Int32Array(columnCount + 1).fill(-1);
  const lowest = new Float64Array(columnCount + 1);
  const from = new Int32Array(columnCount + 1);
  const isUsed = new Uint8Array(columnCount + 1);

  for (let row = 0; row < rowCount; row++) {
    rowOf[0] = row;
    lowest.fill(Infinity);
    isUsed.fill(0);
    let lowestOpen = Infinity;
    let openFrom = 0;
    let at = 0;
    for (;;) {
      isUsed[at] = 1;
      const r = rowOf[at]!;
      let delta = Infinity;
      let next = -1;
      for (let c = 1; c <= columnCount; c++) {
        if (isUsed[c] === 1) continue;
        const reduced = cost[r * columnCount + c - 1]! - rowPotential[r]! - columnPotential[c]!;
        if (reduced < lowest[c]!) {
          lowest[c] = reduced;
          from[c] = at;
        }
        if (lowest[c]! < delta) {
          delta = lowest[c]!;
          next = c;
        }
      }
      if (openCost - rowPotential[r]! < lowestOpen) {
        lowestOpen = openCost - rowPotential[r]!;
        openFrom = at;
      }
      const endsOpen = lowestOpen <= delta;
      if (endsOpen) delta = lowestOpen;
      for (let c = 0; c <= columnCount; c++) {
        if (isUsed[c] === 1) {
          rowPotential[rowOf[c]!]! += delta;
          columnPotential[c]! -= delta;
        } else lowest[c]! -= delta;
      }
      lowestOpen -= delta;
      if (endsOpen || rowOf[next]! < 0) {
        shift(rowOf, from, endsOpen ? openFrom : next);
        break;
      }
      at = next;
    }
  }
  const columnOf = new Int32Array(rowCount).fill(-1);
  for (let c = 1; c <= columnCount; c++) if (rowOf[c]! >= 0) columnOf[rowOf[c]!] = c - 1;
  return columnOf;
}

/** Hands every column of the path to the row before it; the row at the path's end column, if any, becomes open. */
function shift(rowOf: Int32Array, from: Int32Array, end: number): void {
  for (let c = end; c !== 0; c = from[c]!) rowOf[c] = rowOf[from[c]!]!;
}
