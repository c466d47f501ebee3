/** Whether a start should fetch the Electron runtime: pure, the facts are gathered by the caller. */
import { hasDisplay } from '../../main/launcher/display.ts';
import type { LaunchFlags } from '../../main/launcher/flags.ts';

/** Everything the decision rests on. */
export interface FetchFacts {
  readonly flags: Pick<LaunchFlags, 'host' | 'headless' | 'check' | 'printUrl'>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly isRoot: boolean;
  /** The runtime's executable is there. */
  readonly isPresent: boolean;
  /** When the last try began; undefined: never, or it succeeded. */
  readonly lastTryAtMs: number | undefined;
  readonly nowMs: number;
}

/** A failed download is not tried again for this long. */
export const RETRY_AFTER_MS = 24 * 60 * 60 * 1000;

/** True when Electron would be used but for its missing runtime, and nothing was tried in the last 24 hours. */
export function shouldFetch(facts: FetchFacts): boolean {
  const { flags, env } = facts;
  if (facts.isPresent || facts.isRoot) return false;
  if (flags.check || flags.headless || flags.printUrl || flags.host === 'browser') return false;
  if (isCi(env) || !hasDisplay(env, facts.platform)) return false;
  // The installer fills its own folder only: a folder of the user's choice is the user's to fill.
  if ((env['ELECTRON_OVERRIDE_DIST_PATH'] ?? '') !== '') return false;
  if (facts.lastTryAtMs === undefined) return true;
  const sinceMs = facts.nowMs - facts.lastTryAtMs;
  return sinceMs < 0 || sinceMs >= RETRY_AFTER_MS; // a stamp from the future is a clock that was put right
}

function isCi(env: FetchFacts['env']): boolean {
  const value = (env['CI'] ?? '').toLowerCase();
  return value !== '' && value !== 'false' && value !== '0';
}
