import { BLIND_LIMIT_MS } from './room.ts';

/** What a row of the table says. */
export interface RowReport {
  readonly name: string;
  readonly fault: string;
  readonly canStill: string;
  readonly rounds: number;
  readonly blindMs: readonly number[];
  readonly lost: string;
  readonly measured?: string | undefined;
  readonly violations: readonly string[];
  readonly tookMs: number;
}

export interface PageInput {
  readonly seed: number;
  readonly date: string;
  readonly machine: string;
  readonly tookMs: number;
  readonly rows: readonly RowReport[];
}

/** docs/RELIABILITY.md as a run of all rows writes it. Pure. */
export function reliabilityPage({ seed, date, machine, tookMs, rows }: PageInput): string {
  const broken = rows.filter((row) => row.violations.length > 0);
  const verdict =
    broken.length === 0
      ? 'Every promise was kept.'
      : `Broken promises in: ${broken.map((row) => row.name).join(', ')}.`;
  return `# Reliability

Written by \`npm run test:faults -- --seed ${seed}\` on ${date} (${machine}, ${Math.round(tookMs / 60_000)} min). ${verdict}
The same seed repeats the same faults at the same moments of the plan; the machine decides the rest.

Each row harms a real room: the gateway's process, data services started and supervised as the console starts them, commands and
alerts on their way. After each row the whole history is judged (\`tests/faults/history-checker.ts\`): the log has no gap, no event
twice and no other content than its hash; every accepted command has one effect, every refused or expired one none; what a person
was told is what was stored; every screen is the fold of its own view of the log; no order is lost, double, or shares its unit.

**Blind**: from the kill, or from the moment a held fault ends, until an alert raised after it stands on the screen and the page says
that it is live. The limit is ${BLIND_LIMIT_MS / 1000} s.

| Fault | Rounds | Lost | What the dispatcher can still do | Blind p50 | max | Also measured |
|---|---|---|---|---|---|---|
${rows.map(rowLine).join('\n')}
${broken.map((row) => `\n## Broken: ${row.name}\n${row.violations.map((line) => `- ${line}`).join('\n')}\n`).join('')}
Replay one row: \`npm run test:faults -- --row NAME --seed ${seed}\`; NAME is one of ${rows.map((row) => `\`${row.name}\``).join(', ')}.

## What this does not show
- Commands are judged one by one where they carry a mark: notes and assignments. Recalls and promotions are judged by the state.
- Power loss. A killed process leaves what it wrote to the system; a power cut also loses what the disk had not taken. The last row
  opens what such a cut may leave (torn logs, half-done checkpoints), provided the disk keeps its word about fsync.
- A full disk is a small tmpfs of its own, mounted for the row; without the right to mount the row says that it was not run.
- Clock steps reach the gateway through its \`Date\` alone (\`tests/faults/clock-preload.mjs\`): programs on Node read no other wall clock.
- Several machines: gateway, line and consoles run on one, and share its processors.
`;
}

function rowLine(row: RowReport): string {
  const cells = [
    `**${row.name}**: ${row.fault}`,
    String(row.rounds),
    row.lost,
    row.canStill,
    seconds(median(row.blindMs)),
    seconds(row.blindMs.length === 0 ? undefined : Math.max(...row.blindMs)),
    row.measured ?? '',
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function median(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

const seconds = (ms: number | undefined): string => (ms === undefined ? '-' : `${(ms / 1000).toFixed(1)} s`);
