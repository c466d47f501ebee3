import type { PlannerReply, PlannerRequest } from '../../shared/contract/planner.ts';
import { assertNever, must } from '../../shared/kit/invariant.ts';
import type { GateFiles } from '../../shared/roads/gate-files.ts';
import { PlannerCore } from './planner-core.ts';
import { RequestQueue } from './request-queue.ts';

/** The files when all of them are there. */
function gateFilesOf(
  files: Readonly<Record<string, Uint8Array | undefined>> | undefined,
): GateFiles | undefined {
  const exits = files?.['exits.json'];
  const stoppable = files?.['stoppable.json'];
  const drill = files?.['drill.json'];
  return exits === undefined || stoppable === undefined || drill === undefined
    ? undefined
    : {
        'exits.json': exits,
        'stoppable.json': stoppable,
        'drill.json': drill,
        'pois.json': files?.['pois.json'],
        'manifest.json': files?.['manifest.json'],
      };
}

/** What the service needs of the thread it runs on. */
export interface PlannerServicePorts {
  readonly reply: (reply: PlannerReply) => void;
  /** Runs `step` after messages that have already arrived were delivered. */
  readonly soon: (step: () => void) => void;
}

/** Carries out planner requests one at a time. A request that throws is answered `failed`; the service lives on. */
export class PlannerService {
  readonly #ports: PlannerServicePorts;
  readonly #queue = new RequestQueue();
  #core: PlannerCore | undefined;
  #isScheduled = false;

  constructor(ports: PlannerServicePorts) {
    this.#ports = ports;
  }

  /** Takes a request; its reply comes later, or at once when it is pushed out. */
  accept(request: PlannerRequest): void {
    if ('situation' in request) {
      this.#core?.noteUnits(request.situation.units);
      this.#core?.noteDrives(request.situation.drives);
    }
    for (const dropped of this.#queue.add(request)) this.#refuse(dropped.id, 'superseded', dropped.message);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#ports.soon(() => {
      this.#isScheduled = false;
      const request = this.#queue.take();
      if (request === undefined) return;
      this.#carryOut(request);
      this.#schedule();
    });
  }

  #carryOut(request: PlannerRequest): void {
    try {
      this.#ports.reply(this.#answer(request));
    } catch (error) {
      this.#refuse(request.id, 'failed', error instanceof Error ? error.message : String(error));
    }
  }

  #answer(request: PlannerRequest): PlannerReply {
    const head = { id: request.id, ok: true } as const;
    switch (request.t) {
      case 'init':
        this.#core = new PlannerCore(request.roadsBytes, gateFilesOf(request.gateFiles));
        return { ...head, t: 'init', result: this.#core.size() };
      case 'races':
        return { ...head, t: 'races', result: this.#ready().races(request.situation) };
      case 'recommend':
        return {
          ...head,
          t: 'recommend',
          result: this.#ready().recommend(request.situation, request.targetId, request.keep),
        };
      case 'exits':
        return {
          ...head,
          t: 'exits',
          result: this.#ready().exits(request.situation, request.target, request.mode, request.trips),
        };
      case 'find':
        return {
          ...head,
          t: 'find',
          result: this.#ready().find(request.situation, request.search, request.mode),
        };
      case 'seal':
        return { ...head, t: 'seal', result: this.#ready().seal(request.situation, request.query) };
      case 'joint':
        return { ...head, t: 'joint', result: this.#ready().joint(request.situation) };
      case 'standby':
        return {
          ...head,
          t: 'standby',
          result: this.#ready().standby(request.situation, request.past, request.mode),
        };
      case 'margins':
        return {
          ...head,
          t: 'margins',
          result: this.#ready().margins(request.place, request.slots, request.samples, request.drives),
        };
      case 'stretch':
        return { ...head, t: 'stretch', result: this.#ready().stretch(request.query) };
      case 'estimate':
        return { ...head, t: 'estimate', result: this.#ready().estimate(request.query) };
      default:
        return assertNever(request);
    }
  }

  #ready(): PlannerCore {
    return must(this.#core, 'the planner has no road graph yet');
  }

  #refuse(id: number, code: 'superseded' | 'failed', message: string): void {
    this.#ports.reply({ id, ok: false, error: { code, message } });
  }
}
