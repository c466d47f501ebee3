import { closeHopeless, type PricedBound, priceRows, wholeBound } from './kernels/cover-bound.ts';
import { exhaust } from './kernels/cover-exhaust.ts';
import { fillGreedily, improve, metBy, placesOf } from './kernels/cover-search.ts';
import { coverModel, planOfValues } from './cover-model.ts';
import { type CoverTable, prepareCover } from './cover-table.ts';
import type { MipProgress } from './mip.ts';
import type { MayGoOn, PlanPorts } from './ports.ts';
import type { CoverAnswer, CoverProblem } from './problem.ts';

/** Time for the local search before the quick answer is given (ms). */
const QUICK_MS = 25;
const PRICING_ROUNDS = 400;
/** Row visits of one try at exhaustion, about a tenth of a second; more goes to the solver. */
const EXHAUST_VISITS = 40_000_000;

/** The best plan so far while proving goes on. */
class Search {
  readonly table: CoverTable;
  readonly places: Int32Array;
  chosen: Int32Array;
  met = 0;
  upperBound: number;
  readonly #report: (answer: CoverAnswer) => void;

  constructor(table: CoverTable, report: (answer: CoverAnswer) => void) {
    this.table = table;
    this.places = placesOf(table);
    this.chosen = new Int32Array(this.places.length).fill(-1);
    this.upperBound = table.coverable;
    this.#report = report;
  }

  get isProven(): boolean {
    return this.met >= this.upperBound;
  }

  /** Keeps `chosen` if it meets more. */
  offer(chosen: Int32Array): number {
    const met = metBy(this.table, chosen);
    if (met > this.met) {
      this.met = met;
      this.chosen = chosen.slice();
      this.#report(this.answer());
    }
    return met;
  }

  /** Takes over a bound if it is lower. */
  lower(bound: number): void {
    const whole = Math.max(this.met, bound);
    if (whole >= this.upperBound) return;
    this.upperBound = whole;
    this.#report(this.answer());
  }

  answer(): CoverAnswer {
    const { table, places } = this;
    const plan: (number | null)[] = Array.from({ length: table.unitCount }, () => null);
    const next = table.groups.map(() => 0);
    places.forEach((group, place) => {
      const column = this.chosen[place] ?? -1;
      const at = next[group] ?? 0;
      next[group] = at + 1;
      const unit = table.groups[group]?.units[at];
      if (column >= 0 && unit !== undefined) plan[unit] = table.columnNode[column] ?? null;
    });
    return {
      kind: 'cover',
      plan,
      met: this.met,
      upperBound: this.upperBound,
      optimal: this.isProven,
    };
  }
}

/** A cover problem made ready: the searches from every unit are done. */
export interface PreparedCover {
  readonly solve: (ports: PlanPorts<CoverAnswer>) => Promise<CoverAnswer>;
}

/** Searches from every unit and boils the problem down. */
export async function prepareCoverProblem(problem: CoverProblem, mayGoOn: MayGoOn): Promise<PreparedCover> {
  const table = await prepareCover(problem, mayGoOn);
  return { solve: (ports) => solveCover(table, ports) };
}

/**
 * A good plan at once, then the best one with its proof: prices give a bound and rule out places, a search over the rest
 * finishes small problems, the solver the others.
 */
async function solveCover(table: CoverTable, ports: PlanPorts<CoverAnswer>): Promise<CoverAnswer> {
  const search = new Search(table, ports.onAnswer);
  const startedMs = ports.nowMs();
  const first = search.chosen.slice();
  fillGreedily(table, search.places, first);
  improve(table, search.places, first, () => ports.nowMs() - startedMs < QUICK_MS);
  search.offer(first);
  ports.onAnswer(search.answer());
  if (search.isProven || !table.isComplete || !(await ports.mayGoOn())) return search.answer();

  const isOpen = new Uint8Array(table.columnNode.length).fill(1);
  let priced: PricedBound | undefined;
  for (let pass = 0; pass < 4; pass++) {
    priced = priceRows(table, isOpen, search.met, PRICING_ROUNDS, priced?.price, (picked) => {
      const candidate = picked.slice();
      fillGreedily(table, search.places, candidate);
      improve(table, search.places, candidate, () => false);
      return search.offer(candidate);
    });
    search.lower(wholeBound(priced.bound));
    if (search.isProven || !(await ports.mayGoOn())) return search.answer();
    if (closeHopeless(table, isOpen, priced, search.met) === 0) break;
  }
  if (priced === undefined) return search.answer();
  const found = exhaust(table, isOpen, search.places, priced, search.met, EXHAUST_VISITS);
  if (found.chosen !== undefined) search.offer(found.chosen);
  if (found.isComplete) search.lower(search.met);
  if (search.isProven || !(await ports.mayGoOn())) return search.answer();
  closeHopeless(table, isOpen, priced, search.met);
  await solveByMip(table, isOpen, search, ports);
  return search.answer();
}

async function solveByMip(
  table: CoverTable,
  isOpen: Uint8Array,
  search: Search,
  ports: PlanPorts<CoverAnswer>,
): Promise<void> {
  const model = coverModel(table, isOpen);
  const take = ({ bound, values }: MipProgress): void => {
    if (values !== undefined) search.offer(planOfValues(table, search.places, model, values));
    search.lower(wholeBound(-bound));
  };
  const outcome = await ports.mip.solve(model.mip, take);
  if (outcome.values !== undefined) search.offer(planOfValues(table, search.places, model, outcome.values));
  // closed places are in no plan better than ours, so the bound of the rest and ours bound everything
  if (outcome.status === 'optimal') search.lower(wholeBound(-outcome.bound));
  if (outcome.status === 'infeasible') search.lower(search.met);
}
