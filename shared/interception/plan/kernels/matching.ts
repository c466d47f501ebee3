/**
 * Largest matching between rows and columns (Hopcroft-Karp). `allows(row, column)` says which pairs may be matched.
 * Returns the column of each row, -1 for a row left over.
 */
export function largestMatching(
  rowCount: number,
  columnCount: number,
  allows: (row: number, column: number) => boolean,
): Int32Array {
  const { first, column } = neighbours(rowCount, columnCount, allows);
  const columnOf = new Int32Array(rowCount).fill(-1);
  const rowOf = new Int32Array(columnCount).fill(-1);
  const level = new Int32Array(rowCount);
  const queue = new Int32Array(rowCount);
  const next = new Int32Array(rowCount);

  /** Levels of rows by alternating steps from the rows left over; whether a free column was seen. */
  const layer = (): boolean => {
    let tail = 0;
    let seesFree = false;
    level.fill(-1);
    for (let r = 0; r < rowCount; r++) {
      if (columnOf[r]! >= 0) continue;
      level[r] = 0;
      queue[tail++] = r;
    }
    for (let head = 0; head < tail; head++) {
      const r = queue[head]!;
      for (let i = first[r]!; i < first[r + 1]!; i++) {
        const other = rowOf[column[i]!]!;
        if (other < 0) seesFree = true;
        else if (level[other]! < 0) {
          level[other] = level[r]! + 1;
          queue[tail++] = other;
        }
      }
    }
    return seesFree;
  };
  const augment = (r: number): boolean => {
    for (; next[r]! < first[r + 1]!; next[r]!++) {
      const c = column[next[r]!]!;
      const other = rowOf[c]!;
      if (other >= 0 && (level[other] !== level[r]! + 1 || !augment(other))) continue;
      rowOf[c] = r;
      columnOf[r] = c;
      return true;
    }
    return false;
  };
  while (layer()) {
    for (let r = 0; r < rowCount; r++) next[r] = first[r]!;
    let grew = false;
    for (let r = 0; r < rowCount; r++) if (columnOf[r]! < 0 && augment(r)) grew = true;
    if (!grew) break;
  }
  return columnOf;
}

function neighbours(
  rowCount: number,
  columnCount: number,
  allows: (row: number, column: number) => boolean,
): { first: Int32Array; column: Int32Array } {
  const first = new Int32Array(rowCount + 1);
  const list: number[] = [];
  for (let r = 0; r < rowCount; r++) {
    for (let c = 0; c < columnCount; c++) if (allows(r, c)) list.push(c);
    first[r + 1] = list.length;
  }
  return { first, column: Int32Array.from(list) };
}

/**
 * Rows that together have fewer columns than rows, given a largest matching: all rows met by alternating steps from one
 * row left over. Undefined when no row is left over.
 */
export function crowdedRows(
  columnOf: Int32Array,
  columnCount: number,
  allows: (row: number, column: number) => boolean,
): { readonly rows: number[]; readonly columns: number[] } | undefined {
  const start = columnOf.indexOf(-1);
  if (start < 0) return undefined;
  const rowOf = new Int32Array(columnCount).fill(-1);
  columnOf.forEach((c, r) => {
    if (c >= 0) rowOf[c] = r;
  });
  const rows = [start];
  const columns: number[] = [];
  const isSeen = new Uint8Array(columnCount);
  for (const row of rows) {
    for (let c = 0; c < columnCount; c++) {
      if (isSeen[c] === 1 || !allows(row, c)) continue;
      isSeen[c] = 1;
      columns.push(c);
      // a free column here would have made the matching larger
      rows.push(rowOf[c]!);
    }
  }
  return { rows, columns };
}
