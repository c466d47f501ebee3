import type { DrillName } from '../../shared/domain/drill-names.ts';
import { createAmbient } from './ambient.ts';
import { createAutopilot } from './autopilot.ts';
import type { CaseBook } from './case-book.ts';
import { createCompanionRaces } from './companion-races.ts';
import type { FieldCrews } from './field-crews.ts';
import { createMissingPerson } from './missing-person.ts';
import { createScriptD } from './script-d.ts';
import { createRoadScript } from './script-road.ts';
import type { RoadScript } from './script-road-text.ts';
import { after, type World } from './world.ts';

/** What a drill is made of. */
export interface DrillParts {
  readonly world: World;
  readonly book: CaseBook;
  readonly crews: FieldCrews;
  /** Multiplies the arrival rate of ambient alerts. */
  readonly rate: number;
}

/** Seconds after the start at which things happen in the drill `race`. */
const ALARM_S = 8;
const GOLD_S = 34;
const TELLER_S = 84;
const COUNTY_S = 128;
const MISSING_S = 56;
const ROAD_ALARM_S = 4;
/** Seconds after each alarm at which the autopilot sends a unit. Nobody covers the county line: that is the point of it. */
const AUTOPILOT_S = { scriptD: 72, gold: 46, teller: 58 } as const;

/** Schedules everything a drill plays, from the present moment on. */
export function scheduleDrill(name: DrillName, parts: DrillParts): void {
  switch (name) {
    case 'race':
      race(parts, false);
      return;
    case 'race-auto':
      race(parts, true);
      return;
    case 'warm':
      warm(parts);
      return;
    case 'burst':
      burst(parts);
      return;
    case 'script-c':
    case 'script-d':
    case 'script-e':
      road(parts, name === 'script-c' ? 'c' : name === 'script-d' ? 'd' : 'e');
      return;
    case 'quiet':
  }
}

function race({ world, book, crews, rate }: DrillParts, isAuto: boolean): void {
  const ambient = createAmbient(world, book);
  const companions = createCompanionRaces(world, book);
  const autopilot = createAutopilot(world);
  const send = isAuto ? autopilot.dispatchLater : (): void => undefined;
  for (const [i, level] of (['L2', 'L3', 'L2', 'L3', 'L3'] as const).entries()) {
    after(world, 1 + i, () => ambient.raise(level));
  }
  after(world, ALARM_S, async () => {
    // planned now, not before: where the units stand decides which exit makes a race
    const scriptD = createScriptD(world, book, crews);
    if (scriptD === undefined)
      world.log.error('this region has no stage for script D; choose another drill', {});
    else send(await scriptD.alarm(), AUTOPILOT_S.scriptD);
  });
  after(world, GOLD_S, async () => {
    send(await companions.gold(), AUTOPILOT_S.gold);
  });
  after(world, MISSING_S, async () => {
    const missing = createMissingPerson(world, book);
    if (missing === undefined) return;
    world.port.subscribe((event) => missing.observe(event));
    await missing.alarm();
  });
  after(world, TELLER_S, async () => {
    send(await companions.teller(), AUTOPILOT_S.teller);
  });
  after(world, COUNTY_S, async () => {
    await companions.county();
  });
  ambient.start(rate);
}

/** One vehicle on the road, alone: meet it, or hold the exits. */
function road({ world, book }: DrillParts, script: RoadScript): void {
  after(world, ROAD_ALARM_S, async () => {
    // planned now, not before: the stage depends on the region and on nothing that moves
    const run = createRoadScript(world, book, script);
    if (run === undefined) {
      world.log.error(`this region has no stage for script ${script}; choose another drill`, {});
      return;
    }
    world.port.subscribe((event) => run.observe(event));
    await run.alarm();
  });
}

/** For the self-test: three alerts with places within ten seconds, then silence. */
function warm({ world, book }: DrillParts): void {
  const ambient = createAmbient(world, book);
  const companions = createCompanionRaces(world, book);
  after(world, 1.5, async () => {
    await companions.teller();
  });
  after(world, 4, async () => {
    await companions.gold();
  });
  after(world, 7, () => ambient.raise('L2'));
}

/** Far too many: a busy day's worth of alerts in the first minute, every level among them, then ten times the load. */
function burst({ world, book, rate }: DrillParts): void {
  const ambient = createAmbient(world, book);
  const companions = createCompanionRaces(world, book);
  const levels = ['L3', 'L2', 'L1', 'L3', 'L2', 'L1', 'L3', 'L1'] as const;
  for (let i = 0; i < 96; i++) after(world, 0.5 + i * 0.5, () => ambient.raise(levels[i % levels.length]));
  after(world, 5, async () => {
    await companions.gold();
  });
  after(world, 9, async () => {
    await companions.teller();
  });
  ambient.start(rate * 10);
}
