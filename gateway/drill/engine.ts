import type { DrillName } from '../../shared/domain/drill-names.ts';
import { polygonContains } from '../../shared/geo/polygon.ts';
import type { Log } from '../../shared/kit/log.ts';
import { createRng } from '../../shared/kit/rng.ts';
import { createCaseBook } from './case-book.ts';
import type { DrillPort } from './drill-port.ts';
import type { DrillRegion } from './drill-region.ts';
import { scheduleDrill } from './drills.ts';
import { createFieldCrews } from './field-crews.ts';
import { createFleet } from './fleet.ts';
import { createIngestClient, type IngestClient, type IngestTarget } from './ingest-client.ts';
import { createPacer, type DrillSpeed, type RealTime } from './pacer.ts';
import { type DrillUnit, makePopulation, populationFor } from './population.ts';
import { createDrillRoads } from './roads.ts';
import type { VirtualClock } from './virtual-clock.ts';
import { DRILL_ACTOR, fact, type World } from './world.ts';

/** Everything a drill is given by the composition root. */
export interface DrillOptions {
  readonly name: DrillName;
  /** Unsigned 32-bit; the same seed, name and rate give the same facts at any speed. */
  readonly seed: number;
  readonly speed: DrillSpeed;
  /** Multiplies the arrival rate of ambient alerts. */
  readonly rate: number;
  readonly region: DrillRegion;
  readonly port: DrillPort;
  /** The gateway's own ingest, or a stand-in in tests. */
  readonly ingest: IngestTarget | IngestClient;
  /** The clock the gateway was built on; it must stand at DRILL_EPOCH_MS. */
  readonly clock: VirtualClock;
  readonly real: RealTime;
  readonly log: Log;
}

/** A running drill. */
export interface Drill {
  /** Registers the units, posts their first fixes, and lets time run; resolves once both are in the ledger. */
  start(): Promise<void>;
  /** Stops time; resolves when the work under way is acknowledged. Idempotent. */
  stop(): Promise<void>;
  /** Virtual seconds per real second, 0 = pause, 'max' = as fast as acknowledged. */
  setSpeed(speed: DrillSpeed): void;
  speed(): DrillSpeed;
  /** What is really achieved, virtual seconds per real second. */
  achievedRate(): number;
  /** Resolves when the run started by `start` has ended (by stop, or at `untilMs`). */
  finished(): Promise<void>;
  readonly clock: VirtualClock;
}

/** Builds a drill; nothing happens before `start`. `untilMs` ends the run there (tests, recordings). */
export function createDrill(options: DrillOptions, untilMs?: number): Drill {
  const { clock, log, name, port, rate, real, region, seed } = options;
  const { region: pack, mix } = region;
  const rng = createRng(seed);
  const ingest =
    'url' in options.ingest
      ? createIngestClient(options.ingest, log, (ms) => real.pause(ms))
      : options.ingest;
  const roads = createDrillRoads(pack.graph, ([lon, lat]) =>
    polygonContains(pack.manifest.coreOutline, lon, lat),
  );
  const units = populate(options);
  const fleet = createFleet({
    units,
    clock,
    roads,
    rng: rng.fork('fleet'),
    port,
    ingest,
    allAtOnce: name === 'warm',
  });
  const world: World = {
    clock,
    rng,
    roads,
    places: pack.drill,
    exits: pack.exits,
    stoppable: pack.stoppable,
    mix,
    port,
    ingest,
    fleet,
    log,
  };
  const book = createCaseBook(world);
  const crews = createFieldCrews(world, book);
  const pacer = createPacer(clock, real, options.speed, log);
  let running: Promise<void> = Promise.resolve();
  let cancelSubscription = (): void => undefined;

  return {
    clock,
    async start() {
      cancelSubscription = port.subscribe((event) => {
        book.observe(event);
        crews.observe(event);
      });
      await port.appendFacts([
        ...(port.state().seq > 0
          ? []
          : [
              fact(world, DRILL_ACTOR, {
                kind: 'session/started',
                data: { mode: 'drill', region: pack.manifest.name, drill: { name, seed } },
              }),
            ]),
        ...units.map((unit) => fact(world, DRILL_ACTOR, { kind: 'unit/registered', data: unit.registered })),
      ]);
      await fleet.start();
      scheduleDrill(name, { world, book, crews, rate });
      log.info('drill started', { name, seed, speed: options.speed, rate, units: units.length });
      running = pacer.run(untilMs).catch((error: unknown) => {
        log.error('the drill has stopped', {
          error: error instanceof Error ? (error.stack ?? error.message) : String(error),
        });
      });
    },
    async stop() {
      pacer.stop();
      await running;
      cancelSubscription();
      ingest.close();
    },
    setSpeed: (speed) => {
      pacer.setSpeed(speed);
    },
    speed: () => pacer.speed(),
    achievedRate: () => pacer.achievedRate(),
    finished: () => running,
  };
}

/** Units at the region's invented stations; expressway police at the exits nearest to them. */
function populate({ region, seed }: DrillOptions): DrillUnit[] {
  const { drill, exits, manifest } = region.region;
  const core = exits.filter((exit) => polygonContains(manifest.coreOutline, exit.lon, exit.lat));
  const rng = createRng(seed).fork('population');
  return makePopulation(rng, drill.stations, core, populationFor(drill.stations.length));
}
