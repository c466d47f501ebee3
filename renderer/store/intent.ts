import type { StandbyMove } from '../../shared/domain/desk-advice.ts';
import type { StoreApi } from 'zustand/vanilla';
import { createStore } from 'zustand/vanilla';
import type { LocalText } from '../../shared/domain/belief.ts';
import type { CommandKind, CommandProgress } from '../../shared/domain/command.ts';
import type { AlertLevel, Approach } from '../../shared/domain/vocabulary.ts';
import type { WindQuery } from '../../shared/domain/wind-tunnel.ts';
import type { Dock } from './dock.ts';
import type { Fallen } from './fall-back.ts';
import type { JointIntent } from './joint.ts';
import type { RoadIntent } from './road.ts';
import type { KeptLines } from './row-places.ts';
import type { SealIntent } from './seal.ts';
import type { WindDraft } from './wind-draft.ts';

/** What lies over the workspace; one at a time. */
export type Overlay = 'tour' | 'keys' | 'palette' | 'seats' | 'dispose' | 'report';

/** A line of the form for an alert by phone. */
export type ReportField =
  | 'what'
  | 'amount'
  | 'due'
  | 'place'
  | 'name'
  | 'phone'
  | 'plate'
  | 'way'
  | 'scam'
  | 'source';

/** What has been typed of an alert by phone; kept when the sheet is closed, until it is sent or cleared. */
export interface ReportDraft extends Readonly<Record<ReportField, string>> {
  readonly level: AlertLevel;
  /** Feed time at which `due` was typed: twenty minutes count from there. */
  readonly dueTypedAtMs: number;
  /** Which candidate of a choice was picked, counted from the best. */
  readonly at: { readonly place: number; readonly scam: number; readonly source: number };
}

/** An empty form. */
export const EMPTY_REPORT: ReportDraft = {
  what: '',
  amount: '',
  due: '',
  place: '',
  name: '',
  phone: '',
  plate: '',
  way: '',
  scam: '',
  source: '110',
  level: 'L1',
  dueTypedAtMs: 0,
  at: { place: 0, scam: 0, source: 0 },
};

/** Stands for the target of a report, which has none until it is accepted. */
export const REPORT_ID = 'report';

/** A first key that waits for its second; nothing that destroys happens on one. */
export interface Armed {
  readonly kind: 'recall' | 'radio' | 'close';
  readonly orderId: string;
}

/** A place on the map and how close to look at it. */
export interface MapPlace {
  readonly lon: number;
  readonly lat: number;
  readonly zoom: number;
  readonly label: string;
  /** What it is called, when `label` says more than that. */
  readonly name?: LocalText | undefined;
}

/** A command this window sent, so that its fate can be told in words. */
export interface SentCommand {
  readonly commandId: string;
  readonly kind: CommandKind;
  /** The alert or incident it concerns. */
  readonly targetId: string;
  readonly subject: Subject;
}

/** What a command is about, for people: the callsign, a note's first words as they were typed, a place by its names. */
export type Subject = string | LocalText;

/** UI intent only: what the person at this window is doing. Facts live in the mirror. */
export interface Intent {
  readonly selectedId: string | undefined;
  /** The selection whose dispatch keys are live (Enter opened it). */
  readonly openId: string | undefined;
  /** Unit ids in the order they stood when the selection was opened; empty while nothing is open. */
  readonly frozen: readonly string[];
  /** Unit picked by digit in the open recommendation. */
  readonly pickedUnitId: string | undefined;
  readonly approach: Approach;
  readonly expandedGroups: readonly string[];
  readonly overlay: Overlay | undefined;
  readonly armed: Armed | undefined;
  readonly sent: readonly SentCommand[];
  /** Ids of commands whose outcome the person has read. */
  readonly dismissed: readonly string[];
  readonly fitRequest: number;
  /** A place that was asked for and not shown yet. */
  readonly place: MapPlace | undefined;
  /** Row ids of the board that is shown, in its order; undefined while a workspace with a queue is. */
  readonly boardRows: readonly string[] | undefined;
  readonly boardRowId: string | undefined;
  /** What lies open over the map, and the row its keys act on; undefined row = the first. */
  readonly dock: Dock | undefined;
  readonly dockRowId: string | undefined;
  /** Somebody chose that row: no other one is chosen for them. */
  readonly isRowByHand: boolean;
  /** Share of the map's height that what lies open takes now, as drawn. */
  readonly dockShare: number;
  /** The lines of the exits, the meetings or the find board while it lies open. */
  readonly lines: KeptLines | undefined;
  /** Set while the exits lie open because a meeting came to nothing, and nobody has taken them over. */
  readonly fallen: Fallen | undefined;
  /** The sealing plan last worked on. */
  readonly seal: SealIntent | undefined;
  /** The joint proposal last put on the table. */
  readonly joint: JointIntent | undefined;
  /** The proposal of waiting posts on the table; then units left where they are, and units sent. */
  readonly standbyMoves: readonly StandbyMove[] | undefined;
  readonly standbyStruck: readonly string[];
  readonly standbySent: readonly string[];
  /** A closing of a road that is being put together; undefined = that dock is closed. */
  readonly road: RoadIntent | undefined;
  readonly noteFocus: number;
  readonly reportDraft: ReportDraft | undefined;
  /** The question on the wind tunnel's form, and the one its newest run answers. */
  readonly windDraft: WindDraft | undefined;
  readonly windAsked: { readonly runId: number; readonly query: WindQuery } | undefined;
}

/** The store of UI intent, usable outside React. */
export type IntentStore = StoreApi<Intent>;

const MAX_SENT = 50;

/** What means something in the stream that is shown and nothing in another, as it is at first. */
const OF_THE_STREAM = {
  place: undefined,
  boardRowId: undefined,
  dock: undefined,
  dockRowId: undefined,
  lines: undefined,
  fallen: undefined,
  seal: undefined,
  joint: undefined,
  standbyMoves: undefined,
  standbyStruck: [],
  standbySent: [],
  road: undefined,
} as const satisfies Partial<Intent>;

/** A fresh window: nothing selected. */
export function createIntentStore(overlay: Overlay | undefined): IntentStore {
  return createStore<Intent>(() => ({
    selectedId: undefined,
    openId: undefined,
    frozen: [],
    pickedUnitId: undefined,
    approach: 'siren-off',
    expandedGroups: [],
    overlay,
    armed: undefined,
    sent: [],
    dismissed: [],
    fitRequest: 0,
    boardRows: undefined,
    isRowByHand: false,
    ...OF_THE_STREAM,
    dockShare: 0,
    noteFocus: 0,
    reportDraft: undefined,
    windDraft: undefined,
    windAsked: undefined,
  }));
}

/** Selects by id; a new selection closes what was open and disarms. */
export function select(store: IntentStore, id: string | undefined): void {
  if (store.getState().selectedId === id) return;
  store.setState({
    selectedId: id,
    openId: undefined,
    frozen: [],
    pickedUnitId: undefined,
    armed: undefined,
    dockRowId: undefined,
    fallen: undefined,
  });
}

/** Lets go of everything that meant something in the stream that was shown. What was typed stays. */
export function leaveStream(store: IntentStore): void {
  select(store, undefined);
  store.setState(OF_THE_STREAM);
}

/** Remembers a command that was handed to the outbox. */
export function rememberSent(store: IntentStore, command: SentCommand): void {
  store.setState((intent) => ({ sent: [...intent.sent, command].slice(-MAX_SENT) }));
}

/** Whether a command was refused or never left. */
export function hasCommandFailed(progress: CommandProgress | undefined): boolean {
  return progress?.state === 'rejected' || progress?.state === 'expired';
}

/** Whether the last order this window gave to a unit was refused or never left. */
export function hasFailedOrder(
  sent: readonly SentCommand[],
  commands: Readonly<Record<string, CommandProgress>>,
  callsign: string,
): boolean {
  const last = sent.findLast(({ kind, subject }) => kind === 'order/assign' && subject === callsign);
  return last !== undefined && hasCommandFailed(commands[last.commandId]);
}

/** Opens or folds a group of the queue. */
export function toggleGroup(store: IntentStore, group: string): void {
  store.setState((intent) => ({
    expandedGroups: intent.expandedGroups.includes(group)
      ? intent.expandedGroups.filter((name) => name !== group)
      : [...intent.expandedGroups, group],
  }));
}
