import type { PastAlert, PlannerSituation, PlannerUnit } from '../../shared/contract/planner.ts';
import type { JointProposal, StandbyPlan } from '../../shared/domain/desk-advice.ts';
import type { ClosedRoad } from '../../shared/domain/road-closure.ts';
import type { Habits } from '../../shared/interception/habits.ts';
import { jointProposal } from '../../shared/interception/joint-proposal.ts';
import { learnHabits } from '../../shared/interception/past-alerts.ts';
import type { RaceContext } from '../../shared/interception/race.ts';
import type { RoadPoint } from '../../shared/interception/road-point.ts';
import { StandbyGround } from '../../shared/interception/standby-advice.ts';
import { decodeGateFiles, type GateFiles } from '../../shared/roads/gate-files.ts';
import type { RunMode } from '../../shared/domain/vocabulary.ts';

/**
 * What a desk is advised about everybody at once, for the planner worker: who goes where when several wait, and where free
 * cars had better wait. Keeps what it advised last, so that advice does not dance.
 */
export class DeskCore {
  readonly #files: GateFiles | undefined;
  readonly #nodeCount: number;
  #ground: StandbyGround<RoadPoint> | undefined;
  #habits: Habits = learnHabits([]);
  #shown: ReadonlyMap<string, string> = new Map();
  #epoch: number | undefined;

  /** Without files nobody is told where to wait, for nobody knows where a car may stand. */
  constructor(files: GateFiles | undefined, nodeCount: number) {
    this.#files = files;
    this.#nodeCount = nodeCount;
  }

  /** Everything that waits, decided at once; undefined = nothing to say. */
  joint({ entries, epoch }: PlannerSituation, context: RaceContext<RoadPoint>): JointProposal | undefined {
    if (epoch !== this.#epoch) this.#shown = new Map();
    this.#epoch = epoch;
    const proposal = jointProposal({
      entries,
      context,
      habits: this.#habits,
      awayCost: (candidate) => this.#ground?.awayCost(candidate) ?? 0,
      shown: this.#shown,
    });
    this.#shown = new Map(proposal?.lines.map(({ targetId, unitId }) => [targetId, unitId]));
    return proposal;
  }

  /**
   * Where free cars had better wait, with the roads closed that the context's reach reckons with; undefined = still being
   * prepared, or the pack does not say where a car may stand.
   */
  standby(
    past: readonly PastAlert[],
    mode: RunMode,
    units: readonly PlannerUnit[],
    context: RaceContext<RoadPoint>,
    closed: readonly ClosedRoad[] = [],
  ): StandbyPlan | undefined {
    if (this.#files === undefined) return undefined;
    this.#habits = learnHabits(past);
    this.#ground ??= new StandbyGround(decodeGateFiles(this.#files), this.#nodeCount);
    // a road that closes or opens again moves the posts: searched anew, and no advice until then
    const roads = { reach: context.reach, key: closed.length === 0 ? '' : JSON.stringify(closed) };
    if (!this.#ground.prepare(past, mode, units, roads)) return undefined;
    return this.#ground.advise(units, context, this.#habits, new Set(this.#shown.values()));
  }
}
