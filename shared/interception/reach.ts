import type { Fix } from '../contract/planner.ts';
import type { PlaceBelief } from '../domain/belief.ts';
import type { ClosedRoad, Detour } from '../domain/road-closure.ts';
import type { Travel } from './arrival-model.ts';

/** Where a unit stands on the network of its own means of travel. Opaque to everything but the Reach that made it. */
export interface Stand<P> {
  readonly point: P;
  /** Seconds to get from the measured place onto that network. */
  readonly offRoadS: number;
  readonly onFoot: boolean;
}

/** Answers for one place: how long, how far, which way from any stand. */
export interface PlaceReach<P> {
  /** Expected seconds of travel; Infinity = no way. The cheap question, asked for every unit. */
  expectedS(stand: Stand<P>): number;
  /** Expected and worst; undefined = no way. */
  travel(stand: Stand<P>): Travel | undefined;
  /** Free-flow seconds on the road by ROAD_GROUPS, what drives teach about; undefined = no way, or on foot. */
  groups(stand: Stand<P>): readonly number[] | undefined;
  /** Metres by road and the line (lon, lat pairs); undefined = no way. */
  way(stand: Stand<P>): { readonly roadM: number; readonly lonLat: readonly number[] } | undefined;
  /** Undefined = no closed road makes the way longer. Absent where no road is closed. */
  detour?(stand: Stand<P>): Detour | undefined;
  /** The closed road without which there would be a way; undefined = there is one, or none anyway. Absent where none is closed. */
  closedOff?(stand: Stand<P>): ClosedRoad | undefined;
}

/** Travel times on some network. The one behind the product is `createRoadReach`; tests may hand in a table. */
export interface Reach<P> {
  /** Nobody is faster than this anywhere, metres a second: what a straight line says about a time. Infinity = nothing. */
  readonly topMps: number;
  /** Undefined = no road near the fix. */
  stand(slot: number, fix: Fix, onFoot: boolean): Stand<P> | undefined;
  /** Undefined = the place is off the network. `inDetail` = sample the whole area of the belief for the worst case. */
  place(place: PlaceBelief, inDetail: boolean): PlaceReach<P> | undefined;
}
