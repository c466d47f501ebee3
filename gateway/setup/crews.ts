import type { Crew } from '../../shared/contract/directory.ts';
import { dutyUntilMs } from './duty-time.ts';
import type { LiveTables } from './read-live-folder.ts';

/** Who is on each unit at a moment. A unit that the roster never names has nobody listed and counts as manned. */
export function crewsAt(tables: LiveTables, nowMs: number, offsetMs: number): Crew[] {
  return tables.units.map(({ unitId, plate, phone }) => ({
    unitId,
    plate,
    phone,
    onDuty: tables.duties.flatMap((duty) => {
      const untilMs = duty.unitId === unitId ? dutyUntilMs(duty, nowMs, offsetMs) : undefined;
      return untilMs === undefined ? [] : [{ name: duty.name, post: duty.post, phone: duty.phone, untilMs }];
    }),
  }));
}

/** Ids of the units that somebody is on; those the roster never names are always among them. */
export function mannedUnits(tables: LiveTables, nowMs: number, offsetMs: number): Set<string> {
  const rostered = new Set(tables.duties.map(({ unitId }) => unitId));
  const crews = crewsAt(tables, nowMs, offsetMs);
  return new Set(
    crews
      .filter(({ unitId, onDuty }) => onDuty.length > 0 || !rostered.has(unitId))
      .map(({ unitId }) => unitId),
  );
}
