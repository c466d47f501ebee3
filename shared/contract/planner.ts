import type { MoneyClock, PlaceBelief } from '../domain/belief.ts';
import type { JointProposal, StandbyPlan } from '../domain/desk-advice.ts';
import type { ArrivalEstimate, Order, Unit } from '../domain/entities.ts';
import type { FindBoard, PersonSearch } from '../domain/find-board.ts';
import type { ExitsView, MovingTarget, Sighting } from '../domain/moving-target.ts';
import type { Race, RecommendationList } from '../domain/race.ts';
import type { ClosedRoad, ClosedWay, StretchQuery } from '../domain/road-closure.ts';
import type { SealPlan, SealQuery } from '../domain/seal-plan.ts';
import type { AlertLevel, RunMode, UnitKind } from '../domain/vocabulary.ts';

/**
 * Owner thread <-> planner worker. Both ends are one build of one program, so messages are typed, not parsed.
 * Every request is answered exactly once, in any order, by a reply with its id.
 */

/** Latest known fix of a unit, WGS-84. */
export interface Fix {
  readonly lon: number;
  readonly lat: number;
  /** When it was measured, epoch ms. */
  readonly atMs: number;
  /** Metres a second; undefined = not reported. */
  readonly speedMps?: number | undefined;
  /** Degrees clockwise from north; undefined = not reported. */
  readonly headingDeg?: number | undefined;
  /** An earlier fix of the unit with which this one is read; undefined = it is read by itself. */
  readonly before?: Fix | undefined;
}

/** Latest fix per slot as columns of one length, row = slot. NaN in atMs = no fix; NaN in speed or heading = not reported. */
export interface FixColumns {
  readonly lon: Float64Array;
  readonly lat: Float64Array;
  readonly atMs: Float64Array;
  readonly speedMps: Float64Array;
  readonly headingDeg: Float64Array;
  /** The fixes with which these are read; undefined = all by themselves. */
  readonly before?: FixColumns | undefined;
}

/** What planning needs to know of a unit. */
export type PlannerUnit = Pick<
  Unit,
  | 'unitId'
  | 'slot'
  | 'kind'
  | 'crew'
  | 'hasVehicle'
  | 'skills'
  | 'state'
  | 'orderId'
  | 'area'
  | 'base'
  | 'post'
> & {
  /** Orders it had in the last eight hours, and when the last one let it go. */
  readonly duty?: { readonly orders: number; readonly freeSinceMs?: number | undefined } | undefined;
};

/** What planning needs to know of an order. */
export type PlannerOrder = Pick<
  Order,
  'orderId' | 'unitId' | 'state' | 'place' | 'issuedAtMs' | 'enteredAtMs' | 'estimate'
>;

/** One drive that was estimated and then driven: what the travel times learn from. */
export interface DriveSample {
  readonly orderId: string;
  readonly kind: UnitKind;
  readonly level: AlertLevel;
  /** Free-flow seconds by ROAD_GROUPS, as estimated when the order was issued. */
  readonly groupS: readonly number[];
  readonly rollingAtMs: number;
  readonly arrivedAtMs: number;
  readonly drivenS: number;
  /** Seconds from issued to rolling. */
  readonly waitedS: number;
  /** Seconds from signed to rolling; undefined = nobody signed. */
  readonly rolledAfterS?: number | undefined;
}

/** One alert of the log as far as it teaches about the next ones. */
export interface PastAlert {
  readonly level: AlertLevel;
  readonly raisedAtMs: number;
  readonly endedAtMs?: number | undefined;
  /** Degrees; undefined = nobody knew, or nothing was ever at stake. */
  readonly at?: { readonly lon: number; readonly lat: number } | undefined;
  /** Whether something was at stake; undefined = not decided. */
  readonly isReal?: boolean | undefined;
  /** Seconds until the money was due, where somebody knew. */
  readonly lastedS?: number | undefined;
}

/** One line of the queue before its race is computed: an alert nobody has promoted yet, or an open incident. */
export interface RaceEntry {
  readonly id: string;
  readonly kind: 'alert' | 'incident';
  readonly level: AlertLevel;
  readonly place?: PlaceBelief | undefined;
  readonly clock: MoneyClock;
  readonly lastEventAtMs: number;
  /** Skills the person is known to need. */
  readonly needs?: readonly string[] | undefined;
  /** All orders of the incident, oldest first; empty for an alert. */
  readonly orders: readonly PlannerOrder[];
}

/** One moment as the planner sees it. `epoch` changes with every seek or reconnect and forgets the previous queue order. */
export interface PlannerSituation {
  readonly epoch: number;
  readonly nowMs: number;
  readonly entries: readonly RaceEntry[];
  /** Undefined = the units of the previous request that carried them. */
  readonly units?: readonly PlannerUnit[] | undefined;
  readonly fixes: FixColumns;
  /** Undefined = those of the previous request that carried them. */
  readonly drives?: readonly DriveSample[] | undefined;
  /** Roads closed at this moment; undefined = none. */
  readonly closed?: readonly ClosedRoad[] | undefined;
}

/** One unit to one place, for the estimate that goes into the log. */
export interface EstimateQuery {
  readonly unit: PlannerUnit;
  readonly fix: Fix;
  readonly place: PlaceBelief;
  /** Sets the expected delay before the unit rolls. */
  readonly level: AlertLevel;
  readonly nowMs: number;
  /** Undefined = those of the previous request that carried them. */
  readonly drives?: readonly DriveSample[] | undefined;
  /** Roads closed at this moment; undefined = none. */
  readonly closed?: readonly ClosedRoad[] | undefined;
}

/** One past moment for the margin ledger. Rows are slots. */
export interface MarginSample {
  readonly atMs: number;
  readonly fixes: FixColumns;
  /** Per slot: bit 1 = could have been sent then, bit 2 = has no vehicle. Of `fixes`' length. */
  readonly flags: Uint8Array;
  /** Roads closed then; undefined = none. */
  readonly closed?: readonly ClosedRoad[] | undefined;
}

/** Road seconds at a sample's moment to the place that was asked about; undefined = nobody. */
export interface MarginAnswer {
  readonly atMs: number;
  /** Of the nearest unit that could have been sent. */
  readonly bestS?: number | undefined;
  /** Of the slots that were asked for; those without a way are left out. */
  readonly slotS: readonly (readonly [slot: number, seconds: number])[];
}

export type PlannerRequest =
  | {
      readonly t: 'init';
      readonly id: number;
      readonly roadsBytes: Uint8Array;
      /** exits.json, stoppable.json, drill.json and, where there are such, pois.json and manifest.json of the pack; undefined = nothing can be said about exits. */
      readonly gateFiles?: Readonly<Record<string, Uint8Array | undefined>> | undefined;
    }
  /** A newer `races` supersedes those still waiting; so does a newer `recommend`. */
  | { readonly t: 'races'; readonly id: number; readonly situation: PlannerSituation }
  | {
      readonly t: 'recommend';
      readonly id: number;
      readonly situation: PlannerSituation;
      readonly targetId: string;
      /** Unit ids that stay in the list, while they can be sent, when nine others are nearer. */
      readonly keep?: readonly string[] | undefined;
    }
  /** Superseded like `recommend`. `target` is the way so far of the situation's entry of that id. */
  | {
      readonly t: 'exits';
      readonly id: number;
      readonly situation: PlannerSituation;
      readonly target: MovingTarget;
      /** Ways of others who were on the move, as known at the situation's moment: what the pace is learned from. */
      readonly trips: readonly (readonly Sighting[])[];
      readonly mode: RunMode;
    }
  /** Where somebody may be; the entry of the search's target must be in the situation. Superseded likewise. */
  | {
      readonly t: 'find';
      readonly id: number;
      readonly situation: PlannerSituation;
      readonly search: PersonSearch;
      readonly mode: RunMode;
    }
  /** Who closes which exits; the entry of the query's target must be in the situation. Superseded likewise. */
  | {
      readonly t: 'seal';
      readonly id: number;
      readonly situation: PlannerSituation;
      readonly query: SealQuery;
    }
  /** Everything that waits, decided at once; the entries are what waits and what somebody is under way to. Superseded likewise. */
  | { readonly t: 'joint'; readonly id: number; readonly situation: PlannerSituation }
  /** Where free cars had better wait; the situation needs no entries. Superseded likewise. */
  | {
      readonly t: 'standby';
      readonly id: number;
      readonly situation: PlannerSituation;
      readonly past: readonly PastAlert[];
      readonly mode: RunMode;
    }
  /** How soon a place could be reached at past moments; answered in their order. Never superseded. */
  | {
      readonly t: 'margins';
      readonly id: number;
      readonly place: PlaceBelief;
      readonly slots: readonly number[];
      readonly samples: readonly MarginSample[];
      /** What had been learned when the race began; undefined = that of the previous such request that carried it. */
      readonly drives?: readonly DriveSample[] | undefined;
    }
  /** The road around a point, to be closed. Never superseded. */
  | { readonly t: 'stretch'; readonly id: number; readonly query: StretchQuery }
  | { readonly t: 'estimate'; readonly id: number; readonly query: EstimateQuery };

/** Results by request. An estimate is undefined when there is no road between unit and place. */
export interface PlannerResults {
  readonly init: { readonly nodeCount: number; readonly segmentCount: number };
  readonly races: readonly Race[];
  readonly recommend: RecommendationList;
  readonly exits: ExitsView;
  readonly find: FindBoard;
  readonly seal: SealPlan;
  /** Undefined = nothing to say. */
  readonly joint: JointProposal | undefined;
  /** Undefined = being prepared, ask again; or the pack does not say where a car may stand. */
  readonly standby: StandbyPlan | undefined;
  /** Undefined = the place is off the road network. */
  readonly margins: readonly MarginAnswer[] | undefined;
  /** Undefined = no road near the point. */
  readonly stretch: { readonly ways: readonly ClosedWay[] } | undefined;
  readonly estimate: ArrivalEstimate | undefined;
}

/** superseded: a newer request took its place. unavailable: no running worker. failed: the request could not be answered. */
export interface PlannerError {
  readonly code: 'superseded' | 'unavailable' | 'failed';
  readonly message: string;
}

/** An answer names its request's kind, so that the asker can tell what it got without trusting its own bookkeeping. */
export type PlannerReply =
  | {
      [K in keyof PlannerResults]: {
        readonly id: number;
        readonly ok: true;
        readonly t: K;
        readonly result: PlannerResults[K];
      };
    }[keyof PlannerResults]
  | { readonly id: number; readonly ok: false; readonly error: PlannerError };
