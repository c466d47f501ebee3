import type { AlertReport } from '../../shared/domain/command.ts';
import type { LedgerEvent } from '../../shared/domain/event.ts';
import type { LookCare } from '../../shared/domain/find-board.ts';
import type { LeadReport } from '../../shared/domain/lead-text.ts';
import type { Itinerary } from '../../shared/domain/moving-target.ts';
import type { SealPair } from '../../shared/domain/seal-plan.ts';
import type { MarginAccount } from '../../shared/domain/margin-account.ts';
import type { ClosureReason } from '../../shared/domain/road-closure.ts';
import type { Disposition, Seat } from '../../shared/domain/vocabulary.ts';
import type { WindQuery, WindTown } from '../../shared/domain/wind-tunnel.ts';
import type { Dock } from './dock.ts';
import type { RoadPick } from './road.ts';
import type { MapPlace, Overlay, ReportDraft } from './intent.ts';
import type { WindDraft } from './wind-draft.ts';

/** The workspaces of this version. */
export type Workspace = 'dispatch' | 'wall' | 'briefing' | 'townships' | 'wind';

/** Closing exits by a plan; keys act on the chosen row. */
export interface SealActions {
  /** Opens the plan of the selected target over the map, or closes it. */
  open(): void;
  /** Sends every order of the plan that has not been sent. */
  sendAll(): void;
  /** Leaves out, or takes in again, the n-th exit shown (from 0). */
  toggle(nth: number): void;
  /** Gives up all edits and takes the newest plan. */
  replan(): void;
  /** Whether the order of a pair was refused or never left. */
  hasFailed(pair: SealPair): boolean;
  /** A key while the plan is open; true = it was one of the plan's. */
  key(press: { readonly code: string; readonly repeat: boolean }): boolean;
}

/** Deciding about everything that waits at once; keys act on the chosen line. */
export interface JointActions {
  /** Puts the newest proposal on the table, or closes the panel. */
  open(): void;
  /** Sends every line that is ready: a normal order each. */
  sendAll(): void;
  /** Strikes the n-th line out (from 0), or takes it in again. */
  toggle(nth: number): void;
  /** Takes one of the equal units of the n-th line. */
  choose(nth: number, unitId: string): void;
  /** Takes the newest proposal. */
  refresh(): void;
  /** Whether the last order given to a unit was refused or never left. */
  hasFailed(unitId: string): boolean;
  /** A key while the panel is open; true = it was one of the panel's. */
  key(press: { readonly code: string; readonly repeat: boolean }): boolean;
}

/** Where free cars wait. */
export interface StandbyActions {
  open(): void;
  /** Puts the newest proposal on the table. */
  refresh(): void;
  /** Sends every car that is proposed and not struck out. */
  sendAll(): void;
  toggle(nth: number): void;
  /** Lets a unit go from where it was sent to wait. */
  release(unitId: string): void;
  key(press: { readonly code: string; readonly repeat: boolean }): boolean;
}

/** Closing and reopening roads. */
export interface RoadActions {
  /** Opens the dock of closed roads over the map, or closes it. */
  open(): void;
  /** Takes a place as the road to be closed; false = the dock is closed, it means something else. */
  pick(place: RoadPick): boolean;
  /** Closes the road that was picked. */
  close(): void;
  /** Opens a closed road again, without an id the chosen one. */
  reopen(closureId?: string): void;
  choose(closureId: string): void;
  because(reason: ClosureReason): void;
  /** The next length, direction or time. */
  longer(): void;
  turn(): void;
  later(): void;
  /** A key while the dock is open; true = it was one of the dock's. */
  key(press: { readonly code: string; readonly repeat: boolean }): boolean;
}

/** What a leader does with the wind tunnel. */
export interface WindActions {
  /** Opens it for this window; undefined when it cannot be had now. */
  open(): Promise<WindTown | undefined>;
  /** Starts a run in place of the one before; `busy` = another window's is under way. */
  run(query: WindQuery): Promise<'running' | 'failed'>;
  stop(): void;
  close(): void;
  draft(draft: WindDraft): void;
}

/** Everything a person can do in a window; keys, buttons and the palette all end here. */
export interface Actions {
  select(id: string | undefined): void;
  /** Next or previous visible row of the queue, or of the board that is shown. */
  walk(step: 1 | -1): void;
  /** Opens the selection; when it is open, sends the picked unit, or row 1 when it leads clearly. */
  enter(): void;
  /** Opens the selection if need be and picks a row of the recommendation, 1-based. */
  pick(row: number): void;
  /** Sends the picked unit with the n-th reason. */
  override(nth: number): void;
  acknowledge(): void;
  /** Recall and radio need two calls; the first arms, anything else disarms. */
  recall(): void;
  radio(): void;
  close(): void;
  dispose(disposition: Disposition): void;
  note(text: string): void;
  /** Sends an alert by phone. */
  report(report: AlertReport): void;
  draftReport(draft: ReportDraft | undefined): void;
  focusNote(): void;
  cycleApproach(): void;
  /** Nobody was found at the chosen place of the find board; false = it is not open. Without `care` nothing is said, yet an open board spends the key. */
  looked(care: LookCare | undefined): boolean;
  /** Opens the find board, exits or meetings over the map, or closes them. */
  dock(name: Dock): void;
  readonly seal: SealActions;
  readonly joint: JointActions;
  readonly standby: StandbyActions;
  readonly roads: RoadActions;
  readonly wind: WindActions;
  /** The selected person has left with the money. */
  left(): void;
  /** Records where the selected person says they are bound for, and opens the exits. */
  itinerary(itinerary: Itinerary): void;
  /** Records what somebody told of where the selected person is or was, and opens the find board. */
  lead(lead: LeadReport): void;
  /** The answer to the meeting that stands, or `true`: found at the chosen place of the find board; false = there is none in sight, the key means something else. */
  agreed(did: boolean): boolean;
  cancel(): void;
  toggleGroup(group: string): void;
  fit(): void;
  /** Shows a place of the region in the middle of the map. */
  fly(place: MapPlace): void;
  /** Opens the townships' board at one of them. */
  township(code: string): void;
  dismissCommand(commandId: string): void;

  playPause(): void;
  play(rate: number): void;
  faster(step: 1 | -1): void;
  seek(atMs: number): void;
  step(direction: 'next' | 'previous'): void;
  live(): void;

  go(workspace: Workspace, incidentId?: string): void;
  overlay(overlay: Overlay | undefined): void;
  chooseSeat(seat: Seat): void;
  toggleLang(): void;
  toggleTheme(): void;
  toggleMute(): void;
  testSound(): void;
  /** The incident's events as this view may see them; undefined when the log cannot be read now. */
  readEvents(incidentId: string): Promise<readonly LedgerEvent[] | undefined>;
  /** Where the margin of an incident went; undefined when nobody can work it out now. */
  readMargins(incidentId: string): Promise<MarginAccount | undefined>;
}
