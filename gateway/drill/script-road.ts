import type { LocalText } from '../../shared/domain/belief.ts';
import type { Actor } from '../../shared/domain/entities.ts';
import type { LedgerEvent } from '../../shared/domain/event.ts';
import type { Itinerary } from '../../shared/domain/moving-target.ts';
import type { LonLat } from '../../shared/geo/point.ts';
import type { Case } from './case.ts';
import type { CaseBook } from './case-book.ts';
import { knownClock } from './clocks.ts';
import { fictionalPerson } from './fiction.ts';
import { raiseRace } from './race.ts';
import type { Trip } from './roads.ts';
import { createTraveller, type Traveller } from './script-d-plan.ts';
import { planRoad } from './script-road-plan.ts';
import { ROAD_TEXT, type RoadScript } from './script-road-text.ts';
import { after, fact, submit, type World } from './world.ts';

/**
 * Scripts C, D and E as a room plays them: somebody is on the road with the money and is willing, or becomes willing. C: a coach
 * with a timetable to the neighbouring county. D: he drives himself and denies at first. E: a ride-hail driver carries the cash as
 * a parcel. Whoever proposes a meeting is answered after a while, and the vehicle turns to the place and waits; whoever does
 * not has the exits. Nothing is decided beforehand: the money is gone when the vehicle arrives.
 */
export interface RoadScriptRun {
  alarm(): Promise<Case | undefined>;
  /** To be called for every event of the ledger. */
  observe(event: LedgerEvent): void;
}

/** The vehicle has been under way for so long when the alarm comes, and is driven so much slower than free flow. */
const UNDER_WAY_S = 40;
const PACE = 1.3;
const SIGHTING_EVERY_S = 40;
const SIGHTINGS = 8;
/** Share of the drivers who answer. */
const WILLING_SHARE = 0.75;
/** Who has promised to wait waits so long. */
const PATIENCE_S = 1500;
/** He is worn down by turns: before this moment after the alarm the driver of script D does not agree. */
const ANSWER_S: Readonly<Record<RoadScript, number>> = { c: 16, d: 22, e: 14 };
const DENIES_UNTIL_S: Readonly<Record<RoadScript, number>> = { c: 0, d: 55, e: 0 };

/** Prepares one of the scripts; undefined when the region has no stage for it. */
export function createRoadScript(
  world: World,
  book: CaseBook,
  script: RoadScript,
): RoadScriptRun | undefined {
  const plan = planRoad(world, script);
  if (plan === undefined) return undefined;
  const words = ROAD_TEXT[script];
  const rng = world.rng.fork(`script-${script}`);
  const sourceId = `script-${script}`;
  const driver: Actor = { type: 'source', id: words.source, label: words.source };
  // whether the driver takes the call at all; drawn once, so that a room meets both
  const isWilling = rng.fork('willing').chance(WILLING_SHARE);
  let running: Case | undefined;
  let traveller: Traveller | undefined;
  let alarmMs = 0;

  const say = async (text: LocalText): Promise<void> => {
    const incidentId = running?.incidentId;
    if (incidentId === undefined || running?.status !== 'open') return;
    const data = { incidentId, noteId: `${sourceId}-${world.clock.nowMs()}`, lane: 'call' as const, text };
    await world.port.appendFacts([fact(world, driver, { kind: 'incident/noted', data })]);
  };

  const seen = async (nth: number): Promise<void> => {
    if (running?.status !== 'open' || traveller === undefined) return;
    const { lon, lat, headingDeg, arrived } = traveller.placeAt(world.clock.nowMs());
    if (arrived) return;
    await world.ingest.sighting({
      source: words.source,
      sourceId: `${sourceId}-seen-${nth}`,
      alert: { source: words.alertSource, sourceId },
      place: {
        kind: words.sightedBy,
        lon,
        lat,
        radiusM: 60,
        datum: 'wgs84',
        headingDeg: Math.round(headingDeg) % 360,
        label: words.seen(nth),
      },
      text: words.seen(nth),
    });
  };

  /** Leaves the way that was planned for the place of the meeting, and waits there. */
  const turnTo = (place: LonLat): boolean => {
    const nowMs = world.clock.nowMs();
    const here = traveller?.lonLatAt(nowMs);
    const trip: Trip | undefined = here === undefined ? undefined : world.roads.plan('car', here, place);
    if (trip === undefined || running === undefined) return false;
    traveller = createTraveller(trip, nowMs, trip.seconds, PACE);
    book.setDeadline(running, Math.round(nowMs + (trip.seconds * PACE + PATIENCE_S) * 1000));
    return true;
  };

  const answer = async (
    event: Extract<LedgerEvent, { kind: 'incident/meeting-proposed' }>,
  ): Promise<void> => {
    const { incidentId, rendezvousId, place } = event.data;
    const standing = world.port.state().incidents[incidentId]?.rendezvous;
    if (running?.status !== 'open' || standing?.rendezvousId !== rendezvousId) return;
    const agrees = turnTo([place.lon, place.lat]);
    const data = { incidentId, rendezvousId, answer: agrees ? ('confirmed' as const) : ('refused' as const) };
    await world.port.appendFacts([fact(world, driver, { kind: 'incident/meeting-answered', data })]);
    await say(agrees ? words.agreed : words.refused);
  };

  return {
    async alarm() {
      const nowMs = world.clock.nowMs();
      alarmMs = nowMs;
      const { trip, from, stops } = plan;
      traveller = createTraveller(trip, nowMs, Math.max(1, trip.seconds - UNDER_WAY_S), PACE);
      const arrivesMs = nowMs + traveller.leftS(nowMs) * PACE * 1000;
      const { lon, lat, headingDeg } = traveller.placeAt(nowMs);
      running = await raiseRace(
        world,
        book,
        {
          source: words.alertSource,
          sourceId,
          level: 'L1',
          scamType: words.scamType,
          title: words.title,
          reason: words.reason(from.name),
          subject: fictionalPerson(rng.fork('person'), `person-${sourceId}`, words.role, true),
          amount: { fen: words.amountFen, currency: 'CNY' },
          goods: { kind: words.goods },
          place: {
            kind: words.sightedBy,
            lon,
            lat,
            radiusM: 60,
            datum: 'wgs84',
            headingDeg: Math.round(headingDeg) % 360,
            atMs: nowMs,
            label: words.seen(0),
          },
          clock: knownClock(nowMs, {
            kind: 'stated',
            dueAtMs: arrivesMs,
            earlyS: 60,
            lateS: 180,
            source: words.source,
            what: words.due,
          }),
        },
        {
          sourceId,
          amountFen: words.amountFen,
          savedAccount: 'intercepted',
          locate: () => traveller?.lonLatAt(world.clock.nowMs()),
          radiusM: 60,
          isFindable: true,
          convinceS: rng.between(30, 50),
          words: words.field,
        },
        Math.round(arrivesMs),
      );
      if (running === undefined) return undefined;
      const { alertId } = running;
      const station: Actor = { type: 'seat', id: 'station-duty', label: '派出所值班（演练）' };
      await submit(world, station, `drill:${alertId}:promote`, {
        kind: 'alert/promote',
        payload: { alertId },
      });
      after(world, 5, () => setItinerary(stops(nowMs, arrivesMs)));
      for (let nth = 1; nth <= SIGHTINGS; nth++) after(world, nth * SIGHTING_EVERY_S, () => seen(nth));
      return running;
    },
    observe(event) {
      if (
        !isWilling ||
        event.kind !== 'incident/meeting-proposed' ||
        event.data.incidentId !== running?.incidentId
      )
        return;
      const soonestMs = Math.max(
        world.clock.nowMs() + ANSWER_S[script] * 1000,
        alarmMs + DENIES_UNTIL_S[script] * 1000,
      );
      world.clock.schedule(soonestMs, () => answer(event));
    },
  };

  async function setItinerary(itinerary: Itinerary | undefined): Promise<void> {
    const incidentId = running?.incidentId;
    if (incidentId === undefined || itinerary === undefined || running?.status !== 'open') return;
    const data = { incidentId, itinerary };
    await world.port.appendFacts([fact(world, driver, { kind: 'incident/itinerary-set', data })]);
  }
}
