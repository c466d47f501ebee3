import { ContainBranch } from './contain-branch.ts';
import { containModel, cutOfValues, type Detail } from './contain-model.ts';
import { Hunter } from './contain-hunt.ts';
import { type ContainPlan, type Lessons, manCut } from './contain-plan.ts';
import { ContainWays } from './contain-ways.ts';
import { type Closable, closableBy, type ContainTable } from './contain-table.ts';
import type { PlanPorts } from './ports.ts';
import { type ContainAnswer, TIE_S } from './problem.ts';

/**
 * A plan by the limit, a proof that there is none, or neither: `hard` within the effort allowed, `stopped` because whoever
 * waits has had enough.
 */
type Verdict = 'found' | 'none' | 'hard' | 'stopped';

/** Branching alone before the solver is started as well (ms): most questions never need it. */
const ALONE_MS = 150;
/** Shorter questions are left to branching: the solver's first answers take as long. */
const SOLVER_MS = 1000;
/** How long the solver may take to notice that its time is up (ms): ended from outside, it has to be started anew. */
const GRACE_MS = 150;
/** What proven bounds may be off by. */
const SLACK = 1e-4;

/** How hard to try: cuts along changing prices, then the solver. */
export interface Effort {
  readonly steps: number;
  /** Another number shakes the cuts in another way. */
  readonly shake: number;
  /** Time for branching and for the solver (ms), and what the models of the latter tell apart. */
  readonly timeMs: number;
  readonly detail: Omit<Detail, 'limitSeconds'>;
}

/** The best plan so far and what is proven about every plan. */
export class ContainSearch {
  readonly table: ContainTable;
  readonly hunter: Hunter;
  best: ContainPlan | undefined;
  /** No plan's last seal is in place before this one of the table's instants. */
  floor = 0;
  /** No plan has fewer seals (for `earliest` at the proven time, once that is proven). */
  sealsAtLeast = 0;
  isProven = false;
  readonly #ports: PlanPorts<ContainAnswer>;
  /** What was learnt from cuts that failed; a crowd holds for every limit up to its own, an approach for all. */
  readonly #lessons: Lessons = { crowds: [], approaches: [] };
  readonly #known = new Set<string>();
  readonly #ways: ContainWays;
  readonly #offer = (plan: ContainPlan): void => this.offer(plan);

  constructor(table: ContainTable, ports: PlanPorts<ContainAnswer>) {
    this.table = table;
    this.hunter = new Hunter(table);
    this.#ways = new ContainWays(table);
    this.#ports = ports;
  }

  get objective(): 'earliest' | 'fewest' {
    return this.table.problem.objective;
  }

  get seals(): number {
    return this.best?.assignments.length ?? Infinity;
  }

  /** Keeps the plan if it is better by the problem's objective. */
  offer(plan: ContainPlan): void {
    const { best } = this;
    if (best !== undefined) {
      const later = plan.closedAtSeconds - best.closedAtSeconds;
      const more = plan.assignments.length - best.assignments.length;
      const byTime = Math.abs(later) <= TIE_S ? more : later;
      const bySeals = more === 0 ? later : more;
      if ((this.objective === 'earliest' ? byTime : bySeals) >= 0) return;
    }
    this.best = plan;
    this.#ports.onAnswer(this.answer());
  }

  /** Whether the best plan has all seals in place by `limit` and at most `most` of them. */
  has(limit: number, most: number): boolean {
    const { best } = this;
    return best !== undefined && best.closedAtSeconds <= limit + TIE_S && best.assignments.length <= most;
  }

  mayGoOn(): Promise<boolean> {
    return this.#ports.mayGoOn();
  }

  /** By prices: the least number of seals by `limit`, Infinity = no plan with at most `most`; and what may be closed. */
  async boundBy(limit: number, most: number, steps: number): Promise<{ seals: number; closable: Closable }> {
    const { table } = this;
    // one step is cheap, and better than no bound at all
    const mayGoOn = steps === 1 ? this.#ports.mayBegin : this.#ports.mayGoOn;
    let closable = closableBy(table, limit);
    let seals = 0;
    for (let size = Infinity; ; ) {
      const bound = await this.hunter.bound(closable, most, steps, mayGoOn, this.#offer);
      seals = Math.max(seals, bound.fewestSeals);
      const left = bound.mayClose.reduce((sum, yes) => sum + yes, 0);
      const isOver = !bound.isDone || seals > most || this.has(limit, most);
      if (isOver || left >= size) return { seals, closable };
      closable = closableBy(table, limit, bound.mayClose);
      size = left;
    }
  }

  /** Cuts along changing prices, believing first little, then much of how seals hold the target up; true = found a plan. */
  async findBy(closable: Closable, most: number, steps: number, shake = 0): Promise<boolean> {
    for (const belief of ['free', 'held-up'] as const) {
      const seals = this.best?.assignments.map(({ node }) => node);
      const wish = { closable, most, steps, belief, seals, shake };
      await this.hunter.find(wish, this.#ports.mayBegin, this.#offer);
      if (this.has(closable.limit, most)) return true;
    }
    return false;
  }

  /** Whether there is a plan by `limit` with at most `most` seals. */
  async anyBy(limit: number, most: number, { steps, shake, timeMs, detail }: Effort): Promise<Verdict> {
    const { seals, closable } = await this.boundBy(limit, most, steps);
    if (seals > most) return 'none';
    if (await this.findBy(closable, most, steps, shake)) return 'found';
    return this.#searchBy(closable, most, timeMs, detail);
  }

  /**
   * A plan with all seals in place by the limit and at most `most` of them, or the proof that there is none: by branching in
   * this thread and, when that takes long, by the solver in its own. Whichever is done first ends the other.
   */
  async #searchBy(
    closable: Closable,
    most: number,
    timeMs: number,
    detail: Effort['detail'],
  ): Promise<Verdict> {
    const startedMs = this.#ports.nowMs();
    const spentMs = (): number => this.#ports.nowMs() - startedMs;
    const branch = new ContainBranch(this.hunter, closable, most, this.#offer);
    const mayGoOn = (): Promise<boolean> => this.mayGoOn();
    while (branch.verdict === undefined && spentMs() < (timeMs < SOLVER_MS ? timeMs : ALONE_MS)) {
      if (!(await this.mayGoOn())) return 'stopped';
      await branch.step(mayGoOn);
    }
    if (branch.verdict !== undefined) return branch.verdict;
    if (spentMs() >= timeMs) return 'hard';
    let isOver = false;
    let solved: Verdict | undefined;
    const endMs = startedMs + timeMs;
    const solving = this.#solveBy(closable, most, endMs, detail, () => isOver).then((verdict) => {
      solved = verdict;
    });
    const isOpen = (): boolean =>
      branch.verdict === undefined &&
      (solved === undefined || solved === 'hard') &&
      spentMs() < (solved === undefined ? timeMs + GRACE_MS : timeMs);
    while (isOpen() && (await this.mayGoOn())) await branch.step(mayGoOn);
    isOver = true;
    if (solved === undefined) this.#ports.mip.stop();
    await solving;
    if (branch.verdict !== undefined) return branch.verdict;
    if (solved === 'found' || solved === 'none') return solved;
    return (await this.mayGoOn()) ? 'hard' : 'stopped';
  }

  /** The same by the solver alone. */
  async #solveBy(
    closable: Closable,
    most: number,
    endMs: number,
    detail: Effort['detail'],
    isOver: () => boolean,
  ): Promise<Verdict> {
    const { table } = this;
    const decided = await this.#ways.decide({
      closable,
      most,
      mip: this.#ports.mip,
      leftSeconds: () => (isOver() ? 0 : (endMs - this.#ports.nowMs()) / 1000),
      offer: this.#offer,
      onBound: (seals) => this.#bound(closable.limit, seals),
    });
    if (decided !== 'too-large') return decided;
    for (;;) {
      if (isOver() || !(await this.mayGoOn())) return 'stopped';
      const leftMs = endMs - this.#ports.nowMs();
      if (leftMs <= 0) return 'hard';
      const limited = { ...detail, limitSeconds: leftMs / 1000 };
      const model = containModel(table, closable, this.#lessons, most, limited);
      const outcome = await this.#ports.mip.solve(model.mip, () => undefined);
      if (outcome.status === 'infeasible') return 'none';
      if (outcome.values === undefined) return 'hard';
      const manned = manCut(table, closable, cutOfValues(model, outcome.values));
      if (manned.ok) {
        this.offer(manned.plan);
        return 'found';
      }
      if (outcome.status === 'stopped') return 'hard';
      this.#learn(manned);
    }
  }

  /** Takes over what is proven about all plans. */
  #bound(limit: number, seals: number): void {
    const { instants } = this.table;
    if (limit < (instants[instants.length - 1] ?? 0)) return;
    this.sealsAtLeast = Math.max(this.sealsAtLeast, Math.min(this.seals, Math.ceil(seals - SLACK)));
  }

  #learn({ crowds, approaches }: Lessons): void {
    this.#lessons.crowds.push(...crowds);
    for (const approach of approaches) {
      const key = `${approach.node} ${approach.way.map(([n]) => n).join(' ')}`;
      if (this.#known.has(key)) continue;
      this.#known.add(key);
      this.#lessons.approaches.push(approach);
    }
  }

  /** The instant of the best plan's last seal. */
  bestIndex(): number {
    const { instants } = this.table;
    const closedAt = this.best?.closedAtSeconds ?? Infinity;
    let low = 0;
    let high = Math.max(0, instants.length - 1);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((instants[middle] ?? 0) >= closedAt - TIE_S) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Moves the floor past instants by which prices prove that `most` seals do not do. */
  async raiseFloor(most: number, steps: number): Promise<void> {
    const { instants } = this.table;
    let high = this.bestIndex();
    while (this.floor < high && (await (steps === 1 ? this.#ports.mayBegin() : this.mayGoOn()))) {
      const middle = (this.floor + high) >>> 1;
      const { seals } = await this.boundBy(instants[middle] ?? 0, most, steps);
      if (seals > most) this.floor = middle + 1;
      else high = middle;
    }
  }

  answer(): ContainAnswer {
    const { assignments, closedAtSeconds } = this.best ?? { assignments: [], closedAtSeconds: 0 };
    const lowerBound = this.isProven
      ? { closedAtSeconds, seals: assignments.length }
      : {
          closedAtSeconds: this.table.isComplete ? (this.table.instants[this.floor] ?? 0) : 0,
          seals: this.sealsAtLeast,
        };
    return {
      kind: 'contain',
      assignments,
      closedAtSeconds,
      seals: assignments.length,
      optimal: this.isProven,
      lowerBound,
    };
  }
}
