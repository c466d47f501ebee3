import type { WindQuery, WindReport, WindTown } from '../../../shared/domain/wind-tunnel.ts';

/** What the wind tunnel's thread starts with. */
export interface WindStart {
  /** Folder of the region pack. */
  readonly regionDir: string;
}

/** To the thread. A `run` takes the place of the one before. */
export type WindOrder =
  | { readonly t: 'run'; readonly runId: number; readonly query: WindQuery }
  | { readonly t: 'stop' };

/** From the thread: its town once, then reports of the newest run, the last one with another state than `running`. */
export type WindNews =
  | { readonly t: 'town'; readonly town: WindTown }
  | { readonly t: 'report'; readonly runId: number; readonly report: WindReport };
