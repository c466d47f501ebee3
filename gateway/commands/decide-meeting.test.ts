import { describe, expect, it } from 'vitest';
import type { CommandAnswer } from '../../shared/domain/command.ts';
import { receiptOf, SILENCE_MS } from '../../shared/domain/rendezvous.ts';
import { movingTargetOf } from '../../shared/interception/target/sightings.ts';
import { silentLog } from '../../shared/kit/log.ts';
import { createRng } from '../../shared/kit/rng.ts';
import { createMemoryLedger } from '../ledger/memory-ledger.ts';
import { StreamWriter } from '../ledger/stream-writer.ts';
import { createCommandService } from './command-service.ts';
import { decide } from './decide.ts';
import { createSeededIds } from './id-source.ts';
import { applyDrafts, sampleContext, sampleRoom } from './sample-room.ts';
import { alertDraft, START_MS, unitDraft } from '../../tests/fixtures/sample-facts.ts';

async function room() {
  const newId = createSeededIds(createRng(1));
  const clock = { nowMs: START_MS };
  const nowMs = (): number => clock.nowMs;
  const ledger = createMemoryLedger({ nowMs, newId: () => newId('event') }, silentLog);
  await ledger.append('s', 0, [alertDraft('a1'), unitDraft('u1', 0)]);
  const writer = await StreamWriter.open('s', ledger, silentLog);
  const estimateArrival = async () => undefined;
  const service = createCommandService({ ledger, writer, nowMs, newId, estimateArrival, log: silentLog });
  let n = 0;
  const submit = (kind: string, payload: object): Promise<CommandAnswer> => {
    const commandId = `c${n++}`;
    const command = {
      commandId,
      kind,
      payload,
      actor: { type: 'seat', id: 'x' },
      issuedAtMs: clock.nowMs,
      ttlMs: 60_000,
    };
    return service.submit(command, { type: 'console', view: { view: 'seat', role: 'dispatcher' } });
  };
  return { submit, writer, clock };
}

const place = { kind: 'pinned', lon: 117, lat: 36.6, radiusM: 40, atMs: START_MS, source: 'exits-board' };
const proposal = {
  pointId: 'exit-01',
  place,
  jointMs: { low: START_MS, mid: START_MS + 300_000, high: START_MS + 600_000 },
  text: { zh: '请到出口停车' },
};
const idOf = (answer: CommandAnswer, key: string): string =>
  answer.state === 'accepted' ? (answer.ids[key] ?? '') : `rejected: ${answer.code}`;

describe('left with the money', () => {
  it('turns a branch alarm into somebody on the move in one press', async () => {
    const { submit, writer } = await room();
    const answer = await submit('incident/left', { target: { alertId: 'a1' }, headingDeg: 90 });
    const incident = writer.state().incidents[idOf(answer, 'incidentId')];
    expect(incident?.departure).toMatchObject({ atMs: START_MS, headingDeg: 90 });
    expect(writer.state().alerts['a1']?.state).toBe('promoted');
  });

  it('gives up no sighting when it is reported after the person was seen on the road', () => {
    const counter = new Map<string, number>();
    const about = (kind: 'plate-hit' | 'family-says', lon: number) => ({
      place: {
        kind,
        lon,
        lat: 36.6,
        radiusM: 100,
        atMs: START_MS + lon * 1000,
        source: 'test',
        headingDeg: 90,
      },
    });
    const promoted = decide(
      sampleRoom(),
      { kind: 'alert/promote', payload: { alertId: 'a1' } },
      sampleContext(counter),
    );
    const incidentId = 'incident-1';
    const state = applyDrafts(sampleRoom(), [
      ...(promoted.ok ? promoted.value.drafts : []),
      // he is expected at the last one, and was seen at the first two
      ...[about('plate-hit', 117.1), about('plate-hit', 117.2), about('family-says', 117.3)].map(
        ({ place: seen }) => ({
          kind: 'incident/believed' as const,
          atMs: seen.atMs,
          actor: { type: 'seat' as const, id: 'x' },
          data: { incidentId, place: seen },
        }),
      ),
    ]);
    const left = decide(
      state,
      { kind: 'incident/left', payload: { target: { incidentId } } },
      sampleContext(counter),
    );
    const after = left.ok ? applyDrafts(state, left.value.drafts) : state;
    expect(after.incidents[incidentId]?.departure).toMatchObject({
      atMs: START_MS + 117_100,
      lon: 117.1,
      source: 'dispatcher',
    });
  });

  it('is refused twice for the same alert and for one that does not exist', async () => {
    const { submit } = await room();
    await submit('incident/left', { target: { alertId: 'a1' } });
    expect(await submit('incident/left', { target: { alertId: 'a1' } })).toMatchObject({ code: 'bad-state' });
    expect(await submit('incident/left', { target: { alertId: 'a9' } })).toMatchObject({ code: 'not-found' });
    expect(await submit('incident/left', { target: { incidentId: 'i9' } })).toMatchObject({
      code: 'not-found',
    });
  });
});

describe('where they say they are bound for', () => {
  it('turns an alarm into somebody on the move, from the place of the alarm to the stops', async () => {
    const { submit, writer } = await room();
    const stops = [{ name: { zh: '明水' }, lon: 117.3, lat: 36.7, atMs: START_MS + 3_600_000 }];
    const itinerary = { vehicle: 'coach', label: { zh: '坐大巴去明水' }, stops, source: 'palette' };
    const answer = await submit('incident/set-itinerary', { target: { alertId: 'a1' }, itinerary });
    const incident = writer.state().incidents[idOf(answer, 'incidentId')];
    expect(incident?.itinerary).toEqual(itinerary);
    expect(incident === undefined ? undefined : movingTargetOf(incident)?.stops).toEqual(stops);
    const empty = { ...itinerary, stops: [] };
    expect(
      await submit('incident/set-itinerary', { target: { alertId: 'a1' }, itinerary: empty }),
    ).toMatchObject({ state: 'rejected' });
  });
});

describe('meetings', () => {
  it('are sent, then silent, then confirmed, and the story is the same at every moment asked', async () => {
    const { submit, writer, clock } = await room();
    const incidentId = idOf(await submit('alert/promote', { alertId: 'a1' }), 'incidentId');
    const rendezvousId = idOf(
      await submit('incident/propose-meeting', { incidentId, ...proposal }),
      'rendezvousId',
    );
    const sent = writer.state().incidents[incidentId]?.rendezvous;
    if (sent === undefined) throw new Error('nothing was proposed');
    expect(receiptOf(sent, START_MS + SILENCE_MS - 1)).toBe('sent');
    expect(receiptOf(sent, START_MS + SILENCE_MS)).toBe('silent');
    clock.nowMs += 2 * SILENCE_MS;
    await submit('incident/answer-meeting', { incidentId, rendezvousId, answer: 'confirmed' });
    const answered = writer.state().incidents[incidentId]?.rendezvous;
    expect(answered).toMatchObject({ answer: 'confirmed', answeredAtMs: clock.nowMs });
    if (answered !== undefined) expect(receiptOf(answered, clock.nowMs)).toBe('confirmed');
  });

  it('are answered only as they stand', async () => {
    const { submit } = await room();
    const incidentId = idOf(await submit('alert/promote', { alertId: 'a1' }), 'incidentId');
    const first = idOf(await submit('incident/propose-meeting', { incidentId, ...proposal }), 'rendezvousId');
    await submit('incident/propose-meeting', { incidentId, ...proposal });
    const late = { incidentId, rendezvousId: first, answer: 'confirmed' };
    expect(await submit('incident/answer-meeting', late)).toMatchObject({ code: 'not-found' });
  });
});
