import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import type { FaultRow, RowContext, RowResult } from '../fault-row.ts';
import { monoMs, pause } from '../moments.ts';
import { BLIND_LIMIT_MS, Room } from '../room.ts';

const DISK_MB = 24;

/** The gateway's disk fills up and is emptied again. */
export const fullGatewayDisk: FaultRow = {
  name: 'full-disk-gateway',
  fault: `the gateway's disk (a tmpfs of ${DISK_MB} MB) is filled to the last byte for 3 s, alerts and commands go on`,
  canStill:
    'see everything known; what the gateway cannot store it does not accept: sources send again, commands wait and are asked again',
  rounds: 5,
  sliceRounds: 0,
  run: (context) => fill(context, 'gateway'),
};

/** The console's disk fills up and is emptied again. */
export const fullConsoleDisk: FaultRow = {
  name: 'full-disk-console',
  fault: `the console's disk (a tmpfs of ${DISK_MB} MB) is filled to the last byte for 3 s, alerts and commands go on`,
  canStill:
    'everything: orders are written where room was set aside for them, facts and positions wait in memory, the page says that the disk is full',
  rounds: 5,
  sliceRounds: 0,
  run: (context) => fill(context, 'console'),
};

async function fill(context: RowContext, whose: 'gateway' | 'console'): Promise<RowResult> {
  const disk = mountDisk();
  if (disk === undefined)
    return { blindMs: [], violations: [], lost: 'not run: mounting a tmpfs needs root', measured: undefined };
  const room = await Room.open({
    rng: context.rng,
    log: context.log,
    ...(whose === 'gateway'
      ? { gatewayDir: join(disk.folder, 'gateway') }
      : { deskDir: join(disk.folder, 'desk') }),
  });
  const blindMs: number[] = [];
  const violations: string[] = [];
  try {
    await room.join('desk');
    await room.join('wall', { window: 'wall' });
    await room.anchor();
    for (let round = 1; round <= context.rounds; round++) {
      const ballast = disk.fillUp();
      const raised = whose === 'console' ? [room.raise(), room.raise()] : [];
      for (let i = 0; i < 4; i++) await room.act();
      await pause(3_000);
      const liftedMs = monoMs();
      rmSync(ballast);
      await Promise.all(raised);
      const blind = await room.blindSince(liftedMs);
      blindMs.push(blind);
      if (blind > BLIND_LIMIT_MS) violations.push(`round ${round}: blind for ${Math.round(blind)} ms`);
      for (let i = 0; i < 2; i++) await room.act();
      context.note(`${round}/${context.rounds} then blind ${Math.round(blind)} ms`);
    }
    violations.push(...(await room.check()));
    const lost = `nothing that was accepted; ${room.refusedAtOnce} commands were refused at once`;
    return { blindMs, violations, lost };
  } finally {
    await room.close();
    disk.unmount();
  }
}

interface SmallDisk {
  readonly folder: string;
  /** Fills it to the last byte; returns the file to delete. */
  fillUp(): string;
  unmount(): void;
}

/** A disk of its own; undefined when this user may not mount one. */
function mountDisk(): SmallDisk | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'rampart-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    rmSync(folder, { recursive: true });
    return undefined;
  }
  mkdirSync(join(folder, 'gateway'), { recursive: true });
  return {
    folder,
    fillUp: () => {
      const file = join(folder, 'ballast');
      for (const size of [1_048_576, 65_536, 4_096, 512, 1]) {
        try {
          while (statfsSync(folder).bfree > 0) writeFileSync(file, Buffer.alloc(size), { flag: 'a' });
        } catch {
          // Full for this size: a smaller one may still fit.
        }
      }
      return file;
    },
    unmount: () => {
      execFileSync('umount', ['-l', folder], { stdio: 'ignore' });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
