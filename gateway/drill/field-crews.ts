import type { PlaceBelief } from '../../shared/domain/belief.ts';
import type { Actor } from '../../shared/domain/entities.ts';
import type { LedgerEvent } from '../../shared/domain/event.ts';
import { isOrderOpen } from '../../shared/domain/state-machines.ts';
import type { OrderState } from '../../shared/domain/vocabulary.ts';
import type { LonLat } from '../../shared/geo/point.ts';
import type { Cancel } from '../../shared/kit/clock.ts';
import type { Rng } from '../../shared/kit/rng.ts';
import type { CaseBook } from './case-book.ts';
import type { UnitAgent } from './unit-agent.ts';
import { after, fact, submit, type World } from './world.ts';

/** Seconds from issue to signed, and from signed to rolling. */
export const SIGN_S = [5, 25] as const;
export const ROLL_S = [20, 60] as const;
/** Seconds to read a redirection while driving. */
const REDIRECT_S = [3, 10] as const;

/** States after which the unit is free again. */
const LETS_GO: ReadonlySet<OrderState> = new Set(['fed-back', 'closed', 'returned', 'transferred']);

/** The people who receive orders: they sign, roll, drive real roads and report, like a field device would. */
export interface FieldCrews {
  /** To be called for every event of the ledger. */
  observe(event: LedgerEvent): void;
  /** When this order's unit would truly reach a place if sent on from here; undefined = no way. Only the drill may ask. */
  arrivalAtMs(orderId: string, place: LonLat): number | undefined;
}

interface Run {
  readonly orderId: string;
  readonly agent: UnitAgent;
  readonly rng: Rng;
  rollAtMs: number;
  isRolling: boolean;
  cancel: Cancel;
}

/** Crews for every unit of the fleet. */
export function createFieldCrews(world: World, book: CaseBook): FieldCrews {
  const runs = new Map<string, Run>();
  const ordersOfUnit = new Map<string, number>();
  /** Units told to wait somewhere, and how to keep one from setting off. */
  const waiting = new Map<string, Cancel>();
  const postsOfUnit = new Map<string, number>();

  const actorOf = (run: Run): Actor => {
    const { unitId, callsign } = run.agent.unit.registered;
    return { type: 'field', id: unitId, label: callsign };
  };

  const isOpen = (run: Run): boolean => {
    const order = world.port.state().orders[run.orderId];
    return order !== undefined && isOrderOpen(order.state);
  };

  const report = async (run: Run, state: OrderState): Promise<void> => {
    const { orderId } = run;
    await submit(world, actorOf(run), `drill:${orderId}:${state}`, {
      kind: 'order/advance',
      payload: {
        orderId,
        state,
        via: 'field-device',
      },
    });
  };

  const drive = async (run: Run): Promise<void> => {
    const order = world.port.state().orders[run.orderId];
    if (order === undefined || !isOpen(run)) return;
    const seconds = run.agent.sendTo([order.place.lon, order.place.lat], () => arrive(run));
    if (seconds !== undefined) return;
    const { incidentId } = order;
    const text = {
      zh: '从当前位置无路可达，退回指令',
      en: 'No road from here to the place; order handed back',
    };
    await world.port.appendFacts([
      fact(world, actorOf(run), {
        kind: 'incident/noted',
        data: {
          incidentId,
          noteId: `no-road-${run.orderId}`,
          lane: 'unit',
          text,
        },
      }),
    ]);
    await report(run, 'returned');
  };

  const arrive = async (run: Run): Promise<void> => {
    if (!isOpen(run)) return;
    await report(run, 'on-scene');
    book.arrived(run.orderId);
  };

  const roll = async (run: Run): Promise<void> => {
    if (!isOpen(run)) return;
    run.isRolling = true;
    await report(run, 'rolling');
    await drive(run);
  };

  const begin = (orderId: string, unitId: string): void => {
    const agent = world.fleet.agent(unitId);
    if (agent === undefined) return;
    const nth = (ordersOfUnit.get(unitId) ?? 0) + 1;
    ordersOfUnit.set(unitId, nth);
    const rng = world.rng.fork(`order:${unitId}:${nth}`);
    const signS = rng.between(SIGN_S[0], SIGN_S[1]);
    const rollS = signS + rng.between(ROLL_S[0], ROLL_S[1]);
    const run: Run = {
      orderId,
      agent,
      rng,
      rollAtMs: world.clock.nowMs() + Math.round(rollS * 1000),
      isRolling: false,
      cancel: () => undefined,
    };
    runs.set(orderId, run);
    // the device buzzes and the crew pulls over: nobody drives on along a beat with an order in hand
    agent.hold();
    const sign = after(world, signS, () => (isOpen(run) ? report(run, 'signed') : undefined));
    const start = after(world, rollS, () => roll(run));
    run.cancel = () => {
      sign();
      start();
    };
  };

  const end = (orderId: string): void => {
    const run = runs.get(orderId);
    if (run === undefined) return;
    runs.delete(orderId);
    run.cancel();
    run.agent.release();
  };

  /** To wait somewhere: read, set off, drive, stand there until told otherwise. */
  const waitAt = (unitId: string, post: PlaceBelief): void => {
    const agent = world.fleet.agent(unitId);
    if (agent === undefined) return;
    const isPosted = (): boolean => world.port.state().units[unitId]?.post?.atMs === post.atMs;
    const nth = (postsOfUnit.get(unitId) ?? 0) + 1;
    postsOfUnit.set(unitId, nth);
    waiting.get(unitId)?.();
    const leaveS = world.rng.fork(`post:${unitId}:${nth}`).between(ROLL_S[0], ROLL_S[1]);
    agent.hold();
    const cancel = after(world, leaveS, () => {
      if (isPosted()) agent.sendTo([post.lon, post.lat], () => undefined);
    });
    waiting.set(unitId, cancel);
  };

  const waitNoMore = (unitId: string): void => {
    const cancel = waiting.get(unitId);
    if (cancel === undefined || !waiting.delete(unitId)) return;
    cancel();
    if (world.port.state().units[unitId]?.orderId === undefined) world.fleet.agent(unitId)?.release();
  };

  const redirect = (orderId: string): void => {
    const run = runs.get(orderId);
    if (run?.isRolling === true)
      after(world, run.rng.between(REDIRECT_S[0], REDIRECT_S[1]), () => drive(run));
  };

  return {
    observe(event) {
      if (event.kind === 'unit/posted') waitAt(event.data.unitId, event.data.post);
      if (event.kind === 'unit/state-changed' && event.data.state !== 'standby')
        waitNoMore(event.data.unitId);
      if (event.kind === 'order/issued') begin(event.data.orderId, event.data.unitId);
      if (event.kind === 'order/redirected') redirect(event.data.orderId);
      if (event.kind === 'order/recalled') end(event.data.orderId);
      if (event.kind === 'order/advanced' && LETS_GO.has(event.data.state)) end(event.data.orderId);
    },
    arrivalAtMs(orderId, place) {
      const run = runs.get(orderId);
      if (run === undefined) return undefined;
      const here = run.agent.truth();
      const profile = run.agent.unit.registered.hasVehicle ? 'emergency' : 'foot';
      const trip = world.roads.planFromStand(profile, [here.lon, here.lat], place);
      if (trip === undefined) return undefined;
      const leavesAtMs = run.isRolling ? world.clock.nowMs() : run.rollAtMs;
      return leavesAtMs + Math.round(trip.seconds * 1100);
    },
  };
}
