import type { EventDraft } from '../../shared/domain/event.ts';

const system = { type: 'system', id: 'test' } as const;

/** The first fact of a ledger. */
export function sessionStarted(atMs: number): EventDraft {
  return { kind: 'session/started', atMs, actor: system, data: { mode: 'live', region: 'jinan' } };
}

/** A unit on patrol, its slot and call sign by number. */
export function unitRegistered(atMs: number, slot: number): EventDraft {
  return {
    kind: 'unit/registered',
    atMs,
    actor: system,
    data: {
      unitId: `u-${slot}`,
      slot,
      callsign: `巡${slot}`,
      kind: 'patrol',
      crew: 2,
      hasVehicle: true,
      skills: [],
      state: 'available',
    },
  };
}

/** A bank's alarm with a subject, whose name no wall may see. */
export function alertRaised(atMs: number, alertId: string): EventDraft {
  return {
    kind: 'alert/raised',
    atMs,
    actor: { type: 'source', id: 'bank-alarm' },
    data: {
      alertId,
      source: 'bank-alarm',
      sourceId: alertId,
      level: 'L1',
      scamType: 'investment',
      title: { zh: '网点报警' },
      reason: { zh: '张三柜台取现十四万' },
      subject: { personId: `p-${alertId}`, role: 'reported-victim', name: '张三' },
      amount: { fen: 14_000_000, currency: 'CNY' },
      place: { kind: 'branch', lon: 117.02, lat: 36.66, radiusM: 50, atMs, source: 'bank-alarm' },
      clock: {
        kind: 'stated',
        earliestMs: atMs + 300_000,
        dueAtMs: atMs + 600_000,
        latestMs: atMs + 900_000,
        source: 'bank-alarm',
        what: { zh: '柜台拖延' },
        setAtMs: atMs,
      },
    },
  };
}
