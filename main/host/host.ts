import type { Cancel } from '../../shared/kit/clock.ts';

/** What a wall window shows; one window a role. */
export const WALL_ROLES = ['all', 'map', 'races', 'queue'] as const;
export type WallRole = (typeof WALL_ROLES)[number];

/** Windows and displays. */
export interface HostWindows {
  /** Opens the dispatch page, or says how to open it. */
  openConsole(): Promise<void>;
  /** Opens a wall window on a display; undefined display = the host chooses. */
  openWall(role: WallRole): Promise<void>;
}

/** Where keys are kept: the operating system's secret store, or nowhere. */
export interface Secrets {
  /** Name of the store; undefined = none that protects anything, so nothing may be written to disk. */
  backend(): Promise<string | undefined>;
  /** Encrypts for this user on this machine. Rejects without a backend. */
  wrap(secret: Uint8Array): Promise<Uint8Array>;
  /** The opposite; `rewrap` asks for the result to be wrapped anew (the store changed its key). */
  unwrap(wrapped: Uint8Array): Promise<{ readonly secret: Uint8Array; readonly rewrap: boolean }>;
}

/** A child program and its line; ends with the host. */
export interface HostProcess {
  post(message: object): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Fires once, with a reason for the log. */
  onExit(listener: (reason: string) => void): void;
  /** Asks it to end, and ends it after a grace period. */
  stop(): Promise<void>;
}

/** How programs are started: fork on Node, utilityProcess in Electron. */
export interface HostProcesses {
  start(entry: string, args: readonly string[], name: string): HostProcess;
}

/** Everything that differs between Electron and a browser on loopback; the rest of main knows only this. */
export interface Host {
  readonly kind: 'electron' | 'browser';
  readonly windows: HostWindows;
  readonly secrets: Secrets;
  readonly processes: HostProcesses;
  /** Connects windows to a data service process: called again when it was restarted. */
  bindDataService(service: HostProcess): void;
  /** Keeps the displays on while something needs them. */
  keepAwake(): Cancel;
  notify(title: string, body: string): void;
  /** The address of the console page with a fresh single-session token; the app:// address in Electron. */
  mintUrl(): string;
  close(): Promise<void>;
}
