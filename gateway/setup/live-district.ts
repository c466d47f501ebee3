import type { DistrictAlarm } from '../../shared/contract/ctl.ts';
import type { Directory } from '../../shared/contract/directory.ts';
import type { LiveConfig } from '../../shared/contract/live-config.ts';
import type { Cancel } from '../../shared/kit/clock.ts';
import type { Log } from '../../shared/kit/log.ts';
import type { GatewayPort } from '../serve/gateway-port.ts';
import { crewsAt } from './crews.ts';
import { offsetMsOf } from './duty-time.ts';
import { keepDistrict, readKeptDistrict } from './kept-district.ts';
import { LiveUnits } from './live-units.ts';
import { type Problem, problemLine } from './problem.ts';
import { type LiveFileBytes, type LiveTables, readLiveFiles, readLiveFolder } from './read-live-folder.ts';

const ROSTER_EVERY_MS = 30_000;

/** The configuration cannot be used; the message is every problem, a line each. */
export class LiveConfigError extends Error {
  override readonly name = 'LiveConfigError';
}

export interface LiveDistrictInput {
  /** Of the gateway; the last good copy of the configuration's files is kept there. */
  readonly dataDir: string;
  /** The gateway ran before and ended: files that became bad meanwhile must not leave the room without it. */
  readonly isRestart: boolean;
  readonly log: Log;
}

export interface KeepUnitsInput {
  readonly offFile: string;
  readonly nowMs: () => number;
  readonly every: (ms: number, run: () => void) => Cancel;
  readonly log: Log;
}

/** A live configuration at work: its units in the log, its people at hand. */
export interface LiveDistrict {
  readonly config: LiveConfig;
  directoryAt(nowMs: number): Directory;
  /** What is wrong with the files while the kept copy stands in for them. */
  alarm(): DistrictAlarm | undefined;
  /**
   * Registers the units and follows the roster until the answer is called. Good files are kept for a restart; bad ones are read
   * again until they are good. Rejects when the ledger fails.
   */
  keepUnits(port: GatewayPort, input: KeepUnitsInput): Promise<() => Promise<void>>;
}

/** Files without a single problem. */
interface GoodFiles {
  readonly config: LiveConfig;
  readonly tables: LiveTables;
  readonly files: LiveFileBytes;
}

/**
 * Reads a live configuration. Throws LiveConfigError when anything in it is wrong, as half a roster is none; a restart then
 * goes on with the copy that was last good.
 */
export function createLiveDistrict(
  dir: string,
  { dataDir, isRestart, log }: LiveDistrictInput,
): LiveDistrict {
  let { good, problems } = readGood(dir, readLiveFiles(dir));
  let keptAtMs: number | undefined;
  if (good === undefined && isRestart) {
    const kept = readKeptDistrict(dataDir);
    good = kept === undefined ? undefined : readGood(dir, kept.files).good;
    if (good !== undefined) keptAtMs = kept?.keptAtMs;
  }
  if (good === undefined) throw new LiveConfigError(`${dir}:\n${linesOf(problems).join('\n')}`);
  let now: GoodFiles = good;
  const complain = (): void =>
    log.error('the configuration cannot be used: the last good copy of it is in use until it is mended', {
      dir,
      keptAt: new Date(keptAtMs ?? 0).toISOString(),
      problems: linesOf(problems),
    });
  if (keptAtMs !== undefined) complain();

  /** Looks whether bad files were mended. True = other files count from now on. */
  const lookAgain = (nowMs: number): boolean => {
    const before = linesOf(problems).join('\n');
    const read = readGood(dir, readLiveFiles(dir));
    problems = read.problems;
    if (read.good === undefined) {
      if (linesOf(problems).join('\n') !== before) complain();
      return false;
    }
    now = read.good;
    keptAtMs = undefined;
    keep(nowMs);
    log.info('the configuration is good again and in use', { dir });
    return true;
  };
  const keep = (nowMs: number): void => {
    try {
      keepDistrict(dataDir, { keptAtMs: nowMs, files: now.files });
    } catch (error) {
      // A full disk must not stop the gateway: an older copy, or none, is what a restart will find.
      log.error('no copy of the configuration could be kept for a restart', { error: String(error) });
    }
  };
  return {
    config: good.config,
    directoryAt: (nowMs) => ({
      contacts: [...now.tables.contacts],
      crews: crewsAt(now.tables, nowMs, offsetMsOf(now.config.utcOffset)),
    }),
    alarm: () => {
      const [first] = problems;
      if (keptAtMs === undefined || first === undefined) return undefined;
      return { file: first.file, line: first.line, errors: problems.length, keptAtMs };
    },
    keepUnits: async (port, { offFile, nowMs, every, log: rosterLog }) => {
      const unitsOf = ({ tables, config }: GoodFiles): LiveUnits =>
        new LiveUnits({ tables, offsetMs: offsetMsOf(config.utcOffset), offFile });
      let units = unitsOf(now);
      let running: Promise<void> = Promise.resolve();
      const bringUp = async (): Promise<void> => {
        const drafts = units.draftsAt(port.state(), nowMs());
        if (drafts.length > 0) await port.appendFacts(drafts);
      };
      await bringUp();
      if (keptAtMs === undefined) keep(nowMs());
      const cancel = every(ROSTER_EVERY_MS, () => {
        running = running
          .then(() => {
            if (keptAtMs !== undefined && lookAgain(nowMs())) units = unitsOf(now);
            return bringUp();
          })
          .catch((error: unknown) => {
            rosterLog.error('the roster could not be followed', { error: String(error) });
          });
      });
      return async () => {
        cancel();
        await running;
      };
    },
  };
}

function readGood(
  dir: string,
  files: LiveFileBytes,
): { readonly good: GoodFiles | undefined; readonly problems: readonly Problem[] } {
  const folder = readLiveFolder(dir, files);
  const { config, problems } = folder;
  const isGood = config !== undefined && problems.length === 0;
  return { good: isGood ? { config, tables: folder, files } : undefined, problems };
}

/** Every problem in both languages. */
function linesOf(problems: readonly Problem[]): string[] {
  return problems.flatMap((problem) => [problemLine(problem, 'zh-CN'), problemLine(problem, 'en')]);
}
