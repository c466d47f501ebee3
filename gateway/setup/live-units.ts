import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Actor, Unit } from '../../shared/domain/entities.ts';
import type { EventDraft, UnitRegistered } from '../../shared/domain/event.ts';
import type { State } from '../../shared/domain/state.ts';
import type { UnitState } from '../../shared/domain/vocabulary.ts';
import { writePrivateFile } from '../serve/private-file.ts';
import { crewsAt, mannedUnits } from './crews.ts';
import type { LiveTables } from './read-live-folder.ts';
import type { UnitRow } from './read-units.ts';

const ROSTER: Actor = { type: 'system', id: 'roster' };
const IDLE: ReadonlySet<UnitState> = new Set(['available', 'standby']);
const offFileSchema = z.array(z.string());

export interface LiveUnitsInput {
  readonly tables: LiveTables;
  readonly offsetMs: number;
  /** Remembers across restarts which units the roster, and nobody else, took off duty. */
  readonly offFile: string;
}

/**
 * Keeps the units of the log as units.csv and roster.csv have them. A unit on an order is left alone until it is free, and
 * what a person decided stands: only a unit that the roster took off duty comes back by the roster.
 */
export class LiveUnits {
  readonly #input: LiveUnitsInput;
  #off: Set<string>;

  constructor(input: LiveUnitsInput) {
    this.#input = input;
    this.#off = readOff(input.offFile);
  }

  /** Facts that bring the log up to date at a moment; none when it is. */
  draftsAt(state: State, nowMs: number): EventDraft[] {
    const { tables, offsetMs } = this.#input;
    const manned = mannedUnits(tables, nowMs, offsetMs);
    const onDuty = new Map(crewsAt(tables, nowMs, offsetMs).map((crew) => [crew.unitId, crew.onDuty.length]));
    const drafts: EventDraft[] = [];
    let slot = 1 + Math.max(0, ...Object.values(state.units).map((unit) => unit.slot));
    const off = new Set<string>();
    const fact = (unitId: string, next: UnitState): EventDraft => ({
      kind: 'unit/state-changed',
      atMs: nowMs,
      actor: ROSTER,
      data: { unitId, state: next, via: 'console' },
    });
    for (const row of tables.units) {
      const known = state.units[row.unitId];
      const isManned = manned.has(row.unitId);
      const crew = Math.min(20, onDuty.get(row.unitId) || row.crew);
      if (known === undefined || (known.orderId === undefined && isDifferent(known, row, crew, isManned))) {
        const data = registered(row, known?.slot ?? slot++, isManned ? crew : row.crew, known, isManned);
        drafts.push({ kind: 'unit/registered', atMs: nowMs, actor: ROSTER, data });
      }
      const next = this.#turn(row.unitId, known, isManned, off);
      if (next !== undefined) drafts.push(fact(row.unitId, next));
    }
    const listed = new Set(tables.units.map(({ unitId }) => unitId));
    for (const unit of Object.values(state.units))
      if (!listed.has(unit.unitId) && IDLE.has(unit.state)) drafts.push(fact(unit.unitId, 'out-of-service'));
    this.#remember(off);
    return drafts;
  }

  /** The state that the roster now asks of a unit; undefined = it stays. Notes in `off` whom the roster keeps off duty. */
  #turn(unitId: string, known: Unit | undefined, isManned: boolean, off: Set<string>): UnitState | undefined {
    const isOurs = this.#off.has(unitId);
    const state = known?.state ?? (isManned ? 'available' : 'out-of-service');
    if (isManned) return state === 'out-of-service' && isOurs ? 'available' : undefined;
    const isIdle = IDLE.has(state);
    if (isIdle || known === undefined || isOurs) off.add(unitId);
    return isIdle ? 'out-of-service' : undefined;
  }

  #remember(off: Set<string>): void {
    const isSame = off.size === this.#off.size && [...off].every((unitId) => this.#off.has(unitId));
    this.#off = off;
    if (!isSame) writePrivateFile(this.#input.offFile, `${JSON.stringify([...off])}\n`);
  }
}

function registered(
  row: UnitRow,
  slot: number,
  crew: number,
  known: Unit | undefined,
  isManned: boolean,
): UnitRegistered {
  const { unitId, callsign, kind, hasVehicle, skills, base } = row;
  const state = known?.state ?? (isManned ? 'available' : 'out-of-service');
  const place = base === undefined ? {} : { base: { zh: base } };
  return { unitId, slot, callsign, kind, crew, hasVehicle, skills, ...place, state };
}

function isDifferent(known: Unit, row: UnitRow, crew: number, isManned: boolean): boolean {
  return (
    known.callsign !== row.callsign ||
    known.kind !== row.kind ||
    known.hasVehicle !== row.hasVehicle ||
    known.base?.zh !== row.base ||
    known.skills.join('\n') !== row.skills.join('\n') ||
    (isManned && known.crew !== crew)
  );
}

function readOff(file: string): Set<string> {
  if (!existsSync(file)) return new Set();
  try {
    return new Set(offFileSchema.parse(JSON.parse(readFileSync(file, 'utf8'))));
  } catch {
    // Damaged: people bring units back themselves.
    return new Set();
  }
}
