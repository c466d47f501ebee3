import { parentPort } from 'node:worker_threads';
import loadHighs, { type Highs } from 'highs';
import type { MipModel, MipOutcome, MipProgress } from '../../shared/interception/plan/mip.ts';
import { must } from '../../shared/kit/invariant.ts';

/** What the solver's thread says: any number of `progress`, then one `done` or `failed` a model. */
export type MipMessage =
  | { readonly t: 'progress'; readonly progress: MipProgress }
  | { readonly t: 'done'; readonly outcome: MipOutcome }
  | { readonly t: 'failed'; readonly message: string };

/** Entry of the solver's thread. HiGHS runs to the end in one call, so whoever wants it to stop ends the thread. */
const port = must(parentPort ?? undefined, 'mip.worker.ts runs as a worker thread');
const loading = loadHighs();

port.on('message', (model: MipModel) => {
  loading
    .then((highs) => say({ t: 'done', outcome: solve(highs, model) }))
    .catch((error: unknown) => {
      say({ t: 'failed', message: error instanceof Error ? error.message : String(error) });
    });
});

function say(message: MipMessage): void {
  port.postMessage(message);
}

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
    const isWhole = input.isWhole.includes(1);
    cost = model.getObjectiveValue();
    const proven = isWhole ? Number(model.info.get('mip_dual_bound')) : cost;
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
    matrix: {
      format: 'csr',
      numRows,
      numCols,
      starts: input.first,
      indices: input.column,
      values: input.value,
    },
    integrality: Int32Array.from(input.isWhole),
  } as const;
}
