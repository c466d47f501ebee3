import type { LocalText } from './belief.ts';
import type { Band } from './race.ts';
import type { MeetingRow } from './rendezvous.ts';

/** Somebody was seen to leave with the money: the moment from which a place becomes a way. */
export interface Departure {
  readonly atMs: number;
  readonly lon: number;
  readonly lat: number;
  /** Direction of leaving when somebody saw it, degrees clockwise from north. */
  readonly headingDeg?: number | undefined;
  readonly source: string;
}

/** A place a vehicle is bound for. With `atMs` it is a line of a timetable, without it a stated destination. */
export interface ItineraryStop {
  readonly name: LocalText;
  readonly lon: number;
  readonly lat: number;
  readonly atMs?: number | undefined;
}

/** Where a vehicle says it goes: the timetable of a coach, the destination of a ride. Stops in order. */
export interface Itinerary {
  readonly vehicle: 'coach' | 'car';
  readonly label: LocalText;
  readonly stops: readonly ItineraryStop[];
  readonly source: string;
}

/** Where a target was and when; an area like every belief. */
export interface Sighting {
  readonly lon: number;
  readonly lat: number;
  readonly radiusM: number;
  readonly atMs: number;
  readonly headingDeg?: number | undefined;
}

/** Somebody on the move: what is known of the way so far, oldest first, and what is said of the way to come. */
export interface MovingTarget {
  readonly id: string;
  /** At least one; the last one is where reckoning starts. */
  readonly sightings: readonly [Sighting, ...Sighting[]];
  readonly stops: readonly ItineraryStop[];
}

export const GATE_KINDS = ['exit', 'checkpoint', 'service-area', 'station', 'camera', 'border'] as const;
/** What stands at a road: the first four are places where a person may be stopped, a camera and a border only see. */
export type GateKind = (typeof GATE_KINDS)[number];

/** One stoppable place against one target. */
export interface ExitRow {
  readonly gateId: string;
  readonly kind: Exclude<GateKind, 'camera' | 'border'>;
  readonly name: LocalText;
  readonly lon: number;
  readonly lat: number;
  /** That the target still comes past here, 0..1. */
  readonly chance: number;
  /** When, epoch ms: low and high bound the middle four fifths; undefined when it is listed for its order only. */
  readonly targetMs?: Band | undefined;
  /** The unit under order here, or else the best one, were it sent this second. */
  readonly unitId?: string | undefined;
  readonly arrivalMs?: Band | undefined;
  /** Target minus unit, seconds. */
  readonly marginS?: Band | undefined;
  /** Last moment at which the unit can be sent and is still there before the target's early bound, epoch ms. */
  readonly latestDepartureMs?: number | undefined;
  /** covered = a unit stands there; en-route = one is under order to it; open = nobody. */
  readonly status: 'covered' | 'en-route' | 'open';
  readonly orderId?: string | undefined;
}

/** A place that only sees: the next camera, the county line. */
export interface LookoutRow {
  readonly gateId: string;
  readonly kind: 'camera' | 'border';
  readonly name: LocalText;
  readonly lon: number;
  readonly lat: number;
  readonly chance: number;
  readonly targetMs: Band;
}

/** A piece of road on which the target may be now: lon, lat pairs and its share of the belief, 0..1. */
export interface DensityPiece {
  readonly path: readonly number[];
  readonly share: number;
}

/** Everything one target asks of the exits, at one moment. */
export interface ExitsBoard {
  readonly targetId: string;
  readonly atMs: number;
  /** The sighting everything is reckoned from. */
  readonly seenAtMs: number;
  /** By chance, likeliest first. */
  readonly rows: readonly ExitRow[];
  readonly lookouts: readonly LookoutRow[];
  readonly density: readonly DensityPiece[];
  /** Share of the belief that has reached where it was bound for, or passes no place where it could be stopped. */
  readonly settledShare: number;
  readonly unseenShare: number;
  /** Drives the times were learned from; 0 = uncalibrated. */
  readonly learnedFrom: number;
  /** Set when there is nothing to reckon with. */
  readonly why?: LocalText | undefined;
}

/** What the room can do about one target on the move: the exits, and places to meet it where it is willing. */
export interface ExitsView {
  readonly board: ExitsBoard;
  /** Earliest joint arrival first. */
  readonly meetings: readonly MeetingRow[];
}
