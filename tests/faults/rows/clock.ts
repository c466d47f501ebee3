import { join } from 'node:path';
import type { FaultRow, RowContext, RowResult } from '../fault-row.ts';
import { monoMs, pause } from '../moments.ts';
import { BLIND_LIMIT_MS, Room } from '../room.ts';

const PRELOAD = join(import.meta.dirname, '..', 'clock-preload.mjs');

/** The gateway's wall clock jumps. */
export const clockSteps: FaultRow = {
  name: 'clock-steps',
  fault: "the gateway's wall clock is set forward and back by 2 s up to a day (its monotonic clock is not)",
  canStill:
    'everything; a command that a step makes older than its 60 s is refused as expired and asked again',
  rounds: 8,
  sliceRounds: 0,
  run,
};

async function run(context: RowContext): Promise<RowResult> {
  const { rng, rounds } = context;
  const steps = Array.from({ length: rounds }, () => {
    const sizeMs = rng.pick([2_000, 60_000, 3_600_000, 86_400_000]);
    return rng.chance(0.5) ? sizeMs : -sizeMs;
  });
  const blindMs: number[] = [];
  const violations: string[] = [];
  const env = { NODE_OPTIONS: `--import=${PRELOAD}`, CLOCK_STEPS_MS: steps.join(',') };
  const room = await Room.open({ rng, log: context.log, gatewayEnv: env });
  try {
    const desk = await room.join('desk');
    await room.join('wall', { window: 'wall' });
    await room.anchor();
    let refused = 0;
    for (const [index, stepMs] of steps.entries()) {
      await room.act();
      const setMs = monoMs();
      room.gateway.harm.signal('SIGUSR2');
      for (let i = 0; i < 2; i++) await room.act();
      const blind = await room.blindSince(setMs);
      blindMs.push(blind);
      if (blind > BLIND_LIMIT_MS) violations.push(`step of ${stepMs} ms: blind for ${Math.round(blind)} ms`);
      await pause(1_500);
      context.note(`${index + 1}/${rounds} step ${stepMs / 1000} s, blind ${Math.round(blind)} ms`);
    }
    violations.push(...(await room.check()));
    refused = [...desk.progress.values()].filter((state) => state === 'rejected').length;
    return {
      blindMs,
      violations,
      lost: 'nothing',
      measured: `${refused} commands refused, to be asked again`,
    };
  } finally {
    await room.close();
  }
}
