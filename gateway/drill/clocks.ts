import type { LocalText, MoneyClock } from '../../shared/domain/belief.ts';

/** Builds the money clocks a drill's sources send. All times epoch ms, bands in seconds. */
export interface KnownClock {
  readonly kind: 'stated' | 'observed' | 'modelled';
  readonly dueAtMs: number;
  readonly earlyS: number;
  readonly lateS: number;
  readonly source: string;
  readonly what: LocalText;
  readonly n?: number | undefined;
}

/** A clock set at `nowMs`; its band never begins before the moment it was set. */
export function knownClock(nowMs: number, clock: KnownClock): MoneyClock {
  const dueAtMs = Math.max(nowMs, Math.round(clock.dueAtMs));
  return {
    kind: clock.kind,
    earliestMs: Math.max(nowMs, Math.round(dueAtMs - clock.earlyS * 1000)),
    dueAtMs,
    latestMs: Math.round(dueAtMs + clock.lateS * 1000),
    source: clock.source,
    what: clock.what,
    ...(clock.n === undefined ? {} : { n: clock.n }),
    setAtMs: nowMs,
  };
}
