import type { LocalText, MoneyClock, PlaceBelief } from './belief.ts';
import type { LookReport } from './find-board.ts';
import type { Departure, Itinerary } from './moving-target.ts';
import type { MeetingAnswer, MeetingProposal } from './rendezvous.ts';
import type { ClosureReport } from './road-closure.ts';
import type { Actor, Alert, ArrivalEstimate, Unit } from './entities.ts';
import type {
  AlertLevel,
  Approach,
  Disposition,
  Lane,
  Milestone,
  MoneyAccount,
  OrderState,
  Phase,
  ReportedVia,
  RunMode,
  UnitState,
} from './vocabulary.ts';

/** Facts an alert is born with. */
export type AlertRaised = Omit<
  Alert,
  | 'state'
  | 'raisedAtMs'
  | 'acknowledgedAtMs'
  | 'acknowledgedBy'
  | 'incidentId'
  | 'disposition'
  | 'closedAtMs'
  | 'calls'
>;
/** Facts a unit is registered with. */
export type UnitRegistered = Omit<Unit, 'stateSinceMs' | 'via' | 'orderId' | 'post'>;

/** Every kind of fact in the ledger and its data. Adding one is a contract version. */
export interface EventData {
  'session/started': {
    readonly mode: RunMode;
    readonly region: string;
    readonly drill?: { readonly name: string; readonly seed: number } | undefined;
  };
  'unit/registered': UnitRegistered;
  'unit/state-changed': { readonly unitId: string; readonly state: UnitState; readonly via: ReportedVia };
  /** Told to go and wait there; holds until the unit's state is anything but standby. */
  'unit/posted': { readonly unitId: string; readonly post: PlaceBelief };
  'alert/raised': AlertRaised;
  'alert/called': {
    readonly alertId: string;
    readonly outcome: 'answered' | 'busy' | 'refused' | 'convinced';
  };
  'alert/acknowledged': { readonly alertId: string };
  'alert/shelved': { readonly alertId: string; readonly reason: LocalText };
  'alert/merged': { readonly alertId: string; readonly incidentId: string };
  'alert/promoted': { readonly alertId: string; readonly incidentId: string };
  'alert/closed': { readonly alertId: string; readonly disposition: Disposition };
  'incident/phase-changed': { readonly incidentId: string; readonly phase: Phase };
  'incident/level-changed': {
    readonly incidentId: string;
    readonly level: AlertLevel;
    readonly reason: LocalText;
  };
  'incident/clock-set': { readonly incidentId: string; readonly clock: MoneyClock };
  'incident/believed': { readonly incidentId: string; readonly place: PlaceBelief };
  'incident/noted': {
    readonly incidentId: string;
    readonly noteId: string;
    readonly lane?: Lane | undefined;
    readonly laneDone?: boolean | undefined;
    readonly text: LocalText;
  };
  'incident/milestone': { readonly incidentId: string; readonly milestone: Milestone };
  /** `fen` moves into `account`, out of `from` (default at-risk; nothing when it enters at-risk itself). */
  'incident/money-moved': {
    readonly incidentId: string;
    readonly account: MoneyAccount;
    readonly from?: MoneyAccount | undefined;
    readonly fen: number;
  };
  /** Seen to leave with the money: from now on a way, not a place. */
  'incident/departed': { readonly incidentId: string; readonly departure: Departure };
  'incident/itinerary-set': { readonly incidentId: string; readonly itinerary: Itinerary };
  'incident/meeting-proposed': { readonly incidentId: string } & MeetingProposal & {
      readonly rendezvousId: string;
    };
  'incident/meeting-answered': {
    readonly incidentId: string;
    readonly rendezvousId: string;
    readonly answer: MeetingAnswer;
  };
  /** Somebody looked for the person at a place. */
  'incident/looked': { readonly incidentId: string } & LookReport;
  'incident/disposed': { readonly incidentId: string; readonly disposition: Disposition };
  'incident/closed': { readonly incidentId: string; readonly reviewer: Actor };
  'order/issued': {
    readonly orderId: string;
    readonly incidentId: string;
    readonly unitId: string;
    readonly place: PlaceBelief;
    readonly text: LocalText;
    readonly approach: Approach;
    readonly estimate?: ArrivalEstimate | undefined;
    /** Why a unit other than the first was taken, when the dispatcher said so. */
    readonly overrideReason?: LocalText | undefined;
  };
  'order/redirected': { readonly orderId: string; readonly place: PlaceBelief; readonly text: LocalText };
  'order/advanced': { readonly orderId: string; readonly state: OrderState; readonly via: ReportedVia };
  'order/recalled': { readonly orderId: string; readonly reason: LocalText };
  'road/closed': { readonly closureId: string } & ClosureReport;
  'road/opened': { readonly closureId: string };
  /** What a view that may not see a fact receives in its place, so that sequences stay gapless. */
  withheld: Record<string, never>;
}

export type EventKind = keyof EventData;

/** An event before the ledger has numbered it. */
export type EventDraft = {
  [K in EventKind]: {
    readonly kind: K;
    readonly atMs: number;
    readonly actor: Actor;
    readonly data: EventData[K];
  };
}[EventKind];

/**
 * A fact in the ledger: seq is gapless per stream from 1, `hash` is over everything but itself and receivedAtMs,
 * computed after projection, so it holds within one view.
 */
export type LedgerEvent = EventDraft & {
  readonly stream: string;
  readonly seq: number;
  readonly id: string;
  readonly receivedAtMs: number;
  readonly hash: string;
};

/** The incident a fact belongs to, if it names one directly. */
export function incidentIdOf(event: EventDraft): string | undefined {
  return 'incidentId' in event.data ? event.data.incidentId : undefined;
}
