import type { DatumAlarm, Heartbeat } from '../../shared/contract/ctl.ts';
import type { IngestResult } from '../../shared/contract/ingest.ts';

interface Counter {
  lastAtMs: number;
  accepted: number;
  rejected: number;
}

const MAX_SOURCES = 64;

/** Counts what each source sent, for the heartbeat. Names past the first 64 are counted together as "other". */
export class SourceHealth {
  readonly #counters = new Map<string, Counter>();

  /** One row of `source` was answered at `nowMs`. Duplicates count as accepted: the source did well. */
  count(source: string, status: IngestResult['status'], nowMs: number): void {
    const name = this.nameOf(source);
    const counter = this.#counters.get(name) ?? { lastAtMs: nowMs, accepted: 0, rejected: 0 };
    this.#counters.set(name, counter);
    counter.lastAtMs = nowMs;
    if (status === 'accepted' || status === 'duplicate') counter.accepted++;
    else counter.rejected++;
  }

  /** The name a source is counted under. */
  nameOf(source: string): string {
    return this.#counters.has(source) || this.#counters.size < MAX_SOURCES ? source : 'other';
  }

  /** A copy for one heartbeat; `alarmOf` adds what is known of a source's datum. */
  snapshot(alarmOf: (name: string) => DatumAlarm | undefined = () => undefined): Heartbeat['sources'] {
    return [...this.#counters].map(([name, counter]) => {
      const datumAlarm = alarmOf(name);
      return { name, ...counter, ...(datumAlarm === undefined ? {} : { datumAlarm }) };
    });
  }
}
