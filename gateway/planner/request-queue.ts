import type { PlannerRequest } from '../../shared/contract/planner.ts';

/** A request that will not be carried out, and why in the words of PlannerError. */
export interface Dropped {
  readonly id: number;
  readonly message: string;
}

/**
 * Requests that wait their turn. One about the present (it carries a situation) takes the place of an older one of its kind
 * that still waits: nobody wants the answer to the question before the last. Estimates go first: an order waits for them.
 */
export class RequestQueue {
  #waiting: PlannerRequest[] = [];

  /** Adds a request; returns those it pushes out. */
  add(request: PlannerRequest): Dropped[] {
    const out: Dropped[] = [];
    if ('situation' in request) {
      for (const old of this.#waiting.filter(({ t }) => t === request.t)) {
        out.push({ id: old.id, message: `superseded by request ${request.id}` });
      }
      this.#waiting = this.#waiting.filter(({ t }) => t !== request.t);
    }
    this.#waiting.push(request);
    return out;
  }

  /** The next one to carry out. */
  take(): PlannerRequest | undefined {
    const urgent = this.#waiting.findIndex(({ t }) => t === 'init' || t === 'estimate');
    return this.#waiting.splice(Math.max(0, urgent), 1)[0];
  }
}
