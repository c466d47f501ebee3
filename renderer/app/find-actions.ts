import type { FindBoard, LookCare } from '../../shared/domain/find-board.ts';
import { callsignOf } from '../store/callsign.ts';
import { chosenFind } from '../store/find.ts';
import { aimAt, isOf, type Target } from '../store/target.ts';
import { placeText } from './command-text.ts';
import type { DockParts } from './dock-actions.ts';

/** What keys do on the find board; all of them act on the chosen row. */
export interface FindActions {
  chosenId(): string | undefined;
  /** Sends the suggested unit to look: an order, or where it stands at a place that is done, on to the next one. */
  send(target: Target): void;
  /** What a look came to; false = the board is not open. No care = nothing is reported, yet an open board spends the key. */
  report(found: boolean, care: LookCare | undefined): boolean;
}

/** A second press this soon is the same report, not another look. */
const SAME_LOOK_MS = 10_000;
/** A second press this soon, real time, is a trembling hand: it must not speak for the next place. */
const DOUBLE_MS = 800;

/** Binds them. */
export function createFindActions({ mirror, intent, selected, send }: DockParts): FindActions {
  const boardOf = (target: Target | undefined): FindBoard | undefined => {
    const { find, state } = mirror.get();
    // an order promotes the alert: until its board comes again under the new name, keys go on meaning this one
    return target !== undefined && isOf(state, find?.targetId, target) ? find : undefined;
  };
  let lastReport: { readonly key: string; readonly atMs: number; readonly heardMs: number } | undefined;

  return {
    chosenId: () => chosenFind(boardOf(selected()), intent.getState().dockRowId)?.placeId,
    send(target) {
      const row = chosenFind(boardOf(target), intent.getState().dockRowId);
      if (row?.unit === undefined || row.order !== undefined) return;
      const { unitId, orderId } = row.unit;
      const { place } = row;
      const text = placeText('find.order', place.label);
      const callsign = callsignOf(mirror.get().state?.units, unitId);
      intent.setState({ dockRowId: row.placeId });
      if (orderId === undefined) {
        const { approach } = intent.getState();
        // every look raises what is known: two orders in a row are no conflict
        send(
          { kind: 'order/assign', payload: { target: aimAt(target), unitId, approach, place, text } },
          target,
          callsign,
        );
      } else send({ kind: 'order/redirect', payload: { orderId, place, text } }, target, callsign);
    },
    report(found, care) {
      const target = selected();
      if (intent.getState().dock !== 'find' || target === undefined) return false;
      const board = boardOf(target);
      const row = chosenFind(board, intent.getState().dockRowId);
      const nowMs = mirror.get().racesAtMs;
      if (row === undefined || care === undefined) return true;
      const key = `${target.id} ${row.placeId} ${found}`;
      const { heardMs } = mirror.get();
      if (lastReport !== undefined) {
        if (!found && heardMs - lastReport.heardMs < DOUBLE_MS) return true;
        if (lastReport.key === key && Math.abs(nowMs - lastReport.atMs) < SAME_LOOK_MS) return true;
      }
      lastReport = { key, atMs: nowMs, heardMs };
      // after a place that is done with, the board suggests the next one
      intent.setState({ dockRowId: found ? row.placeId : undefined });
      const { placeId, kind, place } = row;
      const unitId = row.order?.isThere === true ? row.order.unitId : undefined;
      const payload = { target: aimAt(target), placeId, kind, place, found, care, unitId };
      send({ kind: 'incident/look', payload }, target, place.label ?? '');
      return true;
    },
  };
}
