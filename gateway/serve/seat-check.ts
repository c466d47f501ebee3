import type { ConnectRefusal } from '../../shared/contract/ctl.ts';
import type { View } from '../../shared/contract/views.ts';
import { err, ok, type Result } from '../../shared/kit/result.ts';
import type { SeatStore } from '../seats/seat-store.ts';
import type { KeyCheck } from './keys.ts';

/** The enrolled seat that may have this view with this key; undefined = the console on the gateway's own machine. */
export type SeatCheck = (key: string, view: View) => Result<string | undefined, ConnectRefusal>;

/** Every seat by its own key. `checkLocalKey` opens every view and exists only where a console runs beside the gateway. */
export function createSeatCheck(seats: SeatStore, checkLocalKey: KeyCheck | undefined): SeatCheck {
  return (key, view) => {
    if (checkLocalKey?.(key) === undefined && checkLocalKey !== undefined) return ok(undefined);
    const seat = seats.find(key);
    if (seat === undefined) return err('bad-key');
    if (seat.revokedAtMs !== undefined) return err('revoked-key');
    // A wall shows less than any seat, so every seat may open one.
    const mayView = view.view === 'wall' || seat.roles.includes(view.role);
    return mayView ? ok(seat.seatId) : err('view-not-allowed');
  };
}
