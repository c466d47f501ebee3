import type {
  DriveSample,
  EstimateQuery,
  MarginAnswer,
  MarginSample,
  PastAlert,
  PlannerResults,
  PlannerSituation,
  PlannerUnit,
} from '../../shared/contract/planner.ts';
import type { PlaceBelief } from '../../shared/domain/belief.ts';
import type { ArrivalEstimate } from '../../shared/domain/entities.ts';
import type { FindBoard, PersonSearch } from '../../shared/domain/find-board.ts';
import type { ExitsView, MovingTarget } from '../../shared/domain/moving-target.ts';
import type { Race, RecommendationList } from '../../shared/domain/race.ts';
import type { StretchQuery } from '../../shared/domain/road-closure.ts';
import type { SealPlan, SealQuery } from '../../shared/domain/seal-plan.ts';
import { driftS } from '../../shared/interception/arrival-model.ts';
import { gatherCandidates } from '../../shared/interception/candidates.ts';
import { type EtaModel, learnEta, NOTHING_LEARNED } from '../../shared/interception/eta-model.ts';
import { driveTo, estimateOf, etaAt } from '../../shared/interception/forecast.ts';
import { type FixOf, fixesFromColumns } from '../../shared/interception/fix-source.ts';
import { answerMargins } from '../../shared/interception/margins/answer-margins.ts';
import { orderQueue } from '../../shared/interception/queue.ts';
import { raceOf, type RaceContext } from '../../shared/interception/race.ts';
import { forecastOf, recommend } from '../../shared/interception/recommend.ts';
import type { RoadPoint } from '../../shared/interception/road-point.ts';
import { createRoadReach, type RoadReach } from '../../shared/interception/road-reach.ts';
import type { GateFiles } from '../../shared/roads/gate-files.ts';
import { sealExits } from '../../shared/interception/seal-exits.ts';
import { decodeRoadGraph } from '../../shared/roads/graph-codec.ts';
import { roadStretch } from '../../shared/roads/road-stretch.ts';
import { invariant } from '../../shared/kit/invariant.ts';
import { DeskCore } from './desk-core.ts';
import type { PastTrip } from '../../shared/interception/target/past-trips.ts';
import { ExitsCore } from './exits-core.ts';
import { FindCore } from './find-core.ts';
import type { RunMode } from '../../shared/domain/vocabulary.ts';

/**
 * Everything the planner worker knows between two requests: the road graph with its search fields, the unit table that
 * was sent last and the queue order shown last. No clock, no I/O: the same requests give the same answers.
 */
export class PlannerCore {
  readonly #reach: RoadReach;
  readonly #size: PlannerResults['init'];
  readonly #exits: ExitsCore | undefined;
  readonly #find: FindCore;
  readonly #desk: DeskCore;
  #units: readonly PlannerUnit[] = [];
  #unitById: ReadonlyMap<string, PlannerUnit> = new Map();
  #order: readonly string[] = [];
  #epoch: number | undefined;
  #drives: readonly DriveSample[] = [];
  #eta: EtaModel | undefined = NOTHING_LEARNED;
  #marginEta: EtaModel = NOTHING_LEARNED;

  /** Throws RoadGraphFormatError when the bytes are not a whole road graph. */
  constructor(roadsBytes: Uint8Array, gateFiles?: GateFiles) {
    const graph = decodeRoadGraph(roadsBytes);
    this.#reach = createRoadReach(graph);
    this.#exits = gateFiles === undefined ? undefined : new ExitsCore(graph, gateFiles);
    this.#find = new FindCore(gateFiles);
    this.#desk = new DeskCore(gateFiles, graph.nodeCount);
    this.#size = { nodeCount: graph.nodeCount, segmentCount: graph.segmentCount };
  }

  size(): PlannerResults['init'] {
    return this.#size;
  }

  /** Takes over the unit table a request carries; also of requests that are dropped, since the next ones rely on it. */
  noteUnits(units: readonly PlannerUnit[] | undefined): void {
    if (units === undefined) return;
    this.#units = units;
    this.#unitById = new Map(units.map((unit) => [unit.unitId, unit]));
  }

  /** Takes over the arrived orders a request carries; learned from when the next answer needs them. */
  noteDrives(drives: readonly DriveSample[] | undefined): void {
    if (drives === undefined) return;
    this.#drives = drives;
    this.#eta = undefined;
  }

  /** Every entry's race in queue order. */
  races(situation: PlannerSituation): Race[] {
    const context = this.#contextOf(situation);
    const races = situation.entries.map((entry) => raceOf(entry, context));
    const ordered = orderQueue(races, this.#order, situation.nowMs);
    this.#order = ordered.map(({ id }) => id);
    return ordered;
  }

  /** The list for one of the situation's entries; units of `keep` stay in it while they can be sent. */
  recommend(situation: PlannerSituation, targetId: string, keep: readonly string[] = []): RecommendationList {
    const entry = situation.entries.find(({ id }) => id === targetId);
    invariant(entry !== undefined, `no entry ${targetId} in the situation`);
    return recommend(entry, {
      ...this.#contextOf(situation),
      others: situation.entries,
      keep: new Set(keep),
    });
  }

  /** Where somebody on the move can be stopped or met; the entry of the target's id must be in the situation. */
  exits(
    situation: PlannerSituation,
    target: MovingTarget,
    mode: RunMode,
    trips: readonly PastTrip[] = [],
  ): ExitsView {
    const entry = situation.entries.find(({ id }) => id === target.id);
    invariant(entry !== undefined, `no entry ${target.id} in the situation`);
    invariant(this.#exits !== undefined, 'the planner was started without the exits of the region');
    return this.#exits.view(
      entry,
      { target, trips },
      mode,
      situation.closed ?? [],
      this.#contextOf(situation),
    );
  }

  /** Where somebody may be and who looks where next; the entry of the search's target must be in the situation. */
  find(situation: PlannerSituation, search: PersonSearch, mode: RunMode): FindBoard {
    const entry = situation.entries.find(({ id }) => id === search.targetId);
    invariant(entry !== undefined, `no entry ${search.targetId} in the situation`);
    return this.#find.board(entry, search, mode, this.#contextOf(situation));
  }

  /** Who closes which exits, for one of the situation's entries. */
  seal(situation: PlannerSituation, query: SealQuery): SealPlan {
    const entry = situation.entries.find(({ id }) => id === query.targetId);
    invariant(entry !== undefined, `no entry ${query.targetId} in the situation`);
    return sealExits(entry, query, this.#contextOf(situation));
  }

  /** Everything that waits, decided at once; undefined = nothing to say. */
  joint(situation: PlannerSituation): PlannerResults['joint'] {
    const context = this.#contextOf(situation);
    return this.#desk.joint(situation, context);
  }

  /** Where free cars had better wait; undefined = not known yet. */
  standby(situation: PlannerSituation, past: readonly PastAlert[], mode: RunMode): PlannerResults['standby'] {
    const context = this.#contextOf(situation);
    return this.#desk.standby(past, mode, this.#units, context, situation.closed);
  }

  /** How soon a place could be reached at past moments; undefined = it is off the road network. */
  margins(
    place: PlaceBelief,
    slots: readonly number[],
    samples: readonly MarginSample[],
    drives: readonly DriveSample[] | undefined,
  ): MarginAnswer[] | undefined {
    if (drives !== undefined) this.#marginEta = learnEta(drives);
    return answerMargins((closed) => this.#reach.closedTo(closed), place, slots, samples, this.#marginEta);
  }

  /** The road around a point; undefined = none near it. */
  stretch({ lengthM, bothWays, ...at }: StretchQuery): PlannerResults['stretch'] {
    return roadStretch(this.#reach.index, at, lengthM, bothWays);
  }

  /** One unit to one place, were it ordered there now; undefined = no road between them. */
  estimate(query: EstimateQuery): ArrivalEstimate | undefined {
    const { unit, fix, place, level, nowMs } = query;
    this.noteDrives(query.drives);
    const roads = this.#reach.closedTo(query.closed ?? []);
    const stand = roads.stand(unit.slot, fix, !unit.hasVehicle);
    const reach = stand === undefined ? undefined : roads.place(place, true);
    if (stand === undefined || reach === undefined) return undefined;
    const eta = etaAt(this.#learned(), nowMs);
    const drift = driftS(fix, nowMs);
    const drive = driveTo(reach, stand, unit.kind, drift, eta);
    if (drive === undefined) return undefined;
    const forecast = forecastOf(
      { level },
      { nowMs, eta },
      { drive, candidate: { unit, fix, driftS: drift } },
    );
    return estimateOf(forecast, eta, nowMs, { place: reach, stand, roadM: reach.way(stand)?.roadM });
  }

  #learned(): EtaModel {
    this.#eta ??= learnEta(this.#drives);
    return this.#eta;
  }

  #contextOf(situation: PlannerSituation): RaceContext<RoadPoint> {
    this.noteUnits(situation.units);
    this.noteDrives(situation.drives);
    const { nowMs, epoch } = situation;
    if (epoch !== this.#epoch) {
      this.#epoch = epoch;
      this.#order = [];
    }
    const fixOf: FixOf = fixesFromColumns(situation.fixes);
    const reach = this.#reach.closedTo(situation.closed ?? []);
    return {
      nowMs,
      eta: etaAt(this.#learned(), nowMs),
      unitOf: (unitId) => this.#unitById.get(unitId),
      fixOf,
      reach,
      candidates: gatherCandidates(this.#units, fixOf, nowMs, reach),
    };
  }
}
