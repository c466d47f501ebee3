import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isPlaintext } from '../../../main/data/open-database.ts';
import { openCache } from '../../../main/data/cache.ts';
import { ConsoleProgram } from '../console-program.ts';
import type { FaultRow, RowContext, RowResult } from '../fault-row.ts';
import { monoMs, until } from '../moments.ts';
import { BLIND_LIMIT_MS, Room } from '../room.ts';

/** The secret store gives another key than the one the files were written with. */
export const wrongKey: FaultRow = {
  name: 'wrong-key',
  fault: 'the console starts on its files with another key',
  canStill:
    'everything: the files are put aside still encrypted, the state is fetched from the gateway, and the page says so',
  rounds: 3,
  sliceRounds: 0,
  run,
};

async function run(context: RowContext): Promise<RowResult> {
  const room = await Room.open({ rng: context.rng, log: context.log });
  const blindMs: number[] = [];
  const violations: string[] = [];
  try {
    await room.join('desk');
    await room.anchor();
    for (let round = 1; round <= context.rounds; round++) {
      const name = `guest-${round}`;
      const first = await room.join(name);
      await room.blindSince(monoMs(), [first]);
      await room.leave(first);
      const startMs = monoMs();
      const second = new ConsoleProgram({ ...first.input, cacheKey: randomBytes(32) });
      second.connect(room.gateway.target());
      room.consoles.push(second);
      await until(() => second.saysLive, 'it is live');
      const blind = await room.blindSince(startMs, [second]);
      blindMs.push(blind);
      if (blind > BLIND_LIMIT_MS) violations.push(`round ${round}: blind for ${Math.round(blind)} ms`);
      if (second.started.at(-1)?.notice === undefined) violations.push(`round ${round}: nobody was told`);
      const aside = join(first.input.dataDir, 'console', 'quarantine');
      const kept = readdirSync(aside).find((file) => file.endsWith('cache.db'));
      if (kept === undefined) violations.push(`round ${round}: the old cache is gone`);
      else {
        if (isPlaintext(join(aside, kept))) violations.push(`round ${round}: the old cache is not encrypted`);
        const old = openCache({ path: join(aside, kept), key: room.cacheKey });
        if (old.load('jinan|seat:dispatcher').length === 0)
          violations.push(`round ${round}: the old cache is empty`);
        old.close();
      }
      context.note(`${round}/${context.rounds} blind ${Math.round(blind)} ms`);
    }
    violations.push(...(await room.check()));
    return { blindMs, violations, lost: 'nothing: the right key still opens what was put aside' };
  } finally {
    await room.close();
  }
}
