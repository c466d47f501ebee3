import type { Directory } from '../../shared/contract/directory.ts';
import type { LiveConfig } from '../../shared/contract/live-config.ts';
import type { Cancel } from '../../shared/kit/clock.ts';
import type { Log } from '../../shared/kit/log.ts';
import type { GatewayPort } from '../serve/gateway-port.ts';
import { crewsAt } from './crews.ts';
import { offsetMsOf } from './duty-time.ts';
import { LiveUnits } from './live-units.ts';
import { problemLine } from './problem.ts';
import { readLiveFolder } from './read-live-folder.ts';

const ROSTER_EVERY_MS = 30_000;

/** The configuration cannot be used; the message is every problem, a line each. */
export class LiveConfigError extends Error {
  override readonly name = 'LiveConfigError';
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
  /** Registers the units and follows the roster until the answer is called. Rejects when the ledger fails. */
  keepUnits(port: GatewayPort, input: KeepUnitsInput): Promise<() => Promise<void>>;
}

/** Reads a live configuration once. Throws LiveConfigError when anything in it is wrong: half a roster is none. */
export function createLiveDistrict(dir: string): LiveDistrict {
  const folder = readLiveFolder(dir);
  const { config, problems } = folder;
  if (config === undefined || problems.length > 0) {
    const lines = problems.flatMap((problem) => [problemLine(problem, 'zh-CN'), problemLine(problem, 'en')]);
    throw new LiveConfigError(`${dir}:\n${lines.join('\n')}`);
  }
  const offsetMs = offsetMsOf(config.utcOffset);
  return {
    config,
    directoryAt: (nowMs) => ({ contacts: [...folder.contacts], crews: crewsAt(folder, nowMs, offsetMs) }),
    keepUnits: async (port, { offFile, nowMs, every, log }) => {
      const units = new LiveUnits({ tables: folder, offsetMs, offFile });
      let running: Promise<void> = Promise.resolve();
      const bringUp = async (): Promise<void> => {
        const drafts = units.draftsAt(port.state(), nowMs());
        if (drafts.length > 0) await port.appendFacts(drafts);
      };
      await bringUp();
      const cancel = every(ROSTER_EVERY_MS, () => {
        running = running.then(bringUp).catch((error: unknown) => {
          log.error('the roster could not be followed', { error: String(error) });
        });
      });
      return async () => {
        cancel();
        await running;
      };
    },
  };
}
