import type { LocalText, PlaceBelief } from '../../shared/domain/belief.ts';
import type { Actor } from '../../shared/domain/entities.ts';
import { isOrderOpen } from '../../shared/domain/state-machines.ts';
import type { Lane } from '../../shared/domain/vocabulary.ts';
import { equirectM } from '../../shared/geo/distance.ts';
import type { LonLat } from '../../shared/geo/point.ts';
import { must } from '../../shared/kit/invariant.ts';
import { knownClock } from './clocks.ts';
import type { Case } from './case.ts';
import type { CaseBook } from './case-book.ts';
import type { FieldCrews } from './field-crews.ts';
import { fictionalPerson } from './fiction.ts';
import { likelySeconds, raiseRace, TYPICAL_PACE, TYPICAL_START_S } from './race.ts';
import { createTraveller, planScriptD, type ScriptDPlan, type Traveller } from './script-d-plan.ts';
import {
  AGREED_S,
  ALARM_CLOCK_S,
  AT_EXIT,
  AT_TEAHOUSE,
  D_AMOUNT_FEN,
  D_BEATS,
  D_TEXT,
  HITS,
} from './script-d-text.ts';
import { after, fact, submit, type World } from './world.ts';

/**
 * Script D: the station runs it. A resident has drawn 140,000, denies (renovation); two checkpoints see his car;
 * officers persuade by phone in turns; he agrees to meet at an expressway exit and waits there until the stated time.
 *
 * The stated time follows from what the room can still achieve: it is set, when he agrees, to the arrival of the unit
 * under order (or of the best unit sent 25 s later) plus about a minute. Who sends the nearest unit within a minute and
 * a half of the alarm wins narrowly; who waits five minutes comes too late.
 */
export interface ScriptD {
  /** Raises the alarm and plays the beats; resolves when the alarm is in the ledger. */
  alarm(): Promise<Case | undefined>;
}

const SOURCE_ID = 'script-d';
const PLATE_SOURCE = '卡口';
/** Reaction, in seconds after he agreed, granted to a room that has not sent anybody yet. */
const REACTION_S = 25;
/** What a prompt dispatch wins by, before the luck of the road. */
const MARGIN_S = [62, 82] as const;
/** He stands at the exit so long before the stated time. */
const EARLY_S = 45;

/** Prepares script D; undefined when the region has no stage for it. */
export function createScriptD(world: World, book: CaseBook, crews: FieldCrews): ScriptD | undefined {
  const plan = planScriptD(world);
  if (plan === undefined) return undefined;
  const { branch, exit, trip } = plan;
  const words = exit.isExit ? AT_EXIT : AT_TEAHOUSE;
  const rng = world.rng.fork('script-d');
  const exitPlace: LonLat = [exit.lon, exit.lat];
  const station = nearestStation(world, plan);
  const stationSeat: Actor = { type: 'seat', id: 'station-duty', label: `${station.zh}值班` };
  let notes = 0;

  const say = async (
    running: Case,
    text: LocalText,
    lane?: Lane,
    laneDone?: boolean,
    actor = stationSeat,
  ): Promise<void> => {
    const { incidentId } = running;
    if (incidentId === undefined || running.status !== 'open') return;
    notes++;
    const data = { incidentId, noteId: `script-d-${notes}`, lane, laneDone, text };
    await world.port.appendFacts([fact(world, actor, { kind: 'incident/noted', data })]);
  };

  const hit = async (running: Case, him: Traveller, nth: number): Promise<void> => {
    if (running.status !== 'open') return;
    const { lon, lat, headingDeg } = him.placeAt(world.clock.nowMs());
    await world.ingest.sighting({
      source: PLATE_SOURCE,
      sourceId: `${SOURCE_ID}-hit-${nth}`,
      alert: { source: 'case-lead', sourceId: SOURCE_ID },
      place: {
        kind: 'plate-hit',
        lon,
        lat,
        radiusM: 150,
        datum: 'wgs84',
        headingDeg: Math.round(headingDeg) % 360,
        label: D_TEXT.hitLabel(nth),
      },
      text: D_TEXT.hit(nth, headingDeg, exit.name),
    });
  };

  /** The moment the reference unit would stand at the exit, epoch ms. */
  const referenceMs = (running: Case): number => {
    const nowMs = world.clock.nowMs();
    const open = openOrders(world, running);
    const arrivals = open
      .map((orderId) => crews.arrivalAtMs(orderId, exitPlace))
      .filter((ms) => ms !== undefined);
    if (arrivals.length > 0) return Math.min(...arrivals) + 6000;
    const best = likelySeconds(world, exitPlace) ?? 240;
    return nowMs + (REACTION_S + TYPICAL_START_S + best * TYPICAL_PACE) * 1000;
  };

  const agree = async (running: Case, him: Traveller): Promise<void> => {
    const { incidentId } = running;
    if (incidentId === undefined || running.status !== 'open') return;
    const nowMs = world.clock.nowMs();
    const marginS = rng.between(MARGIN_S[0], MARGIN_S[1]);
    const soonestMs = nowMs + (him.leftS(nowMs) * 0.9 + EARLY_S) * 1000;
    const dueAtMs = Math.round(Math.max(soonestMs, referenceMs(running) + marginS * 1000) / 1000) * 1000;
    him.arriveIn(nowMs, (dueAtMs - nowMs) / 1000 - EARLY_S);
    book.setDeadline(running, dueAtMs);
    const place: PlaceBelief = {
      kind: 'family-says',
      lon: exit.lon,
      lat: exit.lat,
      radiusM: 120,
      atMs: nowMs,
      source: stationSeat.id,
      label: exit.name,
    };
    const clock = knownClock(nowMs, {
      kind: 'stated',
      dueAtMs,
      earlyS: 15,
      lateS: 30,
      source: '当事人',
      what: D_TEXT.due,
    });
    await world.port.appendFacts([
      fact(world, stationSeat, { kind: 'incident/clock-set', data: { incidentId, clock } }),
      fact(world, stationSeat, { kind: 'incident/believed', data: { incidentId, place } }),
    ]);
    const minutes = Math.round((dueAtMs - nowMs) / 60_000);
    await say(running, D_TEXT.agreed(exit.name, minutes), 'call', true);
    for (const orderId of openOrders(world, running)) {
      const payload = { orderId, place, text: words.redirect(exit.name) };
      await submit(world, stationSeat, `drill:${orderId}:redirect`, { kind: 'order/redirect', payload });
    }
  };

  return {
    async alarm() {
      const nowMs = world.clock.nowMs();
      const him = createTraveller(trip, nowMs, Math.min(trip.seconds, 200 + AGREED_S), 1.1);
      const clock = knownClock(nowMs, {
        kind: 'modelled',
        dueAtMs: nowMs + ALARM_CLOCK_S * 1000,
        earlyS: 180,
        lateS: 300,
        source: '同类案件',
        what: D_TEXT.modelled,
        n: 46,
      });
      const running = await raiseRace(
        world,
        book,
        {
          source: 'case-lead',
          sourceId: SOURCE_ID,
          level: 'L1',
          scamType: 'investment',
          title: words.title,
          reason: D_TEXT.reason,
          subject: {
            ...fictionalPerson(rng.fork('person'), 'person-script-d', 'presumed-victim', true),
            sex: 'male',
            ageYears: 58,
          },
          amount: { fen: D_AMOUNT_FEN, currency: 'CNY' },
          goods: { kind: 'cash' },
          place: {
            kind: 'last-payment',
            lon: branch.lon,
            lat: branch.lat,
            radiusM: 900,
            datum: 'wgs84',
            atMs: nowMs - 240_000,
            label: branch.name,
          },
          clock,
          model: { name: '取现-031', owner: '数警小队二组' },
        },
        {
          sourceId: SOURCE_ID,
          amountFen: D_AMOUNT_FEN,
          savedAccount: 'intercepted',
          locate: () => him.lonLatAt(world.clock.nowMs()),
          radiusM: 120,
          isFindable: true,
          convinceS: rng.between(35, 55),
          words: words.field,
        },
        nowMs + ALARM_CLOCK_S * 1000,
      );
      if (running === undefined) return undefined;
      const { alertId } = running;
      await submit(world, stationSeat, `drill:${alertId}:promote`, {
        kind: 'alert/promote',
        payload: { alertId },
      });
      for (const beat of D_BEATS) {
        after(world, beat.atS, () => say(running, beat.text, beat.lane, false, beat.who ?? stationSeat));
      }
      for (const [i, atS] of HITS.entries()) after(world, atS, () => hit(running, him, i + 1));
      after(world, AGREED_S, () => agree(running, him));
      return running;
    },
  };
}

function openOrders(world: World, running: Case): string[] {
  const state = world.port.state();
  const orderIds =
    running.incidentId === undefined ? [] : (state.incidents[running.incidentId]?.orderIds ?? []);
  return orderIds.filter((orderId) => {
    const order = state.orders[orderId];
    return order !== undefined && isOrderOpen(order.state) && order.state !== 'met';
  });
}

function nearestStation(world: World, { branch }: ScriptDPlan): { readonly zh: string; readonly en: string } {
  const byDistance = world.places.stations.toSorted(
    (a, b) =>
      equirectM(a.lon, a.lat, branch.lon, branch.lat) - equirectM(b.lon, b.lat, branch.lon, branch.lat),
  );
  return must(byDistance[0], 'a drill needs stations').name;
}
