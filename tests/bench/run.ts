/** `npm run bench -- <names...> [--json]`: figures of this machine, of which only ratios of one run bind. */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import type { BenchResult, BenchRow } from './bench.ts';
import { BENCHES } from './registry.ts';

const NAMES = Object.keys(BENCHES);
const HELP = `usage: npm run bench -- [${NAMES.join('|')} ...] [--json]; no name = all. Exit 1 when a goal was missed.\n`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
});
const wrong = positionals.filter((name) => !Object.hasOwn(BENCHES, name));
if (values['help'] === true) process.stdout.write(HELP);
else if (wrong.length > 0) {
  process.stderr.write(`rampart: no such bench: ${wrong.join(' ')}\n${HELP}`);
  process.exitCode = 2;
} else process.exitCode = await runBenches(positionals.length > 0 ? positionals : NAMES);

async function runBenches(names: readonly string[]): Promise<number> {
  const results: Record<string, BenchResult & { readonly seconds: number }> = {};
  for (const name of names) {
    const bench = await BENCHES[name]?.();
    if (bench === undefined) continue;
    process.stderr.write(`rampart: bench ${name} ...\n`);
    const startedMs = performance.now();
    const result = await bench.run((line) => void process.stderr.write(`rampart:   ${line}\n`));
    results[name] = { ...result, seconds: Math.round((performance.now() - startedMs) / 1000) };
    if (values['json'] !== true) process.stdout.write(`${table(name, result)}\n`);
  }
  const isMet = Object.values(results).every(({ rows }) => rows.every((row) => row.ok !== false));
  if (values['json'] === true) {
    const machine = { node: process.version, cpus: cpus().length, model: cpus()[0]?.model ?? '' };
    process.stdout.write(`${JSON.stringify({ ok: isMet, machine, results })}\n`);
  }
  return isMet ? 0 : 1;
}

function table(name: string, { rows, notes }: BenchResult): string {
  const width = Math.max(...rows.map((row) => row.label.length));
  const lines = rows.map(
    (row) => `  ${row.label.padEnd(width)}  ${amount(row)}${interval(row)}${verdict(row)}`,
  );
  return [name, ...lines, ...notes.map((note) => `  - ${note}`)].join('\n');
}

function amount({ value, unit }: BenchRow): string {
  return `${figure(value)} ${unit}`.padStart(18);
}

function interval({ interval: ends }: BenchRow): string {
  return ends === undefined ? '' : `  (95 % ${figure(ends[0])} to ${figure(ends[1])})`;
}

function figure(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 3;
  return value.toLocaleString('en', { maximumFractionDigits: digits });
}

function verdict({ goal, ok }: BenchRow): string {
  if (goal === undefined) return '';
  return `  goal ${goal}${ok === true ? '' : '  MISSED'}`;
}
