/** `npm run test:faults`: harms real rooms, row by row, and writes docs/RELIABILITY.md when all rows were run in full. */
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createStderrLog } from '../../main/log.ts';
import { createRng } from '../../shared/kit/rng.ts';
import { FAULT_ROWS } from './all-rows.ts';
import type { FaultRow } from './fault-row.ts';
import { type RowReport, reliabilityPage } from './reliability-page.ts';

const USAGE = `usage: npm run test:faults -- [--seed N] [--row NAME]... [--rounds N]

Rows: ${FAULT_ROWS.map((row) => row.name).join(', ')}.
All rows in full write docs/RELIABILITY.md. Linux only. Exit code: 0 every promise kept, 1 not, 2 bad usage.
`;
const PAGE = resolve(import.meta.dirname, '../../docs/RELIABILITY.md');
const isKill = (row: FaultRow): boolean => row.name.startsWith('kill-');
const orderOf = (name: string): number => FAULT_ROWS.findIndex((row) => row.name === name);
const say = (line: string): void => void process.stderr.write(`${line}\n`);

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (options === undefined || process.platform !== 'linux') {
    process.stderr.write(USAGE);
    return 2;
  }
  const { seed, rows, rounds } = options;
  // Kept with the compiled programs between starts, as an installed console keeps them.
  process.env['NODE_COMPILE_CACHE'] ??= join(resolve(import.meta.dirname, '../..'), '.cache', 'compiled');
  const startedMs = performance.now();
  const reports: RowReport[] = [];
  // Kills keep a processor busy, faults that are held mostly wait: the two lanes fill each other's time.
  const lanes = [rows.filter(isKill), rows.filter((row) => !isKill(row))];
  const inLane = async (lane: readonly FaultRow[]): Promise<void> => {
    for (const row of lane) reports.push(await runRow(row, seed, rounds ?? row.rounds));
  };
  await Promise.all(lanes.map(inLane));
  reports.sort((a, b) => orderOf(a.name) - orderOf(b.name));
  for (const { name, violations } of reports) for (const line of violations) say(`BROKEN ${name}: ${line}`);
  if (rows.length === FAULT_ROWS.length && rounds === undefined) {
    const page = reliabilityPage({
      seed,
      date: new Date().toISOString().slice(0, 10),
      machine: machineText(),
      tookMs: performance.now() - startedMs,
      rows: reports,
    });
    writeFileSync(PAGE, page);
    say('docs/RELIABILITY.md written');
  }
  return reports.some((report) => report.violations.length > 0) ? 1 : 0;
}

async function runRow(row: FaultRow, seed: number, rounds: number): Promise<RowReport> {
  const startedMs = performance.now();
  const { name, fault, canStill } = row;
  say(`${name}: ${rounds} rounds`);
  const log = createStderrLog('faults', process.env['RAMPART_LOG'] ?? 'fatal');
  const rng = createRng(seed).fork(name);
  const note = (text: string): void => say(`  ${name} ${text}`);
  const result = await row.run({ rounds, rng, log, note }).catch((error: unknown) => ({
    blindMs: [],
    violations: [`the row ended early: ${error instanceof Error ? error.message : String(error)}`],
    lost: 'unknown',
    measured: undefined,
  }));
  const tookMs = performance.now() - startedMs;
  say(`${name}: ${result.violations.length === 0 ? 'kept' : 'BROKEN'}, ${Math.round(tookMs / 1000)} s`);
  return { name, fault, canStill, rounds, tookMs, ...result };
}

function readOptions(
  args: readonly string[],
):
  | { readonly seed: number; readonly rows: readonly FaultRow[]; readonly rounds: number | undefined }
  | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        seed: { type: 'string', default: '1' },
        row: { type: 'string', multiple: true },
        rounds: { type: 'string' },
      },
    });
    const wanted = values.row ?? FAULT_ROWS.map((row) => row.name);
    const rows = FAULT_ROWS.filter((row) => wanted.includes(row.name));
    const seed = Number(values.seed);
    const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
    const isGood =
      Number.isInteger(seed) && (rounds === undefined || (Number.isInteger(rounds) && rounds > 0));
    return isGood && rows.length === new Set(wanted).size ? { seed, rows, rounds } : undefined;
  } catch {
    return undefined;
  }
}

function machineText(): string {
  const load = (loadavg()[0] ?? 0).toFixed(1);
  return `${cpus().length} processors, ${process.platform} ${process.arch}, Node ${process.versions.node}, load ${load} at the end`;
}
