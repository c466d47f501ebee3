import type { DatumAlarm } from '../../shared/contract/ctl.ts';
import type { Datum } from '../../shared/geo/datum.ts';
import type { Log } from '../../shared/kit/log.ts';
import type { DatumEvidence } from '../../shared/roads/datum-evidence.ts';
import { DatumWatch, type SentFix } from '../../shared/roads/datum-fit.ts';

/** An accepted fix in the degrees it was sent in. */
export interface DeclaredFix extends SentFix {
  readonly source: string;
  readonly datum: Datum;
}

/** Fixes looked at a second, all sources together: about 30 us each, so a flood costs 3 % of one core. */
const LOOKS_PER_SECOND = 1_000;
/** Looks a source may save up, so that one large batch is looked at whole. */
const SAVED_LOOKS = 2_000;

interface Source {
  readonly watches: Map<Datum, DatumWatch>;
  looks: number;
  atMs: number;
  /** Carries the rhythm of the sample over from batch to batch. */
  phase: number;
}

/**
 * Compares what every source declares with how its positions fit the roads. Beyond its share of looks a source is
 * sampled, one fix in k. An alarm raised or withdrawn is one line of the log. Names are SourceHealth's, so few.
 */
export class SourceDatums {
  readonly #evidence: DatumEvidence;
  readonly #monotonicMs: () => number;
  readonly #log: Log;
  readonly #sources = new Map<string, Source>();

  constructor(evidence: DatumEvidence, monotonicMs: () => number, log: Log) {
    this.#evidence = evidence;
    this.#monotonicMs = monotonicMs;
    this.#log = log;
  }

  /** Takes the accepted fixes of one batch. */
  offer(fixes: readonly DeclaredFix[]): void {
    for (const [name, sent] of Map.groupBy(fixes, (fix) => fix.source)) {
      const source = this.#sourceOf(name);
      const looks = this.#takeLooks(source, sent.length);
      if (looks === 0) continue;
      const stride = sent.length / looks;
      for (; source.phase < sent.length; source.phase += stride) {
        const fix = sent[Math.floor(source.phase)];
        if (fix !== undefined) this.#look(name, source, fix);
      }
      source.phase -= sent.length;
    }
  }

  /** What is wrong with the datum of a source now; undefined = nothing known. */
  alarmOf(name: string): DatumAlarm | undefined {
    const watches = this.#sources.get(name)?.watches.values() ?? [];
    return [...watches].find((watch) => watch.alarm !== undefined)?.alarm;
  }

  #look(name: string, source: Source, fix: DeclaredFix): void {
    const watch = source.watches.get(fix.datum) ?? new DatumWatch(this.#evidence, fix.datum);
    source.watches.set(fix.datum, watch);
    const before = watch.alarm;
    watch.offer(fix);
    if (watch.alarm === before) return;
    if (watch.alarm === undefined)
      this.#log.info('a source sends the datum it declares again', { source: name });
    else {
      const message = 'positions are not in the datum their source declares: correct datum in what it sends';
      this.#log.warn(message, { source: name, ...watch.alarm });
    }
  }

  #sourceOf(name: string): Source {
    const known = this.#sources.get(name);
    if (known !== undefined) return known;
    const source = { watches: new Map(), looks: SAVED_LOOKS, atMs: this.#monotonicMs(), phase: 0 };
    this.#sources.set(name, source);
    return source;
  }

  #takeLooks(source: Source, wanted: number): number {
    const nowMs = this.#monotonicMs();
    const share = LOOKS_PER_SECOND / this.#sources.size;
    const earned = (Math.max(0, nowMs - source.atMs) / 1000) * share;
    source.looks = Math.min(SAVED_LOOKS, source.looks + earned);
    source.atMs = nowMs;
    const taken = Math.min(wanted, Math.floor(source.looks));
    source.looks -= taken;
    return taken;
  }
}
