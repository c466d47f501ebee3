import type { PositionRow } from '../../../shared/contract/ingest.ts';
import type { FaultRow, RowContext, RowResult } from '../fault-row.ts';
import { monoMs, pause, until } from '../moments.ts';
import { BLIND_LIMIT_MS, Room } from '../room.ts';
import { toldText } from './line.ts';

/** The most a stopped console may cost the gateway. */
const MAX_GROWTH_BYTES = 20 * 1_048_576;
const FIX_UNITS = 40;

/** A console that stopped reading while the room is busy. */
export const stopDataService: FaultRow = {
  name: 'stop-data-service',
  fault:
    'SIGSTOP of a data service for 15 s under 40 alerts and 4,000 fixes a second, another console beside it',
  canStill:
    'work at the other console as if nothing had happened; the stopped one is cut off after 10 s and resumes by itself',
  rounds: 3,
  sliceRounds: 0,
  run: runStopped,
};

/** A gateway that stands still: its connections stay open and say nothing. */
export const stopGateway: FaultRow = {
  name: 'stop-gateway',
  fault: 'SIGSTOP of the gateway for 1 to 14 s',
  canStill: 'see the last state, marked late after 3 s and lost after 10 s; orders wait on disk',
  rounds: 8,
  sliceRounds: 0,
  run: runGatewayStopped,
};

async function runStopped(context: RowContext): Promise<RowResult> {
  const room = await Room.open({ rng: context.rng, log: context.log });
  const blindMs: number[] = [];
  const violations: string[] = [];
  const growth: number[] = [];
  let otherMs = 0;
  try {
    const desk = await room.join('desk');
    const other = await room.join('other', { window: 'wall' });
    await room.anchor();
    const busy = new Busy(room);
    // What the traffic itself costs is not the stopped console's: measured first, with everybody reading.
    await busy.run(6_000, () => undefined);
    const beforeBytes = room.gateway.harm.rssBytes();
    await busy.run(15_000, () => undefined);
    const plainBytes = room.gateway.harm.rssBytes() - beforeBytes;
    for (let round = 1; round <= context.rounds; round++) {
      const startBytes = room.gateway.harm.rssBytes();
      let peakBytes = startBytes;
      desk.harm.signal('SIGSTOP');
      await busy.run(15_000, () => {
        peakBytes = Math.max(peakBytes, room.gateway.harm.rssBytes());
      });
      otherMs = Math.max(otherMs, await room.blindSince(monoMs(), [other]));
      const liftedMs = monoMs();
      desk.harm.signal('SIGCONT');
      const blind = await room.blindSince(liftedMs);
      blindMs.push(blind);
      growth.push(peakBytes - startBytes);
      if (blind > BLIND_LIMIT_MS) violations.push(`round ${round}: blind for ${Math.round(blind)} ms`);
      context.note(
        `${round}/${context.rounds} gateway grew ${megabytes(peakBytes - startBytes)} MB (${megabytes(plainBytes)} MB by the traffic alone), then blind ${Math.round(blind)} ms`,
      );
    }
    const worst = Math.max(...growth);
    if (worst > MAX_GROWTH_BYTES) violations.push(`the gateway grew by ${megabytes(worst)} MB`);
    violations.push(...(await room.check()));
    const measured = `the gateway grew by at most ${megabytes(worst)} MB (${megabytes(plainBytes)} MB by the same traffic with everybody reading); an alert reached the other console within ${Math.round(otherMs)} ms`;
    return { blindMs, violations, lost: 'nothing', measured };
  } finally {
    for (const console of room.consoles) console.harm.signal('SIGCONT');
    await room.close();
  }
}

async function runGatewayStopped(context: RowContext): Promise<RowResult> {
  const { rng, rounds } = context;
  const room = await Room.open({ rng, log: context.log });
  const blindMs: number[] = [];
  const toldMs: number[] = [];
  const violations: string[] = [];
  try {
    await room.join('desk');
    await room.join('wall', { window: 'wall' });
    await room.anchor();
    for (let round = 1; round <= rounds; round++) {
      const holdMs = rng.between(1_000, 14_000);
      await room.act();
      const startMs = monoMs();
      room.gateway.harm.signal('SIGSTOP');
      await room.act();
      if (holdMs > 5_000)
        toldMs.push(await until(() => room.desk.feed?.link !== 'live', 'the page says so', 10_000));
      await pause(holdMs - (monoMs() - startMs));
      const liftedMs = monoMs();
      room.gateway.harm.signal('SIGCONT');
      const blind = await room.blindSince(liftedMs);
      blindMs.push(blind);
      if (blind > BLIND_LIMIT_MS) violations.push(`round ${round}: blind for ${Math.round(blind)} ms`);
      context.note(`${round}/${rounds} held ${Math.round(holdMs)} ms, then blind ${Math.round(blind)} ms`);
    }
    violations.push(...(await room.check()));
    return { blindMs, violations, lost: 'nothing', measured: toldText(toldMs) };
  } finally {
    room.gateway.harm.signal('SIGCONT');
    await room.close();
  }
}

/** The traffic of a busy room: alerts by the ingest and every unit's position, a hundred times a second each. */
class Busy {
  readonly #room: Room;

  constructor(room: Room) {
    this.#room = room;
  }

  /** Sends for so long, calling `sample` ten times a second. */
  async run(forMs: number, sample: () => void): Promise<void> {
    const endMs = monoMs() + forMs;
    const upstream = this.#room.gateway.upstream();
    try {
      for (let turn = 0; monoMs() < endMs; turn++) {
        const startMs = monoMs();
        await Promise.all([
          upstream.positions(this.#fixes()),
          this.#room.raise(),
          this.#room.raise(),
          this.#room.raise(),
          this.#room.raise(),
        ]);
        sample();
        await pause(Math.max(0, 100 - (monoMs() - startMs)));
      }
    } finally {
      upstream.close();
    }
  }

  #fixes(): PositionRow[] {
    const nowMs = Date.now();
    return Array.from({ length: FIX_UNITS * 10 }, (_, index) => ({
      unitId: `unit-${index % FIX_UNITS}`,
      atMs: nowMs - 10 + Math.floor(index / FIX_UNITS),
      lon: 117 + (index % 100) / 1000,
      lat: 36.6,
      datum: 'wgs84',
    }));
  }
}

const megabytes = (bytes: number): string => (bytes / 1_048_576).toFixed(1);
