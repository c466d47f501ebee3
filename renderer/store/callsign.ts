import type { State } from '../../shared/domain/state.ts';

/** What a unit is called on the radio; its id while it is not known. */
export function callsignOf(units: State['units'] | undefined, unitId: string): string {
  return units?.[unitId]?.callsign ?? unitId;
}
