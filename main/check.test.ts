import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyState, type State } from '../shared/domain/state.ts';
import { silentLog } from '../shared/kit/log.ts';
import { type CheckResult, countOpenAlerts, runCheck } from './check.ts';
import { parseFlags } from './launcher/flags.ts';
import { programsInSource } from './programs.ts';

describe('runCheck', () => {
  it('says in one line why it failed, and answers 1', { timeout: 60_000 }, async () => {
    const parsed = parseFlags(['--check'], {});
    if (parsed.kind !== 'run') throw new Error('flags expected');
    const programs = {
      ...programsInSource(join(import.meta.dirname, '..')),
      gateway: '/nonexistent/gateway.ts',
    };
    const lines: string[] = [];
    const code = await runCheck({
      flags: parsed.flags,
      programs,
      regionDir: join(programs.regions, 'jinan'),
      log: silentLog,
      signal: new AbortController().signal,
      print: (line) => void lines.push(line),
    });
    expect(code).toBe(1);
    expect(lines).toHaveLength(1);
    const result = JSON.parse(lines[0] ?? '') as CheckResult;
    expect(result).toMatchObject({ ok: false, unitsMoved: 0, alertsOpen: 0 });
    expect(result.reason).toMatch(/gateway did not start/);
  });
});

describe('what the check counts', () => {
  it('counts alerts somebody still has to deal with', () => {
    const alert = (state: string, incidentId?: string): object => ({ state, incidentId });
    const state = {
      ...emptyState('s'),
      alerts: {
        a: alert('raised'),
        b: alert('acknowledged'),
        c: alert('closed'),
        d: alert('promoted', 'i1'),
        e: alert('promoted', 'i2'),
      },
      incidents: { i1: {}, i2: { closedAtMs: 5 } },
    } as unknown as State;
    expect(countOpenAlerts(state)).toBe(3);
  });
});
