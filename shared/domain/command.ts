import type { LocalText, MoneyClock, PlaceBelief } from './belief.ts';
import type { Actor, Person } from './entities.ts';
import type { LookReport } from './find-board.ts';
import type { LeadReport } from './lead-text.ts';
import type { Goods, Money } from './money.ts';
import type { Itinerary } from './moving-target.ts';
import type { MeetingAnswer, MeetingProposal } from './rendezvous.ts';
import type { ClosureReport } from './road-closure.ts';
import type {
  AlertLevel,
  AlertSource,
  Approach,
  Disposition,
  Lane,
  OrderState,
  ReportedVia,
  ScamType,
  Seat,
  UnitState,
} from './vocabulary.ts';

/** What an order is about: an incident, or an alert that the assignment promotes in the same transaction. */
export type AssignTarget = { readonly incidentId: string } | { readonly alertId: string };

/** What a caller told a seat. The gateway gives alert and person their ids. */
export interface AlertReport {
  /** The line or the people it came by. */
  readonly source: AlertSource;
  readonly level: AlertLevel;
  readonly scamType: ScamType;
  readonly title: LocalText;
  readonly reason: LocalText;
  readonly subject?: Omit<Person, 'personId'> | undefined;
  readonly amount?: Money | undefined;
  readonly goods?: Goods | undefined;
  readonly place?: PlaceBelief | undefined;
  /** Absent: unknown. */
  readonly clock?: MoneyClock | undefined;
  /** How the person travels, as the caller says it: the alert becomes an incident on the move at once. */
  readonly itinerary?: Itinerary | undefined;
}

/** Every kind of command and its payload. */
export interface CommandPayload {
  /** A new alert by phone; whoever reports it has acknowledged it. */
  'alert/report': AlertReport;
  'alert/acknowledge': { readonly alertId: string };
  'alert/promote': { readonly alertId: string; readonly level?: AlertLevel | undefined };
  'alert/close': { readonly alertId: string; readonly disposition: Disposition };
  'order/assign': {
    readonly target: AssignTarget;
    readonly unitId: string;
    readonly approach: Approach;
    /** Defaults to the incident's newest belief. */
    readonly place?: PlaceBelief | undefined;
    readonly text?: LocalText | undefined;
    readonly overrideReason?: LocalText | undefined;
  };
  'order/redirect': { readonly orderId: string; readonly place: PlaceBelief; readonly text: LocalText };
  'order/advance': { readonly orderId: string; readonly state: OrderState; readonly via: ReportedVia };
  'order/recall': { readonly orderId: string; readonly reason: LocalText };
  'unit/set-state': { readonly unitId: string; readonly state: UnitState; readonly via: ReportedVia };
  /** Go and wait there: a free unit becomes standby. Setting any other state of the unit takes it back. */
  'unit/post': { readonly unitId: string; readonly post: PlaceBelief };
  'incident/note': {
    readonly incidentId: string;
    readonly lane?: Lane | undefined;
    readonly laneDone?: boolean | undefined;
    readonly text: LocalText;
  };
  /** The person has left with the money; an alert is promoted in the same transaction. Place and time default to the newest belief and now. */
  'incident/left': { readonly target: AssignTarget; readonly headingDeg?: number | undefined };
  /** Where the person says they are bound for, a timetable or a destination; an alert is promoted in the same transaction. */
  'incident/set-itinerary': { readonly target: AssignTarget; readonly itinerary: Itinerary };
  /** What somebody told a seat of where the person is or was; the gateway says that it came by phone. An alert is promoted in the same transaction. */
  'incident/add-lead': { readonly target: AssignTarget } & LeadReport;
  'incident/propose-meeting': { readonly incidentId: string } & MeetingProposal;
  'incident/answer-meeting': {
    readonly incidentId: string;
    readonly rendezvousId: string;
    readonly answer: MeetingAnswer;
  };
  /** Somebody looked for the person at a place; an alert is promoted in the same transaction. */
  'incident/look': { readonly target: AssignTarget } & LookReport;
  'incident/dispose': { readonly incidentId: string; readonly disposition: Disposition };
  'incident/close': { readonly incidentId: string };
  'road/close': ClosureReport;
  'road/open': { readonly closureId: string };
}

export type CommandKind = keyof CommandPayload;

/**
 * A wish with an identity. The same commandId has one effect and one stored answer; after issuedAtMs + ttlMs
 * (feed time) it never fires and the human is asked again. expectedVersion is the incident's version that was on screen.
 */
export type Command = {
  [K in CommandKind]: {
    readonly commandId: string;
    readonly kind: K;
    readonly payload: CommandPayload[K];
    readonly actor: Actor;
    readonly issuedAtMs: number;
    readonly ttlMs: number;
    readonly expectedVersion?: number | undefined;
  };
}[CommandKind];

export const REJECTIONS = [
  'invalid',
  'not-allowed',
  'not-found',
  'bad-state',
  'version-conflict',
  'unit-committed',
  'no-place',
  'expired',
  'read-only',
  'unavailable',
] as const;
/** Why a command was refused; the text for people is made from this by the console. */
export type RejectionCode = (typeof REJECTIONS)[number];

/** The gateway's answer, stored with the command. `currentVersion` accompanies version-conflict. */
export type CommandAnswer =
  | {
      readonly commandId: string;
      readonly state: 'accepted';
      readonly seq: number;
      readonly ids: Readonly<Record<string, string>>;
    }
  | {
      readonly commandId: string;
      readonly state: 'rejected';
      readonly code: RejectionCode;
      readonly message: string;
      readonly currentVersion?: number | undefined;
    };

/** What the person sees of a command: never "done" before the ledger said so. */
export type CommandProgress =
  | { readonly commandId: string; readonly kind: CommandKind; readonly state: 'queued' | 'sent' | 'expired' }
  | (CommandAnswer & { readonly kind: CommandKind });

const SEAT_COMMANDS: Readonly<Record<Seat, readonly CommandKind[]>> = {
  dispatcher: [
    'alert/report',
    'alert/acknowledge',
    'alert/promote',
    'alert/close',
    'order/assign',
    'order/redirect',
    'order/advance',
    'order/recall',
    'unit/set-state',
    'unit/post',
    'incident/note',
    'incident/left',
    'incident/set-itinerary',
    'incident/add-lead',
    'incident/propose-meeting',
    'incident/answer-meeting',
    'incident/look',
    'incident/dispose',
    'incident/close',
    'road/close',
    'road/open',
  ],
  commander: [
    'alert/report',
    'alert/acknowledge',
    'alert/promote',
    'alert/close',
    'order/assign',
    'order/redirect',
    'order/recall',
    'incident/note',
    'incident/left',
    'incident/set-itinerary',
    'incident/add-lead',
    'incident/propose-meeting',
    'incident/answer-meeting',
    'incident/look',
    'incident/dispose',
    'incident/close',
    'road/close',
    'road/open',
  ],
  leader: [],
  trainer: ['incident/note'],
};

/** Whether a seat may issue a command; everything not listed is refused. */
export function seatMay(seat: Seat, kind: CommandKind): boolean {
  return SEAT_COMMANDS[seat].includes(kind);
}
