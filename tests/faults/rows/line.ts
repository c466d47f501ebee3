import type { FaultRow, RowContext, RowResult } from '../fault-row.ts';
import { monoMs, pause, until } from '../moments.ts';
import { BLIND_LIMIT_MS, Room } from '../room.ts';
import { type LineFault, TcpProxy } from '../tcp-proxy.ts';

/** The line is cut: both ends are told at once. */
export const cutLine: FaultRow = {
  name: 'cut-line',
  fault: 'the line is cut for up to 8 s and refuses connections, while the dispatcher acts',
  canStill: 'see the last state, marked late; orders are queued on disk and leave when the line is back',
  rounds: 15,
  sliceRounds: 1,
  run: (context) => holdLine(context, { kind: 'cut' }, [100, 8_000]),
};

/** The line takes everything and passes nothing on: neither end is told. */
export const halfOpenLine: FaultRow = {
  name: 'half-open-line',
  fault: 'the line takes bytes and connections and passes nothing on for 6 to 14 s',
  canStill: 'see the last state; the page says late after 3 s and lost after 10 s, orders wait on disk',
  rounds: 6,
  sliceRounds: 1,
  run: (context) => holdLine(context, { kind: 'half-open' }, [6_000, 14_000]),
};

/** A long way to the gateway: nothing is lost, everything is late. */
export const slowLine: FaultRow = {
  name: 'slow-line',
  fault: '300 ms each way and up to 400 ms of jitter',
  canStill: 'everything, a second later',
  rounds: 8,
  sliceRounds: 0,
  run: runSlow,
};

/** A room whose desk is behind a line that can be harmed, and whose wall is not. */
async function behindProxy(context: RowContext): Promise<{ readonly room: Room; readonly proxy: TcpProxy }> {
  const room = await Room.open({ rng: context.rng, log: context.log });
  const proxy = new TcpProxy(room.gateway.feedPort, context.rng.fork('line'));
  await proxy.open();
  await room.join('desk', { remote: room.gateway.target(proxy.port) });
  await room.join('wall', { window: 'wall' });
  await room.anchor();
  return { room, proxy };
}

async function holdLine(
  context: RowContext,
  fault: LineFault,
  [low, high]: readonly [number, number],
): Promise<RowResult> {
  const { rng, rounds } = context;
  const { room, proxy } = await behindProxy(context);
  const blindMs: number[] = [];
  const toldMs: number[] = [];
  const violations: string[] = [];
  try {
    for (let round = 1; round <= rounds; round++) {
      const holdMs = rng.between(low, high);
      await room.act();
      const startMs = monoMs();
      proxy.set(fault);
      const alerts = room.raise();
      await room.act();
      if (holdMs > 5_000)
        toldMs.push(await until(() => room.desk.feed?.link !== 'live', 'the page says so', 10_000));
      await room.act();
      await pause(holdMs - (monoMs() - startMs));
      const liftedMs = monoMs();
      proxy.set({ kind: 'none' });
      await alerts;
      const blind = await room.blindSince(liftedMs, [room.desk]);
      blindMs.push(blind);
      if (blind > BLIND_LIMIT_MS) violations.push(`round ${round}: blind for ${Math.round(blind)} ms`);
      context.note(`${round}/${rounds} held ${Math.round(holdMs)} ms, then blind ${Math.round(blind)} ms`);
    }
    violations.push(...(await room.check()));
    return { blindMs, violations, lost: 'nothing', measured: toldText(toldMs) };
  } finally {
    await room.close();
    proxy.close();
  }
}

async function runSlow(context: RowContext): Promise<RowResult> {
  const { room, proxy } = await behindProxy(context);
  const blindMs: number[] = [];
  const violations: string[] = [];
  try {
    proxy.set({ kind: 'slow', delayMs: 300, jitterMs: 400 });
    for (let round = 1; round <= context.rounds; round++) {
      for (let i = 0; i < 3; i++) await room.act();
      const blind = await room.blindSince(monoMs(), [room.desk]);
      blindMs.push(blind);
      if (blind > BLIND_LIMIT_MS) violations.push(`round ${round}: an alert took ${Math.round(blind)} ms`);
      context.note(`${round}/${context.rounds} an alert took ${Math.round(blind)} ms`);
    }
    violations.push(...(await room.check()));
    return { blindMs, violations, lost: 'nothing' };
  } finally {
    await room.close();
    proxy.close();
  }
}

/** When the page said that it no longer knows. */
export function toldText(toldMs: readonly number[]): string | undefined {
  if (toldMs.length === 0) return undefined;
  return `the page said so within ${(Math.max(...toldMs) / 1000).toFixed(1)} s`;
}
