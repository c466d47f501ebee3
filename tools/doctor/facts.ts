import type { WebglAnswer } from './probe-webgl.ts';

/** What the probes found on this machine. `undefined` = it could not be told, which is itself no fault. */
export interface Facts {
  readonly os: {
    readonly name: string;
    readonly platform: string;
    readonly release: string;
    readonly arch: string;
  };
  readonly node: string;
  /** "2.36"; undefined off Linux, and on Linux without glibc (musl). */
  readonly glibc: string | undefined;
  /** Whether the database loads and opens, tried in a process of its own. */
  readonly sqlite: { readonly ok: boolean; readonly message: string };
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly data: {
    readonly folder: string;
    readonly freeBytes: number | undefined;
    /** What writing said; undefined = a file was written and read back. */
    readonly writeError: string | undefined;
    /** Milliseconds a file just written there is ahead of the clock. */
    readonly fileAheadMs: number | undefined;
  };
  readonly nowMs: number;
  /** When the newest part of the program was put here. */
  readonly installedAtMs: number | undefined;
  readonly hasDisplay: boolean;
  readonly isRoot: boolean;
  readonly browser: string | undefined;
  readonly electron: { readonly path: string; readonly isPresent: boolean };
  /** Numbers of installed fonts, all and with Chinese. */
  readonly fonts: { readonly all: number; readonly chinese: number } | undefined;
  /** Sound cards; undefined where the system has no list of them. */
  readonly soundCards: number | undefined;
  /** Nodes under /dev/dri that this user may open; undefined off Linux. */
  readonly renderNodes: readonly { readonly path: string; readonly isOpen: boolean }[] | undefined;
  /** What the browser says of WebGL; undefined = none was asked, or it did not answer. */
  readonly webgl: WebglAnswer | undefined;
  readonly ports: readonly { readonly port: number; readonly state: 'free' | 'taken' | 'forbidden' }[];
  /** Whether this runs from the folder of `npm run bundle`: it has a list of its files and no lockfile. */
  readonly isBundle: boolean;
  /** Packages whose installed version is not the lockfile's, or files that are not as in the bundle's list; undefined = nothing is installed. */
  readonly packages: { readonly wanted: number; readonly differing: readonly string[] } | undefined;
  readonly region: { readonly name: string; readonly problem: string | undefined };
}

/** The same sentence in both languages. */
export interface Text {
  readonly zh: string;
  readonly en: string;
}

/** `warn`: the product runs, something falls away. `fail`: it does not run until this is dealt with. */
export type Level = 'ok' | 'warn' | 'fail';

/** One row of the report. */
export interface Finding {
  readonly id: string;
  readonly name: Text;
  readonly level: Level;
  readonly found: Text;
  /** What falls away, and what to do; present when the level is not `ok`. */
  readonly effect?: Text | undefined;
  readonly advice?: Text | undefined;
}
