/** Columns over rows that weigh something, as in a cover table. */
export interface MergedRows {
  readonly weight: Float64Array;
  readonly columnFirst: Uint32Array;
  readonly columnRow: Uint32Array;
}

/** Makes one row of all rows that the same columns meet, and drops those that none meets. No column has a row twice. */
export function mergeRows(columns: readonly Uint32Array[], before: Float64Array): MergedRows {
  const classOf = classesOf(columns, before.length);
  const rowOf = new Int32Array(before.length).fill(-1);
  const rowOfClass = new Int32Array(before.length + 1).fill(-1);
  const weights: number[] = [];
  for (let old = 0; old < before.length; old++) {
    const found = classOf[old]!;
    if (found === 0) continue;
    if (rowOfClass[found] === -1) rowOfClass[found] = weights.push(0) - 1;
    const row = rowOfClass[found]!;
    weights[row]! += before[old]!;
    rowOf[old] = row;
  }
  const columnFirst = new Uint32Array(columns.length + 1);
  const columnRow = new Uint32Array(columns.reduce((sum, rows) => sum + rows.length, 0));
  const seenBy = new Int32Array(weights.length).fill(-1);
  let count = 0;
  columns.forEach((rows, c) => {
    for (const old of rows) {
      const row = rowOf[old]!;
      if (seenBy[row] === c) continue;
      seenBy[row] = c;
      columnRow[count++] = row;
    }
    columnFirst[c + 1] = count;
  });
  return { weight: Float64Array.from(weights), columnFirst, columnRow: columnRow.slice(0, count) };
}

/**
 * Splits the rows by one column after another: what is still together at the end is met by the same columns. Class 0 = by
 * none. A class is numbered anew only when it is really split, so there are no more numbers than rows, and 0.
 */
function classesOf(columns: readonly Uint32Array[], rowCount: number): Int32Array {
  const classOf = new Int32Array(rowCount);
  const sizeOf = new Int32Array(rowCount + 1);
  sizeOf[0] = rowCount;
  const touched = new Int32Array(rowCount + 1);
  const splitTo = new Int32Array(rowCount + 1);
  let classes = 1;
  for (const rows of columns) {
    const olds: number[] = [];
    for (const row of rows) {
      const old = classOf[row]!;
      if (touched[old]!++ === 0) olds.push(old);
    }
    for (const old of olds) {
      if (old !== 0 && touched[old] === sizeOf[old]) continue;
      sizeOf[old]! -= touched[old]!;
      sizeOf[classes] = touched[old]!;
      splitTo[old] = classes++;
    }
    for (const row of rows) {
      const next = splitTo[classOf[row]!]!;
      if (next !== 0) classOf[row] = next;
    }
    for (const old of olds) {
      touched[old] = 0;
      splitTo[old] = 0;
    }
  }
  return classOf;
}
