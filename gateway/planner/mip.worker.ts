import { parentPort } from 'node:worker_threads';
import loadHighs, { type Highs, type Model } from 'highs';
import type { MipModel, MipOutcome, MipProgress, MipRows } from '../../shared/interception/plan/mip.ts';
import { must } from '../../shared/kit/invariant.ts';

/** What the solver's thread says: any number of `progress`, then one `done` or `failed` a model. */
export type MipMessage =
  | { readonly t: 'progress'; readonly progress: MipProgress }
  | { readonly t: 'done'; readonly outcome: MipOutcome }
  | { readonly t: 'failed'; readonly message: string };

/** What the solver's thread is asked: a model, or the last one with rows added. */
export type MipRequest =
  | { readonly t: 'solve'; readonly model: MipModel }
  | { readonly t: 'solve-with'; readonly rows: MipRows; readonly limitSeconds: number };

/** Entry of the solver's thread. HiGHS runs to the end in one call, so whoever wants it to stop ends the thread. */
const port = must(parentPort ?? undefined, 'mip.worker.ts runs as a worker thread');
const loading = loadHighs();
/** The last model, if it was one without whole numbers. */
let kept: { readonly model: Model; readonly columnCount: number } | undefined;

port.on('message', (request: MipRequest) => {
  loading
    .then((highs) => say({ t: 'done', outcome: answer(highs, request) }))
    .catch((error: unknown) => {
      say({ t: 'failed', message: error instanceof Error ? error.message : String(error) });
    });
});

function say(message: MipMessage): void {
  port.postMessage(message);
}

function answer(highs: Highs, request: MipRequest): MipOutcome {
  if (request.t === 'solve-with') {
    const { model, columnCount } = must(kept, 'no linear model to go on with');
    const { rowLower: lower, rowUpper: upper } = request.rows;
    model.addRows({ lower, upper, matrix: matrixOf(request.rows, columnCount) });
    return relaxed(highs, model, request.limitSeconds);
  }
  const input = request.model;
  kept?.model.dispose();
  kept = undefined;
  if (input.isWhole.includes(1)) return solve(highs, input);
  const model = highs.createModel(modelDataOf(input));
  kept = { model, columnCount: input.cost.length };
  // rows come a few at a time, and the dual simplex goes on from where it was: nothing to simplify beforehand
  model.options.set({ output_flag: false, solver: 'simplex', simplex_strategy: 1, presolve: 'off' });
  return relaxed(highs, model, input.limitSeconds);
}

/** Solves a model without whole numbers, from its last solution. */
function relaxed(highs: Highs, model: Model, limitSeconds = 1e6): MipOutcome {
  const { modelStatus } = highs.constants;
  model.zeroAllClocks();
  model.options.set('time_limit', Math.min(limitSeconds, 1e6));
  model.run();
  const status = model.getModelStatus();
  if (status === modelStatus.infeasible) {
    return { status: 'infeasible', bound: Infinity, cost: Infinity, values: undefined };
  }
  if (status !== modelStatus.optimal) {
    return { status: 'stopped', bound: -Infinity, cost: Infinity, values: undefined };
  }
  const cost = model.getObjectiveValue();
  const { colValue, rowDual } = model.getSolution();
  return { status: 'optimal', bound: cost, cost, values: colValue, rowPrice: rowDual };
}

/** Solves a model with whole numbers. */
function solve(highs: Highs, input: MipModel): MipOutcome {
  const { modelStatus, callbackType } = highs.constants;
  return highs.withModel(modelDataOf(input), (model): MipOutcome => {
    model.options.set({ output_flag: false, mip_rel_gap: 0, mip_abs_gap: 1e-6 });
    if (input.anyWillDo === true) model.options.set('mip_max_improving_sols', 1);
    if (input.limitSeconds !== undefined) model.options.set('time_limit', Math.min(input.limitSeconds, 1e6));
    if (input.start !== undefined) model.setSolution({ colValue: input.start });
    let bound = -Infinity;
    let cost = Infinity;
    let values: Float64Array | undefined;
    const note = (data: { readonly mip_dual_bound?: number }): undefined => {
      const next = data.mip_dual_bound ?? -Infinity;
      if (!Number.isFinite(next) || next <= bound) return;
      bound = next;
      say({ t: 'progress', progress: { bound, cost, values } });
    };
    model.run({
      [callbackType.mipLogging]: (event) => note(event.data),
      [callbackType.mipImprovingSolution]: (event) => {
        values = event.data.mip_solution;
        cost = event.data.objective_function_value ?? cost;
        say({ t: 'progress', progress: { bound, cost, values } });
      },
    });
    const status = model.getModelStatus();
    if (status === modelStatus.infeasible) {
      return { status: 'infeasible', bound: Infinity, cost: Infinity, values: undefined };
    }
    const isFound = input.anyWillDo === true && status === modelStatus.solutionLimit;
    if (status !== modelStatus.optimal && !isFound) return { status: 'stopped', bound, cost, values };
    cost = model.getObjectiveValue();
    const proven = Number(model.info.get('mip_dual_bound'));
    return { status: 'optimal', bound: Math.min(proven, cost), cost, values: model.getSolution().colValue };
  });
}

function modelDataOf(input: MipModel) {
  const numCols = input.cost.length;
  const numRows = input.rowLower.length;
  return {
    numCols,
    numRows,
    colCost: input.cost,
    colLower: input.lower,
    colUpper: input.upper,
    rowLower: input.rowLower,
    rowUpper: input.rowUpper,
    matrix: matrixOf(input, numCols),
    integrality: Int32Array.from(input.isWhole),
  } as const;
}

function matrixOf({ rowLower, first, column, value }: MipRows, numCols: number) {
  const numRows = rowLower.length;
  return { format: 'csr', numRows, numCols, starts: first, indices: column, values: value } as const;
}
