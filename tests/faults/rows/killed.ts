import { monoMs, pause, until } from '../moments.ts';
import { BLIND_LIMIT_MS, Room } from '../room.ts';
import type { FaultRow, RowContext, RowResult } from '../fault-row.ts';

/** kill -9 of the data service: the console's own half. */
export const killDataService: FaultRow = {
  name: 'kill-data-service',
  fault: 'kill -9 of the data service at a random moment, commands on their way',
  canStill:
    'look at the page as it was (it says that it is reconnecting) and act again; what was queued is sent by the next process',
  rounds: 100,
  sliceRounds: 1,
  run: (context) => killRounds(context, 'desk'),
};

/** kill -9 of the gateway: the whole room's truth. */
export const killGateway: FaultRow = {
  name: 'kill-gateway',
  fault: 'kill -9 of the gateway at a random moment, alerts and commands on their way',
  canStill:
    'see the state of the last second, marked late; commands are queued and sent once it is back, or asked again after 60 s',
  rounds: 100,
  sliceRounds: 1,
  run: (context) => killRounds(context, 'gateway'),
};

async function killRounds(context: RowContext, who: 'desk' | 'gateway'): Promise<RowResult> {
  const { rng, rounds } = context;
  const room = await Room.open({ rng, log: context.log });
  const blindMs: number[] = [];
  const violations: string[] = [];
  try {
    const desk = await room.join('desk');
    await room.join('wall', { window: 'wall' });
    await room.anchor();
    const victim = who === 'desk' ? desk.harm : room.gateway.harm;
    for (let round = 1; round <= rounds; round++) {
      const screens = who === 'desk' ? [desk] : room.consoles;
      const alerts = Promise.all([room.raise(), room.raise()]);
      const acts = (async () => {
        for (let i = 0; i < 3; i++) await room.act();
      })();
      await pause(rng.between(0, 40));
      const killedMs = monoMs();
      const startsBefore = who === 'desk' ? desk.starts : room.gateway.starts;
      victim.signal('SIGKILL');
      await until(
        () => (who === 'desk' ? desk.starts : room.gateway.starts) > startsBefore,
        'it is started again',
      );
      const blind = await room.blindSince(killedMs, screens);
      blindMs.push(blind);
      if (blind > BLIND_LIMIT_MS) violations.push(`round ${round}: blind for ${Math.round(blind)} ms`);
      await alerts;
      await acts;
      if (round % 10 === 0) await room.settle();
      context.note(`${round}/${rounds} blind ${Math.round(blind)} ms`);
    }
    violations.push(...(await room.check()));
    return { blindMs, violations, lost: 'nothing' };
  } finally {
    await room.close();
  }
}
