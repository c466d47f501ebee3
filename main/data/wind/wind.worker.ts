import { readFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { WindReport, WindTown } from '../../../shared/domain/wind-tunnel.ts';
import { learnNights, type PastNights } from '../../../shared/interception/shifts/past-nights.ts';
import { createWindRun, type WindRun } from '../../../shared/interception/shifts/wind-run.ts';
import { windReport } from '../../../shared/interception/shifts/wind-report.ts';
import { type TownOfNights, townOfNights } from '../../../shared/interception/shifts/wind-town.ts';
import { must } from '../../../shared/kit/invariant.ts';
import { decodeRoadGraph } from '../../../shared/roads/graph-codec.ts';
import { checkDrillPlaces } from '../../../shared/roads/pack-check.ts';
import type { WindNews, WindOrder, WindStart } from './wind-messages.ts';

/** Nights the desk may have learned from. */
const PAST_NIGHTS = Array.from({ length: 365 }, (_, i) => 500 + i);
/** Nights are played for this long at a stretch; then whoever wants something is heard. */
const STRETCH_MS = 25;
const REPORT_EVERY_MS = 300;
const FIRST_REPORT_NIGHTS = 4;

/**
 * Entry of the wind tunnel's thread: draws the town of its region pack, then plays nights on demand, one run at a time. It
 * lives as long as somebody has the wind tunnel open and keeps nothing.
 */
const port = must(parentPort ?? undefined, 'wind.worker.ts runs as a worker thread');
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made by our own code of the same build
const { regionDir } = workerData as WindStart;
/** Where a thread's own priority cannot be lowered, it rests as long as it works. */
const restShare = beNice() ? 0 : 1;

let past: PastNights | undefined;
let current: (() => void) | undefined;

const found = drawTown();
say({ t: 'town', town: 'kind' in found ? found : found.town });
// while the leader reads the form
if (!('kind' in found)) setImmediate(() => learned(found));

port.on('message', (order: WindOrder) => {
  current?.();
  current = undefined;
  if (order.t === 'stop') return;
  // whoever asks for nights of a town that is not there must not hold the tunnel for good
  if ('kind' in found) return refuse(order);
  current = play(found, order);
});

/** Live work goes nine times out of ten, this thread is never starved; only Linux has a priority a thread. */
function beNice(): boolean {
  if (process.platform !== 'linux') return false;
  try {
    setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL);
    return true;
  } catch {
    return false;
  }
}

function drawTown(): TownOfNights | Extract<WindTown, { kind: 'missing' }> {
  const read = (name: string): Uint8Array => new Uint8Array(readFileSync(join(regionDir, name)));
  let graph: ReturnType<typeof decodeRoadGraph>;
  try {
    graph = decodeRoadGraph(read('roads.bin'));
  } catch {
    return { kind: 'missing', what: 'roads' };
  }
  let stations: ReturnType<typeof checkDrillPlaces>['stations'];
  try {
    const text = new TextDecoder().decode(read('drill.json'));
    ({ stations } = checkDrillPlaces(JSON.parse(text), 'drill.json'));
  } catch {
    stations = [];
  }
  if (stations.length === 0) return { kind: 'missing', what: 'stations' };
  try {
    return townOfNights(graph, stations);
  } catch (error) {
    if (error instanceof RangeError) return { kind: 'missing', what: 'ways' };
    throw error;
  }
}

/** Starts a run; answers how to stop it. */
function play(town: TownOfNights, { runId, query }: Extract<WindOrder, { t: 'run' }>): () => void {
  let isStopped = false;
  const run = runOrNone(learned(town), query, town.postOf);
  const report = (state: WindReport['state']): void =>
    say({ t: 'report', runId, report: run?.report(state) ?? windReport([], query.shifts, state) });
  if (run === undefined) {
    report('failed');
    return () => undefined;
  }
  let nights = 0;
  let reportedMs = -Infinity;
  const stretch = (): void => {
    if (isStopped) return;
    const startMs = performance.now();
    let isMore = true;
    while (isMore && performance.now() - startMs < STRETCH_MS) {
      isMore = run.play();
      nights++;
    }
    const nowMs = performance.now();
    if (!isMore) {
      isStopped = true;
      return report('done');
    }
    if (nights >= FIRST_REPORT_NIGHTS && nowMs - reportedMs >= REPORT_EVERY_MS) {
      reportedMs = nowMs;
      report('running');
    }
    setTimeout(stretch, restShare * (nowMs - startMs));
  };
  setImmediate(stretch);
  return () => {
    if (isStopped) return;
    isStopped = true;
    report('stopped');
  };
}

function refuse({ runId, query }: Extract<WindOrder, { t: 'run' }>): void {
  say({ t: 'report', runId, report: windReport([], query.shifts, 'failed') });
}

function learned({ world }: TownOfNights): PastNights {
  past ??= learnNights(world, PAST_NIGHTS);
  return past;
}

/** Undefined = the question names a post this town does not have. */
function runOrNone(...question: Parameters<typeof createWindRun>): WindRun | undefined {
  try {
    return createWindRun(...question);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function say(news: WindNews): void {
  port.postMessage(news);
}
