import { describe, expect, it } from 'vitest';
import type { CommandAnswer } from '../../shared/domain/command.ts';
import { searchOf } from '../../shared/domain/find-board.ts';
import { leadsOf } from '../../shared/interception/find/find-leads.ts';
import { silentLog } from '../../shared/kit/log.ts';
import { createRng } from '../../shared/kit/rng.ts';
import { alertDraft, START_MS, unitDraft } from '../../tests/fixtures/sample-facts.ts';
import { createMemoryLedger } from '../ledger/memory-ledger.ts';
import { StreamWriter } from '../ledger/stream-writer.ts';
import { createCommandService } from './command-service.ts';
import { createSeededIds } from './id-source.ts';

async function room() {
  const newId = createSeededIds(createRng(1));
  const nowMs = (): number => START_MS;
  const ledger = createMemoryLedger({ nowMs, newId: () => newId('event') }, silentLog);
  await ledger.append('s', 0, [alertDraft('a1'), unitDraft('u1', 0)]);
  const writer = await StreamWriter.open('s', ledger, silentLog);
  const estimateArrival = async () => undefined;
  const service = createCommandService({ ledger, writer, nowMs, newId, estimateArrival, log: silentLog });
  let n = 0;
  const tell = (place: object, target: object): Promise<CommandAnswer> =>
    service.submit(
      {
        commandId: `c${n++}`,
        kind: 'incident/add-lead',
        payload: { target, place: { ...PARK, ...place }, text: { zh: '家属说 明湖公园' } },
        actor: { type: 'seat', id: 'x' },
        issuedAtMs: START_MS,
        ttlMs: 60_000,
      },
      { type: 'console', view: { view: 'seat', role: 'dispatcher' } },
    );
  return { tell, writer };
}

const PARK = {
  kind: 'family-says',
  lon: 117.02,
  lat: 36.68,
  radiusM: 60,
  atMs: START_MS - 60_000,
  source: 'operator',
  label: { zh: '明湖公园' },
};

describe('a lead taken down on the phone', () => {
  it('is a belief of the incident, a place of the search and a note word for word; an alert is promoted', async () => {
    const { tell, writer } = await room();
    const answer = await tell({}, { alertId: 'a1' });
    const incidentId = answer.state === 'accepted' ? (answer.ids['incidentId'] ?? '') : answer.code;
    const incident = writer.state().incidents[incidentId];
    // whatever the console says: a call is no operator's record
    expect(incident?.trail.at(-1)).toEqual({ ...PARK, source: 'dispatcher by phone' });
    expect(incident?.notes.at(-1)?.text).toEqual({ zh: '家属说 明湖公园' });
    expect(writer.state().alerts['a1']?.state).toBe('promoted');
    const search = searchOf(incidentId, incident, undefined);
    const leads = search === undefined ? undefined : leadsOf(search, []);
    expect(leads?.places.map(({ kind, label }) => [kind, label.zh])).toContainEqual(['named', '明湖公园']);
  });

  it('is refused for what nobody tells on the phone, for the future and for an incident that is not there', async () => {
    const { tell, writer } = await room();
    const before = writer.state();
    expect(await tell({ kind: 'measured-fix' }, { alertId: 'a1' })).toMatchObject({ code: 'invalid' });
    expect(await tell({ atMs: START_MS + 600_000 }, { alertId: 'a1' })).toMatchObject({ code: 'invalid' });
    expect(await tell({}, { incidentId: 'i9' })).toMatchObject({ code: 'not-found' });
    expect(writer.state()).toBe(before);
  });

  it('takes a clock that is a little ahead as now', async () => {
    const { tell, writer } = await room();
    const answer = await tell({ atMs: START_MS + 20_000 }, { alertId: 'a1' });
    const incidentId = answer.state === 'accepted' ? (answer.ids['incidentId'] ?? '') : answer.code;
    expect(writer.state().incidents[incidentId]?.place?.atMs).toBe(START_MS);
  });
});
