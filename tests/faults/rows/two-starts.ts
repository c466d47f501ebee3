import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { FaultRow, RowContext, RowResult } from '../fault-row.ts';
import { monoMs } from '../moments.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

/** Two consoles are started on one data folder at the same moment, whole, as `npm start` does it. */
export const twoStarts: FaultRow = {
  name: 'two-starts',
  fault:
    'two whole consoles (and two gateways) started on one data folder at the same moment; then one after kill -9 of the first',
  canStill: 'work in the one that got the folder; the other says who has it and ends with code 1',
  rounds: 3,
  sliceRounds: 0,
  run,
};

interface Started {
  readonly child: ChildProcess;
  /** `ready`, or the code it ended with and what it said. */
  readonly outcome: Promise<string>;
}

async function run(context: RowContext): Promise<RowResult> {
  const blindMs: number[] = [];
  const violations: string[] = [];
  for (let round = 1; round <= context.rounds; round++) {
    const folder = mkdtempSync(join(tmpdir(), 'rampart-two-'));
    const running: Started[] = [];
    try {
      const isGateway = round % 3 === 0;
      const start = isGateway ? startGateway : startConsole;
      running.push(start(folder), start(folder));
      const outcomes = await Promise.all(running.map((one) => one.outcome));
      if (outcomes.filter((outcome) => outcome === 'ready').length !== 1)
        violations.push(`round ${round}: ${outcomes.join(' | ')}`);
      const refusal = outcomes.find((outcome) => outcome !== 'ready') ?? '';
      if (!refusal.startsWith('1 ') || !refusal.includes(folder))
        violations.push(`round ${round}: said ${refusal}`);
      // A killed one must not keep the folder, nor must whoever has its number now.
      const winner = running[outcomes.indexOf('ready')];
      const killedMs = monoMs();
      winner?.child.kill('SIGKILL');
      const third = start(folder);
      running.push(third);
      const outcome = await third.outcome;
      if (outcome !== 'ready') violations.push(`round ${round}: after a kill: ${outcome}`);
      blindMs.push(monoMs() - killedMs);
      context.note(`${round}/${context.rounds} started again after ${Math.round(monoMs() - killedMs)} ms`);
    } finally {
      for (const { child } of running) {
        if (child.exitCode !== null || child.signalCode !== null) continue;
        const gone = new Promise((done) => child.once('exit', done));
        child.kill('SIGTERM');
        await gone;
      }
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return {
    blindMs,
    violations,
    lost: 'nothing',
    measured: 'blind = from kill -9 to a whole new console ready',
  };
}

function startConsole(folder: string): Started {
  const args = ['--host', 'browser', '--headless', '--port', '0', '--lang', 'en', '--data-dir', folder];
  return started([join(ROOT, 'main', 'index.ts'), ...args], (line) => line.startsWith('ready '));
}

function startGateway(folder: string): Started {
  const region = join(ROOT, 'regions', 'jinan');
  const args = ['serve', '--mode', 'live', '--region-dir', region, '--data-dir', folder];
  return started([join(ROOT, 'gateway', 'cli.ts'), ...args], (line) => line.includes('feedUrl'));
}

function started(args: readonly string[], isReady: (line: string) => boolean): Started {
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const outcome = new Promise<string>((done) => {
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (isReady(out)) done('ready');
    });
    child.once('exit', (code) => done(`${code} ${said.trim()}`));
  });
  return { child, outcome };
}
