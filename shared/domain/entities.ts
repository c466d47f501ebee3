import type { LocalText, MoneyClock, PlaceBelief } from './belief.ts';
import type { Looked } from './find-board.ts';
import type { Goods, Money } from './money.ts';
import type { Departure, Itinerary } from './moving-target.ts';
import type { Rendezvous } from './rendezvous.ts';
import type {
  AlertLevel,
  AlertSource,
  AlertState,
  Approach,
  Disposition,
  Lane,
  Milestone,
  MoneyAccount,
  OrderState,
  PersonRole,
  Phase,
  ReportedVia,
  ScamType,
  UnitKind,
  UnitState,
} from './vocabulary.ts';

/** Who did it. `id` is stable (seat id, unit id, source name); `label` is for people. */
export interface Actor {
  readonly type: 'source' | 'seat' | 'field' | 'system' | 'drill';
  readonly id: string;
  readonly label?: string | undefined;
}

/** A person named by an alert. Every field but id and role is personal data and stays out of wall views. */
export interface Person {
  readonly personId: string;
  readonly role: PersonRole;
  readonly name?: string | undefined;
  readonly phone?: string | undefined;
  readonly plate?: string | undefined;
  readonly ageYears?: number | undefined;
  readonly sex?: 'male' | 'female' | undefined;
}

/** What a source told us; 1..n alerts make an incident. */
export interface Alert {
  readonly alertId: string;
  readonly source: AlertSource;
  readonly sourceId: string;
  readonly level: AlertLevel;
  readonly scamType: ScamType;
  readonly state: AlertState;
  readonly title: LocalText;
  /** One line: why this alert exists. */
  readonly reason: LocalText;
  readonly subject?: Person | undefined;
  readonly amount?: Money | undefined;
  readonly goods?: Goods | undefined;
  readonly place?: PlaceBelief | undefined;
  readonly clock: MoneyClock;
  /** Name of the operational model and its owner, when a model raised it. */
  readonly model?: { readonly name: string; readonly owner: string } | undefined;
  readonly raisedAtMs: number;
  readonly acknowledgedAtMs?: number | undefined;
  readonly acknowledgedBy?: Actor | undefined;
  readonly incidentId?: string | undefined;
  readonly disposition?: Disposition | undefined;
  readonly closedAtMs?: number | undefined;
  /** Automatic calls so far (S2). */
  readonly calls: number;
}

/** A line of the incident's own log. */
export interface Note {
  readonly noteId: string;
  readonly atMs: number;
  readonly actor: Actor;
  readonly lane?: Lane | undefined;
  readonly text: LocalText;
}

/** State of one of the four lanes. */
export interface LaneState {
  readonly state: 'idle' | 'open' | 'done';
  readonly last?: LocalText | undefined;
  readonly lastAtMs?: number | undefined;
}

/** The unit of work of the room. `version` is the count of decisions taken on it and guards commands. */
export interface Incident {
  readonly incidentId: string;
  readonly version: number;
  readonly alertIds: readonly string[];
  readonly level: AlertLevel;
  readonly scamType: ScamType;
  readonly title: LocalText;
  readonly reason: LocalText;
  readonly source: AlertSource;
  readonly phase: Phase;
  readonly openedAtMs: number;
  readonly raisedAtMs: number;
  readonly subject?: Person | undefined;
  readonly amount?: Money | undefined;
  readonly goods?: Goods | undefined;
  /** Newest belief; undefined = "no place" tray. */
  readonly place?: PlaceBelief | undefined;
  /** Every belief, oldest first: the dated trail. */
  readonly trail: readonly PlaceBelief[];
  readonly clock: MoneyClock;
  readonly lanes: Readonly<Record<Lane, LaneState>>;
  readonly notes: readonly Note[];
  readonly milestones: readonly { readonly milestone: Milestone; readonly atMs: number }[];
  readonly money: Readonly<Partial<Record<MoneyAccount, number>>>;
  /** Seen to leave with the money. */
  readonly departure?: Departure | undefined;
  /** Where the vehicle says it goes. */
  readonly itinerary?: Itinerary | undefined;
  /** The newest meeting that was proposed. */
  readonly rendezvous?: Rendezvous | undefined;
  /** Where somebody looked for the person, oldest first; undefined = nowhere yet. */
  readonly looks?: readonly Looked[] | undefined;
  readonly orderIds: readonly string[];
  readonly disposition?: Disposition | undefined;
  readonly closedAtMs?: number | undefined;
  readonly lastEventAtMs: number;
}

/** One machine: issued -> signed -> rolling -> on-scene -> met -> fed-back -> closed, or transferred | returned | recalled. */
export interface Order {
  readonly orderId: string;
  readonly incidentId: string;
  readonly unitId: string;
  readonly state: OrderState;
  readonly place: PlaceBelief;
  readonly text: LocalText;
  readonly approach: Approach;
  readonly issuedBy: Actor;
  readonly issuedAtMs: number;
  /** When each state was entered. */
  readonly enteredAtMs: Readonly<Partial<Record<OrderState, number>>>;
  readonly via?: ReportedVia | undefined;
  /** The gateway's road estimate when the order was issued: what we knew then. */
  readonly estimate?: ArrivalEstimate | undefined;
  readonly reason?: LocalText | undefined;
  /** Sent to another place on the way: `estimate` is about the first one. */
  readonly redirectedAtMs?: number | undefined;
}

/** A travel-time estimate in seconds, from the moment it was made. `calibrated` stays false until drives were compared. */
export interface ArrivalEstimate {
  readonly lowS: number;
  readonly expectedS: number;
  readonly highS: number;
  readonly madeAtMs: number;
  readonly method: 'road' | 'straight-line';
  readonly calibrated: boolean;
  readonly roadM?: number | undefined;
  /** How many drives the calibration rests on. */
  readonly drives?: number | undefined;
  /** Free-flow seconds on the road by ROAD_GROUPS (fast, main, side, narrow): what the drive is compared with later. */
  readonly groupS?: readonly number[] | undefined;
}

/** A circle of ground: degrees and metres. */
export interface UnitArea {
  readonly lon: number;
  readonly lat: number;
  readonly radiusM: number;
}

/** A dispatchable unit. Its positions never enter State: `slot` is its row in the track columns. */
export interface Unit {
  readonly unitId: string;
  readonly slot: number;
  readonly callsign: string;
  readonly kind: UnitKind;
  readonly crew: number;
  readonly hasVehicle: boolean;
  readonly skills: readonly string[];
  readonly base?: LocalText | undefined;
  /** The ground it answers for, WGS-84. */
  readonly area?: UnitArea | undefined;
  readonly state: UnitState;
  readonly stateSinceMs: number;
  readonly via: ReportedVia;
  readonly orderId?: string | undefined;
  /** Where it was told to wait. */
  readonly post?: PlaceBelief | undefined;
}
