import type { Actor } from '../../shared/domain/entities.ts';
import type { LocalText, PlaceBelief } from '../../shared/domain/belief.ts';
import type { LedgerEvent } from '../../shared/domain/event.ts';
import type { Lane } from '../../shared/domain/vocabulary.ts';
import { equirectM } from '../../shared/geo/distance.ts';
import type { Case, CaseTruth } from './case.ts';
import { reportLook } from './report-look.ts';
import { after, DRILL_ACTOR, fact, REVIEWER, submit, type World } from './world.ts';

/**
 * The outcomes of a drill: who is met in time, what is lost, and how every incident ends. It reports only what the field
 * would report; deciding and dispatching stay with the room.
 */
export interface CaseBook {
  /** Starts a case for an alert that the ingest accepted. */
  open(alertId: string, truth: CaseTruth, goneAtMs: number | undefined): Case;
  /** Moves the moment the money goes. */
  setDeadline(running: Case, goneAtMs: number): void;
  /** A unit stands at the kerb of its order's place. */
  arrived(orderId: string): void;
  byAlert(alertId: string): Case | undefined;
  /** To be called for every event of the ledger. */
  observe(event: LedgerEvent): void;
}

/** Near enough to see each other. */
const SIGHT_M = 300;
const LOOK_AGAIN_S = 5;
/** Rounds after which a crew says that nobody is there, and after which it goes when nobody sends it on. */
const LOOK_ROUNDS = 9;
const GIVE_UP_ROUNDS = 60;
/** What the room gets to dispose and close by itself before the drill's reviewer does. */
const DISPOSE_GRACE_S = 75;
const CLOSE_GRACE_S = 60;

/** A book for one drill. */
export function createCaseBook(world: World): CaseBook {
  const cases = new Map<string, Case>();
  const byIncident = new Map<string, Case>();
  let notes = 0;

  const note = (
    running: Case,
    actor: Actor,
    text: LocalText,
    lane?: Lane,
    laneDone?: boolean,
  ): Promise<unknown> => {
    const { incidentId } = running;
    if (incidentId === undefined) return Promise.resolve();
    notes++;
    const data = { incidentId, noteId: `case-note-${notes}`, lane, laneDone, text };
    return world.port.appendFacts([fact(world, actor, { kind: 'incident/noted', data })]);
  };

  const fieldActor = (orderId: string): Actor => {
    const unitId = world.port.state().orders[orderId]?.unitId ?? orderId;
    return { type: 'field', id: unitId, label: world.port.state().units[unitId]?.callsign };
  };

  const advance = (orderId: string, state: 'met' | 'fed-back' | 'closed'): Promise<unknown> =>
    submit(world, fieldActor(orderId), `drill:${orderId}:${state}`, {
      kind: 'order/advance',
      payload: {
        orderId,
        state,
        via: 'field-device',
      },
    });

  /** Report and go: the order is fed back, a little later closed. */
  const finishOrder = (orderId: string, inS: number): void => {
    after(world, inS, async () => {
      await advance(orderId, 'fed-back');
      after(world, 30, async () => {
        await advance(orderId, 'closed');
      });
    });
  };

  /** Disposition and closing, once the room has had its chance. */
  const endIncident = (
    running: Case,
    disposition: 'dissuaded' | 'defrauded' | 'not-found-yet',
    tries = 0,
  ): void => {
    const { incidentId } = running;
    if (incidentId === undefined || tries > 20) return;
    after(world, tries === 0 ? DISPOSE_GRACE_S : CLOSE_GRACE_S, async () => {
      const incident = world.port.state().incidents[incidentId];
      if (incident === undefined || incident.closedAtMs !== undefined) return;
      if (incident.disposition === undefined) {
        await submit(world, REVIEWER, `drill:${incidentId}:dispose:${tries}`, {
          kind: 'incident/dispose',
          payload: {
            incidentId,
            disposition,
          },
        });
      } else {
        const answer = await submit(world, REVIEWER, `drill:${incidentId}:close:${tries}`, {
          kind: 'incident/close',
          payload: {
            incidentId,
          },
        });
        if (answer.state === 'accepted') {
          running.status = 'ended';
          return;
        }
      }
      endIncident(running, disposition, tries + 1);
    });
  };

  const seesPerson = (truth: CaseTruth, unitId: string): boolean => {
    const here = world.fleet.agent(unitId)?.truth();
    const person = truth.locate();
    if (here === undefined || person === undefined) return false;
    return equirectM(here.lon, here.lat, person[0], person[1]) <= SIGHT_M + truth.radiusM;
  };

  /** Whether somebody already stands in front of the person: then the clock has been beaten, by however little. */
  const isSeen = ({ incidentId, truth }: Case): boolean => {
    const state = world.port.state();
    const orderIds = incidentId === undefined ? [] : (state.incidents[incidentId]?.orderIds ?? []);
    return (
      truth.isFindable &&
      orderIds.some((orderId) => {
        const order = state.orders[orderId];
        return order?.state === 'on-scene' && seesPerson(truth, order.unitId);
      })
    );
  };

  const lose = async (running: Case): Promise<void> => {
    if (running.status !== 'open' || isSeen(running)) return;
    running.status = 'lost';
    running.truth.onEnd?.();
    const { incidentId, truth, alertId } = running;
    if (incidentId === undefined) {
      after(world, 60, async () => {
        await submit(world, REVIEWER, `drill:${alertId}:close`, {
          kind: 'alert/close',
          payload: {
            alertId,
            disposition: 'defrauded',
          },
        });
      });
      return;
    }
    await world.port.appendFacts([
      fact(world, DRILL_ACTOR, { kind: 'incident/milestone', data: { incidentId, milestone: 'lost' } }),
      ...(truth.amountFen === undefined
        ? []
        : [
            fact(world, DRILL_ACTOR, {
              kind: 'incident/money-moved',
              data: {
                incidentId,
                account: 'lost',
                fen: truth.amountFen,
              },
            }),
          ]),
      fact(world, DRILL_ACTOR, { kind: 'incident/phase-changed', data: { incidentId, phase: 'recover' } }),
    ]);
    await note(running, DRILL_ACTOR, truth.words.lost, 'account');
    endIncident(running, 'defrauded', 1);
  };

  const link = (running: Case, incidentId: string | undefined): void => {
    if (incidentId === undefined) return;
    running.incidentId = incidentId;
    byIncident.set(incidentId, running);
  };

  const armDeadline = (running: Case): void => {
    const { goneAtMs } = running;
    if (goneAtMs === undefined) return;
    world.clock.schedule(goneAtMs, () => (running.goneAtMs === goneAtMs ? lose(running) : undefined));
  };

  const meet = async (running: Case, orderId: string): Promise<void> => {
    running.status = 'met';
    running.truth.onEnd?.();
    const actor = fieldActor(orderId);
    await advance(orderId, 'met');
    await note(running, actor, running.truth.words.met, 'unit', true);
    after(world, running.truth.convinceS, () => convince(running, orderId));
  };

  const convince = async (running: Case, orderId: string): Promise<void> => {
    const { incidentId, truth } = running;
    if (incidentId === undefined) return;
    const actor = fieldActor(orderId);
    await world.port.appendFacts([
      fact(world, actor, { kind: 'incident/milestone', data: { incidentId, milestone: 'dissuaded' } }),
      fact(world, actor, { kind: 'incident/phase-changed', data: { incidentId, phase: 'secure' } }),
    ]);
    await note(running, actor, truth.words.convinced, 'call', true);
    after(world, 20, async () => {
      const { amountFen, savedAccount } = truth;
      await world.port.appendFacts([
        ...(amountFen === undefined
          ? []
          : [
              fact(world, actor, {
                kind: 'incident/money-moved',
                data: {
                  incidentId,
                  account: savedAccount,
                  fen: amountFen,
                },
              }),
            ]),
        fact(world, actor, { kind: 'incident/milestone', data: { incidentId, milestone: 'secured' } }),
      ]);
      await note(running, actor, truth.words.secured, 'account', true);
      finishOrder(orderId, 40);
      endIncident(running, 'dissuaded');
    });
  };

  /** A unit looks for the person: at once when they can see each other, else again while it stands there. */
  const look = async (running: Case, orderId: string, rounds: number, at?: PlaceBelief): Promise<void> => {
    const order = world.port.state().orders[orderId];
    if (order?.state !== 'on-scene') return;
    // sent on to another place: the look there begins with the arrival
    if (at !== undefined && order.place !== at) return;
    if (running.status !== 'open') {
      const text =
        running.status === 'lost'
          ? {
              zh: '到场，当事人已离开，款物已交出，转追赃',
              en: 'On scene; the person has left, the money is gone: recovery',
            }
          : { zh: '到场，同事已在处置，归队', en: 'On scene; colleagues are handling it, returning' };
      await note(running, fieldActor(orderId), text, 'unit');
      finishOrder(orderId, 20);
      return;
    }
    const isNear = seesPerson(running.truth, order.unitId);
    const isSearch = running.truth.isSearchedFor === true;
    if (isNear && running.truth.isFindable) {
      if (isSearch) await reportLook(world, fieldActor(orderId), order, true);
      await meet(running, orderId);
    } else if (isSearch) {
      if (rounds === LOOK_ROUNDS) await reportLook(world, fieldActor(orderId), order, false);
      if (rounds === GIVE_UP_ROUNDS) finishOrder(orderId, 20);
      else after(world, LOOK_AGAIN_S, () => look(running, orderId, rounds + 1, at));
    } else if (rounds === 24) {
      const text = {
        zh: '现场及周边两分钟未见当事人，继续核实',
        en: 'Two minutes on the spot, person not seen; still checking',
      };
      await note(running, fieldActor(orderId), text, 'unit');
      if (isNear && running.goneAtMs === undefined) {
        finishOrder(orderId, 60);
        endIncident(running, 'not-found-yet');
        return;
      }
      after(world, LOOK_AGAIN_S, () => look(running, orderId, rounds + 1));
    } else {
      after(world, LOOK_AGAIN_S, () => look(running, orderId, rounds + 1));
    }
  };

  return {
    open(alertId, truth, goneAtMs) {
      const running: Case = { truth, alertId, incidentId: undefined, status: 'open', goneAtMs };
      cases.set(alertId, running);
      link(running, world.port.state().alerts[alertId]?.incidentId);
      armDeadline(running);
      return running;
    },
    setDeadline(running, goneAtMs) {
      running.goneAtMs = goneAtMs;
      armDeadline(running);
    },
    arrived(orderId) {
      const incidentId = world.port.state().orders[orderId]?.incidentId;
      const running = incidentId === undefined ? undefined : byIncident.get(incidentId);
      if (running === undefined) {
        finishOrder(orderId, 120);
        return;
      }
      const searchS = 8 + Math.min(90, running.truth.radiusM / 12);
      const { place } = world.port.state().orders[orderId] ?? {};
      const at = running.truth.isSearchedFor === true ? place : undefined;
      after(world, searchS, () => look(running, orderId, 0, at));
    },
    byAlert: (alertId) => cases.get(alertId),
    observe(event) {
      if (event.kind !== 'alert/promoted' && event.kind !== 'alert/merged') return;
      const running = cases.get(event.data.alertId);
      if (running !== undefined) link(running, event.data.incidentId);
    },
  };
}
