import { createColumns, encodePositions, FIX_BYTES } from '../../shared/contract/position-frame.ts';
import type { Fix } from '../../shared/contract/planner.ts';
import { FixChains } from '../../shared/interception/fix-chains.ts';
import { fixOfRow } from '../../shared/interception/fix-source.ts';
import type { AcceptedFix } from '../ingest/ingest-deps.ts';
import { writeFix } from './fix-columns.ts';

/** Largest frame in bytes, header included. */
export const MAX_FRAME_BYTES = 65_536;
const MAX_FRAME_FIXES = Math.floor((MAX_FRAME_BYTES - 8) / FIX_BYTES);

interface Latest {
  readonly fix: AcceptedFix;
  readonly revision: number;
}

/**
 * The newest fix of every slot, for display. Each reader remembers the revision it has seen and asks for what changed
 * since: a reader that skips a turn gets fewer, newer fixes, never a backlog.
 */
export class LivePositions {
  readonly #latest = new Map<number, Latest>();
  readonly #chains = new FixChains();
  readonly #wire = createColumns(1);
  #revision = 0;
  #newestMs: number | undefined;

  /** Takes fixes; one older than its slot's newest changes nothing. */
  accept(fixes: readonly AcceptedFix[]): void {
    if (fixes.length === 0) return;
    this.#revision++;
    for (const fix of fixes) {
      const known = this.#latest.get(fix.slot);
      if (known !== undefined && known.fix.atMs > fix.atMs) continue;
      this.#latest.set(fix.slot, { fix, revision: this.#revision });
      // as the consoles get it: what they plan with and what is logged must be one
      writeFix(this.#wire, 0, fix);
      this.#chains.take(fix.slot, fixOfRow(this.#wire, 0));
      if (this.#newestMs === undefined || fix.atMs > this.#newestMs) this.#newestMs = fix.atMs;
    }
  }

  revision(): number {
    return this.#revision;
  }

  /** Time of the newest fix of all. */
  newestMs(): number | undefined {
    return this.#newestMs;
  }

  /** The newest fix of a slot. */
  of(slot: number): AcceptedFix | undefined {
    return this.#latest.get(slot)?.fix;
  }

  /** The fix of a slot as it is read at a moment, with those before; undefined = none. */
  read(slot: number, nowMs: number): Fix | undefined {
    return this.#chains.at(slot, nowMs);
  }

  /** Frames of at most MAX_FRAME_BYTES with the slots that changed after `revision`; 0 = all. */
  framesSince(revision: number): Uint8Array[] {
    if (revision === this.#revision) return [];
    const changed: AcceptedFix[] = [];
    for (const latest of this.#latest.values()) if (latest.revision > revision) changed.push(latest.fix);
    const frames: Uint8Array[] = [];
    for (let from = 0; from < changed.length; from += MAX_FRAME_FIXES) {
      const part = changed.slice(from, from + MAX_FRAME_FIXES);
      const columns = createColumns(part.length);
      part.forEach((fix, row) => writeFix(columns, row, fix));
      frames.push(encodePositions(columns));
    }
    return frames;
  }
}
