/** Units counted at one place, likeliest first: that many are never all on a job. */
const DEPTH = 8;

/**
 * How likely alerts are met in time by units that wait: the likeliest to make it that is not on a job goes, and if it is late
 * the others would be later. `chance` is unit by place; `busy` = chance that a unit is on a job. Mutable: units are added.
 */
export class Cover {
  readonly #weight: Float64Array;
  readonly #busy: number;
  readonly #chance: Float64Array;
  readonly #unit: Int32Array;
  /** Share of all alerts that is met as things are; undefined = not summed up yet. */
  #total: number | undefined;

  /** `weight` = share of all alerts at each place. */
  constructor(weight: Float64Array, busy: number) {
    this.#weight = weight;
    this.#busy = busy;
    this.#chance = new Float64Array(weight.length * DEPTH);
    this.#unit = new Int32Array(weight.length * DEPTH).fill(-1);
  }

  /** Takes in a unit that waits at row `row` of `chance`. */
  add(unit: number, chance: Float64Array, row: number): void {
    const places = this.#weight.length;
    this.#total = undefined;
    const [held, who, from] = [this.#chance, this.#unit, row * places];
    for (let i = 0; i < places; i++) {
      const c = chance[from + i] ?? 0;
      let at = (i + 1) * DEPTH - 1;
      // thousands are too far off to count
      if (c <= (held[at] ?? 0)) continue;
      // the less likely move down; whoever was there first stays before its equals
      for (; at > i * DEPTH && c > (held[at - 1] ?? 0); at--) {
        held[at] = held[at - 1] ?? 0;
        who[at] = who[at - 1] ?? -1;
      }
      held[at] = c;
      who[at] = unit;
    }
  }

  /** Chance that an alert at a place is met in time, were one unit away and another there (`extra` = its chance). */
  met(place: number, without = -1, extra = 0): number {
    let factor = 1 - this.#busy;
    let sum = 0;
    let rest = extra;
    for (let at = place * DEPTH; at < (place + 1) * DEPTH; at++) {
      const c = this.#chance[at] ?? 0;
      if (c === 0) break;
      if (this.#unit[at] === without) continue;
      if (rest >= c) {
        sum += factor * rest;
        factor *= this.#busy;
        rest = 0;
      }
      sum += factor * c;
      factor *= this.#busy;
    }
    return sum + factor * rest;
  }

  /** Share of all alerts that would be met more (or, below 0, less) with one unit away and another at row `row` of `chance`. */
  change(without: number, chance?: Float64Array, row = 0): number {
    const places = this.#weight.length;
    this.#total ??= this.#sum(-1);
    return this.#sum(without, chance, row * places) - this.#total;
  }

  #sum(without: number, chance?: Float64Array, from = 0): number {
    let sum = 0;
    for (let i = 0; i < this.#weight.length; i++) {
      const extra = chance === undefined ? 0 : (chance[from + i] ?? 0);
      sum += (this.#weight[i] ?? 0) * this.met(i, without, extra);
    }
    return sum;
  }
}
