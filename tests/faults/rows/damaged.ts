import { copyFileSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Damage, damageFile } from '../damage.ts';
import type { FaultRow, RowContext, RowResult } from '../fault-row.ts';
import { monoMs, pause, until } from '../moments.ts';
import { BLIND_LIMIT_MS, Room } from '../room.ts';
import { TcpProxy } from '../tcp-proxy.ts';

const DAMAGES: readonly Damage[] = ['flipped', 'truncated'];
const tails = ['', '-wal'] as const;

/** The console's cache, which the gateway can fill again. */
export const damagedCache: FaultRow = {
  name: 'damaged-cache',
  fault: 'bits of the cache or its log turned, or their end cut off, while the data service is dead',
  canStill: 'everything: the damaged file is put aside and the state is fetched from the gateway',
  rounds: 20,
  sliceRounds: 0,
  run: (context) => damagedConsole(context, 'cache.db'),
};

/** The console's waiting commands, which are nowhere else. */
export const damagedOutbox: FaultRow = {
  name: 'damaged-outbox',
  fault:
    'bits of the outbox or its log turned, or their end cut off, while commands wait in it and the data service is dead',
  canStill: 'act again; the console says that waiting commands could not be read',
  rounds: 20,
  sliceRounds: 1,
  run: (context) => damagedConsole(context, 'outbox.db'),
};

async function damagedConsole(context: RowContext, name: 'cache.db' | 'outbox.db'): Promise<RowResult> {
  const { rng, rounds } = context;
  const room = await Room.open({ rng, log: context.log });
  const proxy = new TcpProxy(room.gateway.feedPort, rng.fork('line'));
  const blindMs: number[] = [];
  const violations: string[] = [];
  let unread = 0;
  let putAside = 0;
  try {
    await proxy.open();
    const desk = await room.join('desk', { remote: room.gateway.target(proxy.port) });
    await room.anchor();
    for (let round = 1; round <= rounds; round++) {
      await room.act();
      // Only a command that cannot leave waits in the outbox.
      if (name === 'outbox.db') proxy.set({ kind: 'cut' });
      for (let i = 0; i < 2; i++) await room.act();
      const killedMs = monoMs();
      const starts = desk.started.length;
      const pid = desk.harm.pid();
      desk.harm.signal('SIGKILL');
      await until(() => isGone(pid), 'it is dead');
      const file = join(desk.input.dataDir, 'console', name);
      damageFile(`${file}${rng.pick(tails)}`, rng.pick(DAMAGES), rng);
      await until(() => desk.started.length > starts, 'it is started again');
      const notice = desk.started.at(-1)?.notice;
      if (notice !== undefined) putAside++;
      proxy.set({ kind: 'none' });
      const blind = await room.blindSince(killedMs, [desk]);
      blindMs.push(blind);
      if (blind > BLIND_LIMIT_MS) violations.push(`round ${round}: blind for ${Math.round(blind)} ms`);
      if (name === 'outbox.db') {
        await pause(1_500);
        const lost = room.waiveUnstored();
        unread += lost;
        if (lost > 0 && notice === undefined)
          violations.push(`round ${round}: ${lost} commands lost without a word`);
      }
      context.note(
        `${round}/${rounds} blind ${Math.round(blind)} ms${notice === undefined ? '' : ` ${notice}`}`,
      );
    }
    violations.push(...(await room.check()));
    const lost =
      name === 'cache.db'
        ? 'nothing'
        : `${unread} commands that had waited in the damaged file, each time reported`;
    return { blindMs, violations, lost, measured: `put aside in ${putAside} of ${rounds} rounds` };
  } finally {
    await room.close();
    proxy.close();
  }
}

/** The ledger itself. A room without its truth must say so; it must never show something else. */
export const damagedLedger: FaultRow = {
  name: 'damaged-ledger',
  fault:
    "bits of the ledger or its log turned, or their end cut off, while the gateway is dead; 6 s later an operator puts yesterday's copy of the moment back",
  canStill: 'see the last state, marked lost or quarantined; orders wait on disk',
  rounds: 8,
  sliceRounds: 0,
  run: runLedger,
};

async function runLedger(context: RowContext): Promise<RowResult> {
  const { rng, rounds } = context;
  const room = await Room.open({ rng, log: context.log });
  const blindMs: number[] = [];
  const violations: string[] = [];
  const outcomes = new Map<string, number>();
  try {
    const desk = await room.join('desk');
    await room.anchor();
    for (let round = 1; round <= rounds; round++) {
      for (let i = 0; i < 3; i++) await room.act();
      await room.settle();
      const shownSeq = desk.state.seq;
      await killGateway(room);
      const copy = copyLedger(room.gateway.ledgerFile, join(room.folder, `copy-${round}`));
      damageFile(`${room.gateway.ledgerFile}${rng.pick(tails)}`, rng.pick(DAMAGES), rng);
      await pause(6_000);
      const link = desk.feed?.link ?? 'none';
      const isSame = link === 'live' && desk.state.seq >= shownSeq;
      outcomes.set(isSame ? 'harmless' : link, (outcomes.get(isSame ? 'harmless' : link) ?? 0) + 1);
      if (desk.state.seq < shownSeq)
        violations.push(`round ${round}: the screen went back to ${desk.state.seq}`);
      await killGateway(room);
      copy.restore();
      const restoredMs = monoMs();
      const blind = await room.blindSince(restoredMs);
      blindMs.push(blind);
      if (blind > BLIND_LIMIT_MS) violations.push(`round ${round}: blind for ${Math.round(blind)} ms`);
      context.note(`${round}/${rounds} ${link}, then blind ${Math.round(blind)} ms`);
    }
    violations.push(...(await room.check()));
    const seen = [...outcomes].map(([outcome, count]) => `${outcome} ${count}`).join(', ');
    return {
      blindMs,
      violations,
      lost: 'nothing that the copy holds',
      measured: `the screen meanwhile: ${seen}`,
    };
  } finally {
    await room.close();
  }
}

/** Kills the gateway at a moment when one runs, and waits until it is gone. */
async function killGateway(room: Room): Promise<void> {
  const pid = room.gateway.harm.pid();
  if (!isGone(pid)) room.gateway.harm.signal('SIGKILL');
  await until(() => isGone(pid), 'the gateway is dead');
}

function copyLedger(file: string, to: string): { restore(): void } {
  const parts = readdirSync(dirname(file)).filter(
    (name) => name.startsWith(basename(file)) && !name.endsWith('-shm'),
  );
  for (const name of parts) copyFileSync(join(dirname(file), name), `${to}-${name}`);
  return {
    restore: () => {
      for (const tail of ['', '-wal', '-shm']) rmSync(`${file}${tail}`, { force: true });
      for (const name of parts) copyFileSync(`${to}-${name}`, join(dirname(file), name));
    },
  };
}

function isGone(pid: number): boolean {
  return !existsSync(`/proc/${pid}/exe`) || !existsSync(`/proc/${pid}/fd/0`);
}
