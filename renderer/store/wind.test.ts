import { describe, expect, it } from 'vitest';
import { windQuery } from '../../shared/contract/wind-schemas.ts';
import type { WindFigure, WindReport } from '../../shared/domain/wind-tunnel.ts';
import { changeOf, firstDraft, queryOf, WIND_NIGHTS, WIND_RULES } from './wind-draft.ts';
import { leftWind, nextWind } from './wind-progress.ts';

const STATIONS = ['a', 'b', 'c'].map((postId) => ({ postId, name: { zh: postId }, lon: 117, lat: 36 }));

describe('a draft', () => {
  it('asks something the data service takes, whatever its rule', () => {
    for (const rule of WIND_RULES)
      for (const nights of WIND_NIGHTS) {
        const query = queryOf({ ...firstDraft(STATIONS), rule, nights });
        expect(query?.change.kind).toBe(rule);
        expect(windQuery.safeParse(query).success).toBe(true);
      }
  });

  it('begins with a car a station and tries one more, even where there are very many', () => {
    expect(firstDraft(STATIONS)).toMatchObject({ today: { cars: 3 }, cars: { cars: 4 } });
    const many = Array.from({ length: 200 }, () => STATIONS).flat();
    expect(windQuery.safeParse(queryOf(firstDraft(many))).success).toBe(true);
  });

  it('turns round what is on today, and asks nothing over hours that end before they begin', () => {
    const draft = firstDraft(STATIONS);
    const today = { ...draft.today, isStandby: true };
    expect(changeOf({ ...draft, today, rule: 'standby' })).toEqual({ kind: 'standby', isOn: false });
    const nightCar = { ...draft.nightCar, fromH: 5, toH: 5 };
    expect(queryOf({ ...draft, rule: 'night-car', nightCar })).toBeUndefined();
  });
});

describe('a run as a window hears of it', () => {
  const figure: WindFigure = { today: 9, changed: 8, difference: -1, verdict: 'pending' };
  const report = (played: number, state: WindReport['state'] = 'running'): WindReport => ({
    state,
    played,
    planned: 200,
    groups: {
      all: { people: 8, figures: { late: figure, saved: figure, lost: figure, response: figure } },
      town: { people: 0 },
      suburb: { people: 0 },
      elderly: { people: 0 },
    },
  });

  it('remembers how the difference settled, and begins anew with another run', () => {
    const first = nextWind(undefined, { runId: 1, report: report(4) });
    const second = nextWind(first, { runId: 1, report: report(40) });
    const last = nextWind(second, { runId: 1, report: report(40, 'stopped') });
    expect(last.steps.map(({ played }) => played)).toEqual([4, 40]);
    expect(last.report.state).toBe('stopped');
    expect(nextWind(last, { runId: 2, report: report(4) }).steps).toHaveLength(1);
  });

  it('is not left running by a line that broke', () => {
    expect(leftWind(nextWind(undefined, { runId: 1, report: report(4) }))?.report.state).toBe('stopped');
    expect(leftWind(nextWind(undefined, { runId: 1, report: report(0, 'waiting') }))?.report.state).toBe(
      'stopped',
    );
    const done = nextWind(undefined, { runId: 1, report: report(200, 'done') });
    expect(leftWind(done)).toBe(done);
    expect(leftWind(undefined)).toBeUndefined();
  });
});
