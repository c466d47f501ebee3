import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { alertRow, NOW_MS, startTestGateway, type TestGateway } from '../testing/test-gateway.ts';

const resultsSchema = z.object({
  results: z.array(
    z.object({
      sourceId: z.string(),
      status: z.string(),
      id: z.string().optional(),
      errors: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })).optional(),
    }),
  ),
});
const place = { kind: 'branch', lon: 117, lat: 36.6, radiusM: 50, datum: 'wgs84' };
const unit = { unitId: 'u1', lon: 117, lat: 36.6, datum: 'wgs84' };

describe('ingest over HTTPS', () => {
  let test: TestGateway;
  beforeAll(async () => {
    test = await startTestGateway();
    await test.gateway.port.appendFacts([
      {
        kind: 'unit/registered',
        atMs: NOW_MS,
        actor: { type: 'system', id: 'test' },
        data: {
          unitId: 'u1',
          slot: 4,
          callsign: 'U1',
          kind: 'patrol',
          crew: 2,
          hasVehicle: true,
          skills: [],
          state: 'available',
        },
      },
    ]);
  });
  afterAll(() => test.close());

  /** Posts rows that must be judged and gives [status, results]. */
  async function rows(path: string, body: unknown) {
    const answer = await test.post(path, body);
    return { status: answer.status, results: resultsSchema.parse(answer.json).results };
  }

  it('accepts an alert, knows it again, and refuses other content under the same key', async () => {
    const row = alertRow('k1', { place: { ...place, datum: 'gcj02' } });
    const first = await rows('/v1/alerts', row);
    expect(first).toMatchObject({ status: 202, results: [{ sourceId: 'k1', status: 'accepted' }] });
    const id = first.results[0]?.id;
    expect(await rows('/v1/alerts', row)).toMatchObject({
      status: 202,
      results: [{ status: 'duplicate', id }],
    });
    const conflict = await rows('/v1/alerts', { ...row, level: 'L0' });
    expect(conflict).toMatchObject({
      status: 202,
      results: [{ status: 'conflict', id, errors: [{ path: 'sourceId' }] }],
    });
    const alert = test.gateway.port.state().alerts[id ?? ''];
    expect(alert).toMatchObject({ state: 'raised', clock: { kind: 'unknown', sinceMs: NOW_MS } });
    // 117 E 36.6 N in GCJ-02 lies about 500 m west of the same figures in WGS-84.
    expect(alert?.place?.lon).toBeCloseTo(116.99419, 4);
    expect(alert?.place?.lat).toBeCloseTo(36.599795, 4);
    expect(alert?.place).not.toHaveProperty('datum');
  });

  it('refuses a body of countless tiny rows at once, and keeps its complaints short', async () => {
    const flood = await test.post('/v1/alerts', { rows: Array.from({ length: 2_001 }, () => 0) });
    expect([flood.status, flood.json]).toMatchObject([413, { error: { code: 'too-large' } }]);
    const wide = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`k${index}`, 0]));
    const { status, results } = await rows('/v1/alerts', alertRow('wide', wide));
    expect(status).toBe(400);
    expect(JSON.stringify(results).length).toBeLessThan(1_000);
  });

  it('stores texts without what is hidden in them', async () => {
    const title = { zh: '退\u202e款\u200b 50 万', en: 'half \ud800 pair' };
    const { results } = await rows('/v1/alerts', alertRow('hidden', { title }));
    expect(test.gateway.port.state().alerts[results[0]?.id ?? '']?.title).toEqual({
      zh: '退款 50 万',
      en: 'half \ufffd pair',
    });
  });

  it('reads amounts, phones and plates as people write them', async () => {
    const subject = { personId: 'p1', role: 'reported-victim', phone: '138-0013 8000', plate: '鲁a·12345' };
    const { results } = await rows('/v1/alerts', alertRow('written', { amount: '十二万五', subject }));
    expect(results[0]).not.toHaveProperty('errors');
    expect(test.gateway.port.state().alerts[results[0]?.id ?? '']).toMatchObject({
      amount: { fen: 12_500_000, currency: 'CNY' },
      subject: { phone: '13800138000', plate: '鲁A12345' },
    });
  });

  it('refuses no alert for a field it cannot read: it keeps what came, and names field and reason', async () => {
    const subject = { personId: 'p1', role: 'reported-victim', phone: '138', plate: '鲁?' };
    const { status, results } = await rows('/v1/alerts', alertRow('unread', { amount: '三五万', subject }));
    expect([status, results[0]?.status]).toEqual([202, 'accepted']);
    expect(results[0]?.errors?.map(({ path, code }) => [path, code])).toEqual([
      ['amount', 'not-understood'],
      ['subject.phone', 'not-understood'],
      ['subject.plate', 'not-understood'],
    ]);
    expect(results[0]?.errors?.[0]?.message).toContain('ambiguous: “三五” can be read in more than one way');
    const alert = test.gateway.port.state().alerts[results[0]?.id ?? ''];
    expect(alert).toMatchObject({ subject: { phone: '138', plate: '鲁?' } });
    expect(alert?.amount).toBeUndefined();
    expect(alert?.reason.zh).toContain('金额原文：“三五万”');
  });

  it('judges every row of a batch alone, in order, and names the path of what is wrong', async () => {
    const { status, results } = await rows('/v1/alerts', {
      rows: [
        alertRow('b1'),
        alertRow('b2', { place: { ...place, datum: 'mars' } }),
        alertRow('b1'),
        alertRow('b1', { level: 'L3' }),
        7,
        alertRow('b3', { extra: 1 }),
        alertRow('b4'),
      ],
    });
    expect(status).toBe(202);
    expect(results.map((result) => result.status)).toEqual([
      'accepted',
      'rejected',
      'duplicate',
      'conflict',
      'rejected',
      'rejected',
      'accepted',
    ]);
    expect(results[1]?.errors?.[0]).toMatchObject({ path: 'place.datum', code: 'invalid' });
    expect(results[5]?.errors?.[0]?.code).toBe('unknown-field');
    expect(results[2]?.id).toBe(results[0]?.id);
  });

  it('answers 400 when every row is rejected', async () => {
    const answer = await rows('/v1/alerts', { rows: [alertRow('z1', { level: 'L9' })] });
    expect(answer).toMatchObject({ status: 400, results: [{ sourceId: 'z1', status: 'rejected' }] });
  });

  it('a rejected row may come again, corrected', async () => {
    expect((await rows('/v1/alerts', alertRow('again', { atMs: 1 }))).results[0]).toMatchObject({
      status: 'rejected',
      errors: [{ path: 'atMs', code: 'too-old' }],
    });
    expect((await rows('/v1/alerts', alertRow('again'))).results[0]?.status).toBe('accepted');
  });

  it('takes fixes of registered units from the last day, not from the future', async () => {
    const { results } = await rows('/v1/positions', {
      rows: [
        { ...unit, atMs: NOW_MS - 1000, speedMps: 8.5, headingDeg: 90 },
        { ...unit, atMs: NOW_MS - 1000, speedMps: 8.5, headingDeg: 90 },
        { ...unit, atMs: NOW_MS - 1000, lon: 117.1 },
        { ...unit, atMs: NOW_MS - 5000, lon: 116.9 },
        { ...unit, atMs: NOW_MS + 120_000 },
        { ...unit, atMs: NOW_MS - 25 * 3_600_000 },
        { ...unit, unitId: 'u9', atMs: NOW_MS },
        { ...unit, atMs: NOW_MS, lat: 95 },
      ],
    });
    expect(
      results.map((result) => [result.status, result.errors?.[0]?.path, result.errors?.[0]?.code]),
    ).toEqual([
      ['accepted', undefined, undefined],
      ['duplicate', undefined, undefined],
      ['conflict', 'atMs', 'conflict'],
      ['accepted', undefined, undefined],
      ['rejected', 'atMs', 'future'],
      ['rejected', 'atMs', 'too-old'],
      ['rejected', 'unitId', 'unknown-unit'],
      ['rejected', 'lat', 'invalid'],
    ]);
    expect(test.gateway.live.of(4)).toMatchObject({ atMs: NOW_MS - 1000, lon: 117 });
  });

  it('takes sightings of open incidents, by id or by the alert they came from', async () => {
    const sent = await rows('/v1/alerts', alertRow('s-alert'));
    const alertId = sent.results[0]?.id ?? '';
    const sighting = (sourceId: string, more: object) => ({
      source: 'camera',
      sourceId,
      place: { ...place, kind: 'camera-hit' },
      ...more,
    });
    const byAlert = { alert: { source: 'bank-alarm', sourceId: 's-alert' } };
    const early = await rows('/v1/sightings', {
      rows: [
        sighting('c1', byAlert),
        sighting('c2', {}),
        sighting('c3', { incidentId: 'nope' }),
        sighting('c4', { alert: { source: 'bank-alarm', sourceId: 'nope' } }),
      ],
    });
    expect(early.status).toBe(400);
    expect(early.results.map((result) => result.errors?.[0]?.code)).toEqual([
      'no-incident',
      'missing',
      'unknown-incident',
      'unknown-alert',
    ]);
    const promoted = await test.gateway.port.submit({
      commandId: 'p1',
      kind: 'alert/promote',
      payload: { alertId },
      actor: { type: 'drill', id: 'test' },
      issuedAtMs: NOW_MS,
      ttlMs: 1000,
    });
    const incidentId = promoted.state === 'accepted' ? (promoted.ids['incidentId'] ?? '') : '';
    const late = await rows('/v1/sightings', {
      rows: [sighting('c1', byAlert), sighting('c5', { incidentId, text: { zh: '上了出租车' } })],
    });
    expect(late.results.map((result) => result.status)).toEqual(['accepted', 'accepted']);
    const incident = test.gateway.port.state().incidents[incidentId];
    expect(incident?.trail).toHaveLength(2);
    expect(incident?.place).toMatchObject({ kind: 'camera-hit', source: 'camera' });
    expect(incident?.notes[0]?.text.zh).toBe('上了出租车');
  });

  it('refuses what is not a request it takes', async () => {
    const drillKey = `rampart-drill-ingest-${'x'.repeat(43)}`;
    const cases: readonly [string, unknown, object, number][] = [
      ['/v1/alerts', alertRow('q'), { key: '' }, 401],
      ['/v1/alerts', alertRow('q'), { key: 'wrong' }, 401],
      ['/v1/alerts', alertRow('q'), { key: test.gateway.ready.consoleKey }, 401],
      ['/v1/alerts', alertRow('q'), { key: drillKey }, 401],
      ['/v1/alerts', 'x=1', { contentType: 'application/x-www-form-urlencoded' }, 415],
      ['/v1/alerts', '{"a":', {}, 400],
      ['/v1/alerts', '[]', {}, 400],
      ['/v1/alerts', { rows: [] }, {}, 400],
      ['/v1/alerts', Buffer.from([0x7b, 0xff, 0x7d]), {}, 400],
      ['/v1/alerts', `"${'x'.repeat(1_100_000)}"`, {}, 413],
      ['/v1/alerts', undefined, { method: 'GET' }, 405],
      ['/v1/else', alertRow('q'), {}, 404],
    ];
    for (const [path, body, options, status] of cases) {
      const answer = await test.post(path, body, options);
      expect([answer.status, path], JSON.stringify(answer.json)).toEqual([status, path]);
      expect(answer.json).toHaveProperty('error.message');
    }
    expect((await test.post('/v1/alerts', alertRow('q'), { key: drillKey })).json).toMatchObject({
      error: { code: 'other-mode-key' },
    });
  });

  it('survives hostile JSON', async () => {
    const hostile = [
      `{"rows":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
      '{"__proto__":{"source":"110"},"sourceId":"x"}',
      JSON.stringify(alertRow('\u0000\u202e', { title: { zh: '\ud800' } })),
      `{${Array.from({ length: 20_000 }, (_, index) => `"k${index}":1`).join(',')}}`,
      '{"rows":[null,true,"",-0,1e999,{}]}',
    ];
    for (const body of hostile) expect([202, 400]).toContain((await test.post('/v1/alerts', body)).status);
    expect((await test.post('/healthz', undefined, { method: 'GET' })).json).toMatchObject({
      ok: true,
      stream: 'testland',
    });
  });

  it('publishes its schemas without a key', async () => {
    const answer = await test.post('/v1/schema', undefined, { method: 'GET', key: '' });
    expect(answer.status).toBe(200);
    expect(answer.json).toHaveProperty('alerts.properties.sourceId');
    expect(answer.json).toHaveProperty('positions.properties.datum');
  });
});

describe('ingest under load', () => {
  it('answers 429 with Retry-After, and takes requests again afterwards', async () => {
    let nowMs = 0;
    const test = await startTestGateway({ requestsPerSecond: 2, monotonicMs: () => nowMs });
    try {
      const statuses: number[] = [];
      for (let i = 0; i < 5; i++) statuses.push((await test.post('/v1/alerts', alertRow(`r${i}`))).status);
      expect(statuses).toEqual([202, 202, 202, 202, 429]);
      const refused = await test.post('/v1/alerts', alertRow('r9'));
      expect(refused.headers['retry-after']).toBe('1');
      nowMs = 1000;
      expect((await test.post('/v1/alerts', alertRow('r9'))).status).toBe(202);
    } finally {
      await test.close();
    }
  });
});
