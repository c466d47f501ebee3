import type { CoverTable } from '../cover-table.ts';

/**
 * Columns as beginnings of chains. Who is at a place earlier meets there what those who come later meet, and more: the
 * units' columns of one place lie within each other, so one running sum along the largest gives what all of them earn.
 */
export interface CoverChains {
  /** Rows of chain k: row[first[k]] .. row[first[k + 1]]. */
  readonly first: Uint32Array;
  readonly row: Uint32Array;
  /** The chain of each column, and how many of its rows the column has. */
  readonly chainOf: Uint32Array;
  readonly length: Uint32Array;
}

/** Puts columns that lie within each other on one chain; columns of one place that do not get chains of their own. */
export function chainsOf({ columnNode, columnFirst, columnRow, weight }: CoverTable): CoverChains {
  const length = columnNode.map((_, c) => columnFirst[c + 1]! - columnFirst[c]!);
  const order = columnNode.map((_, c) => c);
  order.sort((a, b) => columnNode[a]! - columnNode[b]! || length[a]! - length[b]! || a - b);
  const first: number[] = [];
  const row: number[] = [];
  const chainOf = new Uint32Array(columnNode.length);
  /** Number of the last chain that has the row, plus one. */
  const isOn = new Uint32Array(weight.length);
  let node = -1;
  for (const c of order) {
    let shared = 0;
    for (let i = columnFirst[c]!; i < columnFirst[c + 1]!; i++) {
      if (isOn[columnRow[i]!] === first.length) shared++;
    }
    if (columnNode[c] !== node || first.length === 0 || shared < row.length - first[first.length - 1]!) {
      node = columnNode[c]!;
      first.push(row.length);
    }
    chainOf[c] = first.length - 1;
    for (let i = columnFirst[c]!; i < columnFirst[c + 1]!; i++) {
      const r = columnRow[i]!;
      if (isOn[r] === first.length) continue;
      isOn[r] = first.length;
      row.push(r);
    }
  }
  first.push(row.length);
  return { first: Uint32Array.from(first), row: Uint32Array.from(row), chainOf, length };
}

/** Running sums of the chains that some columns need, and no further than they need them. */
export class ChainSums {
  readonly #chains: CoverChains;
  readonly #sums: Float64Array;
  /** Rows needed of each chain. */
  readonly #reach: Uint32Array;
  /** The chains needed at all. */
  readonly #active: Uint32Array;
  #activeCount = 0;

  constructor(chains: CoverChains) {
    this.#chains = chains;
    const count = chains.first.length - 1;
    // one more per chain than it has rows: the sum of none of them
    this.#sums = new Float64Array(chains.row.length + count);
    this.#reach = new Uint32Array(count);
    this.#active = new Uint32Array(count);
  }

  /** From now on only these columns are asked for. */
  wants(lists: readonly { readonly columns: Uint32Array }[]): void {
    const { chainOf, length } = this.#chains;
    const reach = this.#reach.fill(0);
    this.#activeCount = 0;
    for (const { columns } of lists) {
      for (const c of columns) {
        const chain = chainOf[c]!;
        if (reach[chain] === 0 && length[c]! > 0) this.#active[this.#activeCount++] = chain;
        if (length[c]! > reach[chain]!) reach[chain] = length[c]!;
      }
    }
  }

  /** Sums these prices up. */
  price(price: Float64Array): void {
    const { first, row } = this.#chains;
    const sums = this.#sums;
    for (let a = 0; a < this.#activeCount; a++) {
      const chain = this.#active[a]!;
      const from = first[chain]!;
      const end = from + this.#reach[chain]!;
      let at = from + chain;
      let sum = 0;
      for (let i = from; i < end; i++) {
        sum += price[row[i]!]!;
        sums[++at] = sum;
      }
    }
  }

  /** What a wanted column earns at the prices summed up last. */
  earnedBy(column: number): number {
    const { first, chainOf, length } = this.#chains;
    const chain = chainOf[column]!;
    return this.#sums[first[chain]! + chain + length[column]!]!;
  }
}
