import { join } from 'node:path';
import { FeedRelay } from '../feed-relay.ts';
import type { FaultRow, RowContext, RowResult } from '../fault-row.ts';
import { monoMs, pause } from '../moments.ts';
import { BLIND_LIMIT_MS, Room } from '../room.ts';

/** Messages of events twice, and in another order. */
export const repeatedMessages: FaultRow = {
  name: 'repeated-messages',
  fault: 'a third of the messages of events twice, a third held back up to 400 ms while later ones pass',
  canStill: 'everything; a hole that stays open for 200 ms is fetched again',
  rounds: 25,
  sliceRounds: 2,
  run,
};

async function run(context: RowContext): Promise<RowResult> {
  const { rng, rounds } = context;
  const room = await Room.open({ rng, log: context.log });
  const direct = room.gateway.target();
  const port = Number(new URL(direct.feedUrl).port);
  const relay = new FeedRelay({ port, caPem: direct.caPem }, rng.fork('relay'));
  const blindMs: number[] = [];
  const violations: string[] = [];
  try {
    await relay.open(join(room.folder, 'relay'));
    await room.join('desk', { remote: room.gateway.target(relay.port, relay.caPem) });
    await room.join('wall', { window: 'wall' });
    await room.anchor();
    relay.faults = { duplicate: 1 / 3, reorder: 1 / 3 };
    for (let round = 1; round <= rounds; round++) {
      const alerts: Promise<string>[] = [];
      for (let i = 0; i < 4; i++) {
        alerts.push(room.raise());
        await room.act();
        await pause(rng.between(0, 60));
      }
      await Promise.all(alerts);
      const blind = await room.blindSince(monoMs(), [room.desk]);
      blindMs.push(blind);
      if (blind > BLIND_LIMIT_MS) violations.push(`round ${round}: an alert took ${Math.round(blind)} ms`);
      context.note(`${round}/${rounds} an alert took ${Math.round(blind)} ms`);
    }
    relay.faults = { duplicate: 0, reorder: 0 };
    violations.push(...(await room.check()));
    if (relay.duplicated === 0 || relay.reordered === 0) violations.push('the relay did nothing');
    const measured = `${relay.duplicated} messages twice, ${relay.reordered} out of order`;
    return { blindMs, violations, lost: 'nothing', measured };
  } finally {
    await room.close();
    relay.close();
  }
}
