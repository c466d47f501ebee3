import type { CommandRequest } from '../../shared/contract/port.ts';
import type { PlaceBelief } from '../../shared/domain/belief.ts';
import type { ExitsView } from '../../shared/domain/moving-target.ts';
import type { MeetingAnswer } from '../../shared/domain/rendezvous.ts';
import type { Actions } from '../store/actions.ts';
import { openRows } from '../store/board-rows.ts';
import { callsignOf } from '../store/callsign.ts';
import { chosenRow, meetingWords } from '../store/dock.ts';
import { hasFallenThrough, meetingSeen, type MeetingSeen } from '../store/fall-back.ts';
import type { IntentStore, Subject } from '../store/intent.ts';
import type { MirrorStore } from '../store/mirror.ts';
import { linesOf } from '../store/row-places.ts';
import { aimAt, isOf, type Target } from '../store/target.ts';
import { placeText } from './command-text.ts';
import { steppedRow } from './dock-keys.ts';
import { createFindActions } from './find-actions.ts';

/** What the dock's actions work on. */
export interface DockParts {
  readonly mirror: MirrorStore;
  readonly intent: IntentStore;
  selected(): Target | undefined;
  send(request: CommandRequest, target: Target, subject: Subject): void;
}

/** What keys mean while the find board, the exits or the meetings are open over the map; the rest of the actions are elsewhere. */
export interface DockActions
  extends Pick<Actions, 'dock' | 'left' | 'agreed' | 'itinerary' | 'lead' | 'looked'> {
  /** True when the dock took it. */
  walk(step: 1 | -1): boolean;
  enter(): boolean;
  pick(row: number): boolean;
  cancel(): boolean;
}

/** Binds them. */
export function createDockActions({ mirror, intent, selected, send }: DockParts): DockActions {
  const view = (target: Target | undefined): ExitsView | undefined => {
    const { exits, state } = mirror.get();
    return target !== undefined && isOf(state, exits?.board.targetId, target) ? exits : undefined;
  };
  const callsign = (unitId: string): string => callsignOf(mirror.get().state?.units, unitId);

  const order = (
    target: Target,
    unitId: string,
    place: PlaceBelief,
    key: 'exits.order' | 'meet.order',
  ): void => {
    const aim = aimAt(target);
    const text = placeText(key, place.label);
    const payload = { target: aim, unitId, approach: intent.getState().approach, place, text };
    // facts about other exits raise the version: two exits in a row are no conflict
    send({ kind: 'order/assign', payload }, target, callsign(unitId));
  };

  const sendToExit = (target: Target): void => {
    const row = chosenRow(view(target)?.board.rows ?? [], intent.getState().dockRowId);
    if (row?.unitId === undefined || row.status !== 'open') return;
    order(target, row.unitId, placeOf(row, mirror.get().racesAtMs), 'exits.order');
  };

  const propose = (target: Target): void => {
    const row = chosenRow(view(target)?.meetings ?? [], intent.getState().dockRowId);
    const { incident } = target;
    if (row === undefined || incident === undefined) return;
    const place = placeOf(row, mirror.get().racesAtMs);
    const { text } = meetingWords(row, target, mirror.get().racesAtMs);
    const payload = {
      incidentId: incident.incidentId,
      pointId: row.gateId,
      place,
      jointMs: row.jointMs,
      text,
    };
    send({ kind: 'incident/propose-meeting', payload }, target, place.label ?? '');
    const isFree = mirror.get().state?.units[row.unitId]?.orderId === undefined;
    if (isFree) order(target, row.unitId, place, 'meet.order');
  };

  const answer = (given: MeetingAnswer): boolean => {
    const target = selected();
    const rendezvous = target?.incident?.rendezvous;
    if (intent.getState().dock !== 'meeting' || target?.incident === undefined || rendezvous === undefined)
      return false;
    const { incidentId } = target.incident;
    const { rendezvousId } = rendezvous;
    send(
      { kind: 'incident/answer-meeting', payload: { incidentId, rendezvousId, answer: given } },
      target,
      '',
    );
    return true;
  };

  const find = createFindActions({ mirror, intent, selected, send });

  const rowIds = (): readonly string[] => {
    const target = selected();
    const { dock, lines } = intent.getState();
    const rows = openRows(mirror.get(), dock);
    if (rows === undefined || target === undefined) return [];
    if (!isOf(mirror.get().state, rows.targetId, target)) return [];
    return linesOf(lines, rows).map(({ rowId }) => rowId);
  };

  watchMeeting();

  /** Falls back to the exits by itself when the meeting that is waited for comes to nothing; live only. */
  function watchMeeting(): void {
    let looked: { readonly id: string; readonly seen: MeetingSeen | undefined } | undefined;
    mirror.subscribe(() => {
      const target = selected();
      const { playhead, racesAtMs } = mirror.get();
      if (target === undefined || playhead?.mode !== 'live') {
        looked = undefined;
        return;
      }
      const before = looked?.id === target.id ? looked.seen : undefined;
      const seen = meetingSeen(target, racesAtMs);
      looked = { id: target.id, seen };
      const { dock } = intent.getState();
      if (!hasFallenThrough(before, seen) || (dock !== undefined && dock !== 'meeting')) return;
      intent.setState({ dock: 'exits', dockRowId: undefined, fallen: { over: dock } });
    });
  }

  /** What fell open takes no key that was meant for what lay there before. True = the key is spent. */
  const keptFrom = (): boolean | undefined => {
    const { fallen } = intent.getState();
    if (fallen === undefined) return undefined;
    if (fallen.over === undefined) return false;
    intent.setState({ fallen: undefined });
    return true;
  };

  return {
    dock: (name) =>
      intent.setState(({ dock, fallen }) => {
        const isTakenOver = fallen !== undefined && name === 'exits';
        return {
          dock: dock === name && !isTakenOver ? undefined : name,
          dockRowId: undefined,
          fallen: undefined,
        };
      }),
    left() {
      const target = selected();
      if (target === undefined || target.isClosed) return;
      const aim = aimAt(target);
      intent.setState({ dock: 'exits', dockRowId: undefined, fallen: undefined });
      send({ kind: 'incident/left', payload: { target: aim } }, target, '');
    },
    itinerary(itinerary) {
      const target = selected();
      if (target === undefined || target.isClosed) return;
      const aim = aimAt(target);
      intent.setState({ dock: 'exits', dockRowId: undefined, fallen: undefined });
      send({ kind: 'incident/set-itinerary', payload: { target: aim, itinerary } }, target, '');
    },
    lead(lead) {
      const target = selected();
      if (target === undefined || target.isClosed) return;
      const aim = target.incident === undefined ? { alertId: target.id } : { incidentId: target.id };
      intent.setState({ dock: 'find', dockRowId: undefined, fallen: undefined });
      send({ kind: 'incident/add-lead', payload: { target: aim, ...lead } }, target, lead.place.label ?? '');
    },
    agreed: (did) => (did && find.report(true, 'usual')) || answer(did ? 'confirmed' : 'refused'),
    looked: (care) => find.report(false, care),
    walk(step) {
      if (intent.getState().dock === undefined || keptFrom() === false) return false;
      const ids = rowIds();
      const fromId = intent.getState().dockRowId ?? find.chosenId();
      intent.setState({ dockRowId: steppedRow(ids, fromId, step), isRowByHand: true });
      return true;
    },
    enter() {
      const kept = keptFrom();
      if (kept !== undefined) return kept;
      const { dock } = intent.getState();
      const target = selected();
      if (dock === undefined || target === undefined) return false;
      if (dock === 'find') find.send(target);
      else if (dock === 'exits') sendToExit(target);
      else if (dock === 'meeting') propose(target);
      return true;
    },
    pick(row) {
      if (intent.getState().dock === undefined || keptFrom() === false) return false;
      const id = rowIds()[row - 1];
      if (id !== undefined) intent.setState({ dockRowId: id, isRowByHand: true });
      return true;
    },
    cancel() {
      if (intent.getState().dock === undefined) return false;
      intent.setState({ dock: undefined, dockRowId: undefined, fallen: undefined });
      return true;
    },
  };
}

/** The place of an order to go and stand there. */
export function placeOf(
  row: { readonly lon: number; readonly lat: number; readonly name: PlaceBelief['label'] },
  atMs: number,
): PlaceBelief {
  const { lon, lat, name } = row;
  return {
    kind: 'pinned',
    lon,
    lat,
    radiusM: 40,
    atMs: Math.floor(atMs),
    source: 'exits-board',
    label: name,
  };
}
