import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { View } from '../../shared/contract/views.ts';
import type { Command, CommandAnswer } from '../../shared/domain/command.ts';
import { seatMay } from '../../shared/domain/command.ts';
import { SEATS } from '../../shared/domain/vocabulary.ts';
import { canonicalJson } from '../../shared/kit/canonical.ts';
import { silentLog } from '../../shared/kit/log.ts';
import { createMemoryLedger } from '../ledger/memory-ledger.ts';
import { StreamWriter } from '../ledger/stream-writer.ts';
import { createCommandService, type EstimateArrival } from './command-service.ts';
import { createSeededIds } from './id-source.ts';
import { createRng } from '../../shared/kit/rng.ts';
import { alertDraft, START_MS, unitDraft } from '../../tests/fixtures/sample-facts.ts';

const dispatcher: View = { view: 'seat', role: 'dispatcher' };

async function gateway(estimateArrival: EstimateArrival = async () => undefined) {
  const newId = createSeededIds(createRng(1));
  const clock = { nowMs: START_MS };
  const nowMs = (): number => clock.nowMs;
  const ledger = createMemoryLedger({ nowMs, newId: () => newId('event') }, silentLog);
  await ledger.append('s', 0, [alertDraft('a1'), alertDraft('a2'), unitDraft('u1', 0), unitDraft('u2', 1)]);
  const writer = await StreamWriter.open('s', ledger, silentLog);
  const service = createCommandService({ ledger, writer, nowMs, newId, estimateArrival, log: silentLog });
  const submit = (input: unknown, view: View = dispatcher): Promise<CommandAnswer> =>
    service.submit(input, { type: 'console', view });
  return { ledger, writer, submit, clock };
}

const assign = (commandId: string, unitId = 'u1', alertId = 'a1'): Command => ({
  commandId,
  kind: 'order/assign',
  payload: { target: { alertId }, unitId, approach: 'plain' },
  actor: { type: 'system', id: 'somebody-else' },
  issuedAtMs: START_MS,
  ttlMs: 30_000,
});

describe('command service', () => {
  it('stores the effect once and repeats the answer to who asked for it', async () => {
    const { ledger, submit } = await gateway();
    const first = await submit(assign('c1'));
    expect(first).toMatchObject({ state: 'accepted', seq: 9 });
    expect(await submit(assign('c1'))).toEqual(first);
    expect(await submit({ ...assign('c1'), actor: { type: 'system', id: 'somebody' } })).toEqual(first);
    expect(await ledger.head('s')).toBe(9);
  });

  it('tells nobody else the answer, and lets no other content pass under a known id', async () => {
    const { ledger, submit } = await gateway();
    const accepted = await submit(assign('c1'));
    const refusal = { commandId: 'c1', state: 'rejected', code: 'invalid' };
    expect(await submit(assign('c1', 'u2'))).toMatchObject(refusal);
    expect(await submit({ ...assign('c1'), ttlMs: 29_000 })).toMatchObject(refusal);
    expect(await submit(assign('c1'), { view: 'seat', role: 'commander' })).toMatchObject(refusal);
    const racing = await Promise.all([submit(assign('c2', 'u2')), submit(assign('c2', 'u1'))]);
    expect(racing[1]).toMatchObject({ commandId: 'c2', state: 'rejected', code: 'invalid' });
    expect(await submit(assign('c1'))).toEqual(accepted);
    expect(await ledger.head('s')).toBe(9);
  });

  it('stores rejections too: a retry does not suddenly succeed', async () => {
    const { submit, ledger } = await gateway();
    await submit(assign('c1'));
    const refused = await submit(assign('c2', 'u1', 'a2'));
    expect(refused).toMatchObject({ state: 'rejected', code: 'unit-committed' });
    expect(await ledger.recordOf('c2')).toMatchObject({ answer: refused });
  });

  it('lets one of two racing dispatchers win', async () => {
    const { submit, writer } = await gateway();
    const answers = await Promise.all([submit(assign('c1', 'u1')), submit(assign('c2', 'u2'))]);
    expect(answers.map((answer) => answer.state)).toEqual(['accepted', 'rejected']);
    expect(answers[1]).toMatchObject({ code: 'version-conflict' });
    expect(Object.keys(writer.state().orders)).toHaveLength(1);
  });

  it('refuses ids that every object has, and goes on', async () => {
    const { ledger, submit } = await gateway();
    const headSeq = await ledger.head('s');
    for (const incidentId of ['__proto__', 'constructor']) {
      const note = { ...assign(`note-${incidentId}`), kind: 'incident/note' };
      const answer = await submit({ ...note, payload: { incidentId, text: { zh: '注' } } });
      expect(answer).toMatchObject({ state: 'rejected', code: 'invalid' });
    }
    expect(await ledger.head('s')).toBe(headSeq);
    expect(await submit(assign('c1'))).toMatchObject({ state: 'accepted' });
  });

  it('takes hidden marks out of what a seat pastes, and leaves the rest a text', async () => {
    const { submit, writer } = await gateway();
    const label = { zh: '\u202e坐大巴去<b>明水</b>\u200b\u0007' };
    const stops = [{ name: label, lon: 117.5, lat: 36.7 }];
    const itinerary = { vehicle: 'coach', label, stops, source: 'palette' };
    const payload = { target: { alertId: 'a1' }, itinerary };
    const wish = { ...assign('way'), kind: 'incident/set-itinerary', payload };
    const answer = await submit(wish);
    expect(answer.state).toBe('accepted');
    expect(await submit(wish)).toEqual(answer);
    const [incident] = Object.values(writer.state().incidents);
    const clean = { zh: '坐大巴去<b>明水</b>' };
    expect(incident?.itinerary).toMatchObject({ label: clean, stops: [{ name: clean }] });
    const empty = { target: { alertId: 'a2' }, itinerary: { ...itinerary, label: { zh: '\u200b' } } };
    expect(await submit({ ...wish, commandId: 'empty', payload: empty })).toMatchObject({ code: 'invalid' });
  });

  it('knows its submitter better than the command does', async () => {
    const { submit, ledger } = await gateway();
    await submit(assign('c1'));
    const events = await ledger.read('s', 5, 10);
    expect(new Set(events.map((event) => JSON.stringify(event.actor)))).toEqual(
      new Set(['{"type":"seat","id":"dispatcher"}']),
    );
  });

  it('never fires after its time to live, and a clock that runs ahead buys no time', async () => {
    const { submit, clock, ledger } = await gateway();
    clock.nowMs = START_MS + 30_001;
    expect(await submit(assign('c1'))).toMatchObject({ state: 'rejected', code: 'expired' });
    expect(await submit({ ...assign('c2'), issuedAtMs: clock.nowMs + 1e9 })).toMatchObject({
      state: 'accepted',
    });
    expect(await ledger.recordOf('c1')).toMatchObject({ answer: { code: 'expired' } });
  });

  it('gives every seat its rights and walls none', async () => {
    for (const role of SEATS) {
      const { submit } = await gateway();
      const answer = await submit(assign('c1'), { view: 'seat', role });
      expect(answer.state === 'accepted', role).toBe(seatMay(role, 'order/assign'));
      if (answer.state === 'rejected') expect(answer.code).toBe('not-allowed');
    }
    const { submit } = await gateway();
    expect(await submit(assign('c1'), { view: 'wall' })).toMatchObject({ code: 'read-only' });
  });

  it('answers nonsense without storing it', async () => {
    const { submit, ledger } = await gateway();
    for (const input of [
      undefined,
      5,
      'x',
      [],
      {},
      { ...assign('c1'), kind: 'order/fire' },
      { ...assign('c1'), extra: 1 },
    ])
      expect(await submit(input)).toMatchObject({ state: 'rejected', code: 'invalid' });
    expect(await ledger.recordOf('c1')).toBeUndefined();
  });

  it('logs what the planner knew, and issues the order without when the planner fails', async () => {
    const estimate = {
      lowS: 1,
      expectedS: 2,
      highS: 3,
      madeAtMs: 1,
      method: 'road',
      calibrated: false,
    } as const;
    const good = await gateway(async () => estimate);
    await good.submit(assign('c1'));
    expect(Object.values(good.writer.state().orders)[0]?.estimate).toEqual(estimate);
    const bad = await gateway(() => Promise.reject(new Error('down')));
    expect(await bad.submit(assign('c1'))).toMatchObject({ state: 'accepted' });
    expect(Object.values(bad.writer.state().orders)[0]?.estimate).toBeUndefined();
  });

  it('has every accepted command in the ledger exactly once, whatever is repeated at the same time', async () => {
    const submission = fc.record({
      commandId: fc.constantFrom('c1', 'c2', 'c3', 'c4'),
      unitId: fc.constantFrom('u1', 'u2'),
      alertId: fc.constantFrom('a1', 'a2'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(submission, { maxLength: 12 }), async (submissions) => {
        const { submit, ledger } = await gateway();
        const answers = await Promise.all(
          submissions.map((one) => submit(assign(one.commandId, one.unitId, one.alertId))),
        );
        const byId = new Map<string, CommandAnswer>();
        answers.forEach((answer, index) => {
          // The first to use an id owns it; the same again gets the same answer, another content gets none.
          const first = submissions.findIndex((one) => one.commandId === answer.commandId);
          if (canonicalJson(submissions[first]) !== canonicalJson(submissions[index]))
            return expect(answer).toMatchObject({ state: 'rejected', code: 'invalid' });
          expect(byId.get(answer.commandId) ?? answer).toEqual(answer);
          byId.set(answer.commandId, answer);
        });
        const accepted = [...byId.values()].filter((answer) => answer.state === 'accepted');
        const issued = (await ledger.read('s', 1, 100)).filter((event) => event.kind === 'order/issued');
        expect(issued).toHaveLength(accepted.length);
        expect(new Set(issued.map((event) => event.data.orderId))).toEqual(
          new Set(accepted.map((answer) => answer.ids['orderId'])),
        );
      }),
      { numRuns: 60 },
    );
  });
});
