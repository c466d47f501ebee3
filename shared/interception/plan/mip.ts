/** Rows over the columns of a model, sparse: row r has entries first[r] .. first[r + 1]. Bounds may be infinite. */
export interface MipRows {
  readonly first: Int32Array;
  readonly column: Int32Array;
  readonly value: Float64Array;
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
}

/** A mixed-integer linear problem, minimised. Bounds may be infinite. `start` is a known solution, all columns. */
export interface MipModel extends MipRows {
  readonly cost: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** 1 = whole numbers only. */
  readonly isWhole: Uint8Array;
  readonly start?: Float64Array | undefined;
  /** True = the first solution found ends the search; `optimal` then only means that it is one. */
  readonly anyWillDo?: boolean | undefined;
  /** Seconds after which the solver gives up (`stopped`); undefined = it never does. */
  readonly limitSeconds?: number | undefined;
}

/** Bound so far (no solution costs less), and the best solution so far with its cost, Infinity before the first. */
export interface MipProgress {
  readonly bound: number;
  readonly cost: number;
  readonly values: Float64Array | undefined;
}

/**
 * optimal: `values` costs `cost` within the solver's tolerance and nothing costs less than `bound`. infeasible: proven.
 * stopped: closed, out of time, or the solver gave up; `values` is the best found, if any.
 */
export interface MipOutcome extends MipProgress {
  readonly status: 'optimal' | 'infeasible' | 'stopped';
  /** By row, of an optimal solution of a model without whole numbers: what one more on its right side would cost. */
  readonly rowPrice?: Float64Array | undefined;
}

/**
 * A solver, somewhere off this thread. One problem at a time; `stop` ends what runs, whose outcome is then `stopped`,
 * `close` does so for good.
 */
export interface MipSolver {
  solve(model: MipModel, onProgress: (progress: MipProgress) => void): Promise<MipOutcome>;
  /**
   * Solves the last model, which must have been one without whole numbers, with these rows added: goes on from its solution.
   * `stopped` when it is not there any more.
   */
  solveWith(rows: MipRows, limitSeconds: number): Promise<MipOutcome>;
  stop(): void;
  close(): void;
}

/** Collects columns and rows of a model. */
export class MipBuilder {
  readonly #cost: number[] = [];
  readonly #lower: number[] = [];
  readonly #upper: number[] = [];
  readonly #isWhole: number[] = [];
  readonly #first: number[] = [0];
  readonly #column: number[] = [];
  readonly #value: number[] = [];
  readonly #rowLower: number[] = [];
  readonly #rowUpper: number[] = [];

  /** Adds a column within 0 .. upper; answers its number. */
  addColumn(cost: number, upper: number, isWhole: boolean): number {
    this.#cost.push(cost);
    this.#lower.push(0);
    this.#upper.push(upper);
    this.#isWhole.push(isWhole ? 1 : 0);
    return this.#cost.length - 1;
  }

  /** Adds lower <= sum of value x column <= upper. */
  addRow(lower: number, upper: number, entries: readonly (readonly [column: number, value: number])[]): void {
    for (const [column, value] of entries) {
      this.#column.push(column);
      this.#value.push(value);
    }
    this.#first.push(this.#column.length);
    this.#rowLower.push(lower);
    this.#rowUpper.push(upper);
  }

  /** The rows so far, for a model that has the columns already. */
  rows(): MipRows {
    return {
      first: Int32Array.from(this.#first),
      column: Int32Array.from(this.#column),
      value: Float64Array.from(this.#value),
      rowLower: Float64Array.from(this.#rowLower),
      rowUpper: Float64Array.from(this.#rowUpper),
    };
  }

  /** The model so far; more may be added afterwards. */
  build(options: Pick<MipModel, 'start' | 'anyWillDo' | 'limitSeconds'> = {}): MipModel {
    return {
      cost: Float64Array.from(this.#cost),
      lower: Float64Array.from(this.#lower),
      upper: Float64Array.from(this.#upper),
      isWhole: Uint8Array.from(this.#isWhole),
      ...this.rows(),
      ...options,
    };
  }
}
