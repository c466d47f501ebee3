import type { PositionRow } from '../../shared/contract/ingest.ts';
import { invariant } from '../../shared/kit/invariant.ts';
import type { Actor } from '../../shared/domain/entities.ts';
import type { Clock } from '../../shared/kit/clock.ts';
import type { Rng } from '../../shared/kit/rng.ts';
import { isDispatchable } from '../../shared/domain/state-machines.ts';
import type { DrillPort } from './drill-port.ts';
import type { IngestClient } from './ingest-client.ts';
import type { DrillUnit } from './population.ts';
import type { DrillRoads } from './roads.ts';
import { createUnitAgent, type UnitAgent } from './unit-agent.ts';

/** All units on the ground and the one stream of their fixes. */
export interface Fleet {
  readonly agents: readonly UnitAgent[];
  agent(unitId: string): UnitAgent | undefined;
  /** Posts the first fix of every unit, then one batch every second of drill time. */
  start(): Promise<void>;
}

/** What the fleet needs. */
export interface FleetOptions {
  readonly units: readonly DrillUnit[];
  readonly clock: Clock;
  readonly roads: DrillRoads;
  readonly rng: Rng;
  readonly port: DrillPort;
  readonly ingest: IngestClient;
  /** Every unit sets off in the first seconds instead of keeping to its habits. */
  readonly allAtOnce?: boolean | undefined;
}

/** Who reports a silent unit. */
const WATCH: Actor = { type: 'system', id: 'position-watch', label: '定位监测' };
/** Silence after which a unit counts as lost, seconds. */
const LOST_AFTER_S = 180;
/** A unit falls silent about so often, seconds. */
const MEAN_BETWEEN_SILENCES_S = 5 * 3600;

/** Builds the agents; nothing moves before the clock does. */
export function createFleet({ units, clock, roads, rng, port, ingest, allAtOnce }: FleetOptions): Fleet {
  const agents = units.map((unit) =>
    createUnitAgent({
      unit,
      clock,
      roads,
      rng: rng.fork(`agent:${unit.registered.slot}`),
      isRestless: allAtOnce === true,
    }),
  );
  const byId = new Map(agents.map((agent) => [agent.unit.registered.unitId, agent]));
  const silences = rng.fork('silences');
  let second = 0;

  const everySecond = async (): Promise<void> => {
    clock.schedule(clock.nowMs() + 1000, everySecond);
    second++;
    const rows = agents
      .map((agent) => agent.fixAt(second))
      .filter((row): row is PositionRow => row !== undefined);
    if (rows.length > 0) await ingest.positions(rows);
  };

  const changeState = (unitId: string, state: 'lost-contact' | 'available'): Promise<unknown> =>
    port.appendFacts([
      {
        kind: 'unit/state-changed',
        atMs: clock.nowMs(),
        actor: WATCH,
        data: { unitId, state, via: 'drill' },
      },
    ]);

  const silence = (agent: UnitAgent): void => {
    const { unitId } = agent.unit.registered;
    const lengthS = Math.round(silences.between(200, 720));
    agent.fallSilent(lengthS);
    clock.schedule(clock.nowMs() + LOST_AFTER_S * 1000, async () => {
      const unit = port.state().units[unitId];
      if (
        unit === undefined ||
        unit.orderId !== undefined ||
        !isDispatchable(unit.state) ||
        !agent.isSilent()
      )
        return;
      await changeState(unitId, 'lost-contact');
    });
    clock.schedule(clock.nowMs() + lengthS * 1000, async () => {
      if (port.state().units[unitId]?.state === 'lost-contact') await changeState(unitId, 'available');
    });
  };

  const nextSilence = (): void => {
    const gapS = silences.exponential(MEAN_BETWEEN_SILENCES_S / agents.length);
    clock.schedule(clock.nowMs() + Math.round(gapS * 1000), () => {
      const agent = silences.pick(agents);
      const isBusy = port.state().units[agent.unit.registered.unitId]?.orderId !== undefined;
      if (!isBusy && !agent.isSilent()) silence(agent);
      nextSilence();
    });
  };

  return {
    agents,
    agent: (unitId) => byId.get(unitId),
    async start() {
      invariant(second === 0, 'the fleet is already on the road');
      // every device says once where it is: second 0 modulo every period, whatever the slot
      const first = agents
        .map((agent) => agent.fixAt(-agent.unit.registered.slot))
        .filter((row): row is PositionRow => row !== undefined);
      await ingest.positions(first);
      nextSilence();
      clock.schedule(clock.nowMs() + 1000, everySecond);
    },
  };
}
