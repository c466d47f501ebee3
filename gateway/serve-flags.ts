import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { LIVE_GATEWAY_FOLDER } from '../shared/contract/live-config.ts';
import {
  DEFAULT_DRILL,
  DEFAULT_DRILL_SEED,
  DRILL_NAMES,
  type DrillName,
} from '../shared/domain/drill-names.ts';
import type { Result } from '../shared/kit/result.ts';
import { err, ok } from '../shared/kit/result.ts';
import type { RunMode } from '../shared/domain/vocabulary.ts';

/** What `serve` was asked to do; paths as typed. */
export interface ServeFlags {
  readonly mode: RunMode;
  /** Folder of a live configuration; its ports and address count where no flag says otherwise. */
  readonly config: string | undefined;
  readonly regionDir: string;
  readonly dataDir: string;
  /** Undefined: the configuration's, else any free one. */
  readonly ingestPort: number | undefined;
  readonly feedPort: number | undefined;
  /** A console runs beside it and gets a key that opens every seat. Always in a drill. */
  readonly localConsole: boolean;
  /** It ran before and ended: with `config`, the last good copy of a configuration will do. */
  readonly restarted: boolean;
  readonly drill: DrillName;
  readonly seed: number;
  /** Virtual seconds per real second, or as fast as work is acknowledged. */
  readonly speed: number | 'max';
  readonly rate: number;
  readonly logLevel: string;
}

export type ParsedCli = { readonly kind: 'help' } | { readonly kind: 'serve'; readonly flags: ServeFlags };

export const USAGE = `usage: rampart serve --config DIR [flags]
       rampart serve --region NAME|FOLDER --data-dir DIR [flags]

Runs the gateway: ledger, ingest, feed, and with --mode drill the drill. Prints one JSON line when it is ready:
{"ingestUrl","feedUrl","caFile","ingestKeyFile","stream","mode","region","pid"}, with "consoleKey" in a drill. The log is on stderr.

  --config DIR         a live configuration (rampart init): units, contacts, roster, region, ports; consoles join by
                       rampart admin enrol

  --mode drill|live    without --config a drill is the default; it has its own keys, authority and record; a live gateway takes none of them
  --region-dir DIR     a region pack (holds manifest.json); with "rampart serve" also --region NAME, an installed one
  --data-dir DIR       keys, authority and ledger; made when missing
  --ingest-port N      HTTPS ingest, 0 = any free port (default: the configuration's, else 0)
  --feed-port N        console feed, the same
  --local-console      live only: make a key for a console on this machine that may take every seat
  --restarted          with --config: it ran before and ended. Files edited badly since are refused at a first start; now the
                       copy kept at the last good start is used, and consoles are told until the files are good again
  --drill NAME         drill only: ${DRILL_NAMES.join(', ')} (default ${DEFAULT_DRILL})
  --seed N             drill only: 0 to 4294967295 (default ${DEFAULT_DRILL_SEED})
  --speed X            drill only: 0 to 1000 virtual seconds a real second, or max (default 1)
  --rate X             drill only: multiplies the arrival of ambient alerts, 0 to 100 (default 1)
  --log LEVEL          debug, info (default), warn or error
  --help

Exit code: 0 stopped as asked, 1 failed, 2 bad usage or input.
`;

const OPTIONS = {
  mode: { type: 'string' },
  config: { type: 'string' },
  'local-console': { type: 'boolean', default: false },
  restarted: { type: 'boolean', default: false },
  'region-dir': { type: 'string' },
  'data-dir': { type: 'string' },
  'ingest-port': { type: 'string' },
  'feed-port': { type: 'string' },
  drill: { type: 'string', default: DEFAULT_DRILL },
  seed: { type: 'string', default: String(DEFAULT_DRILL_SEED) },
  speed: { type: 'string', default: '1' },
  rate: { type: 'string', default: '1' },
  log: { type: 'string', default: 'info' },
  // The ready message is always JSON; taken so that callers may say so.
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** Parses the words after the program's name. The error is one line that says what to change. */
export function parseCli(argv: readonly string[]): Result<ParsedCli, string> {
  const [command, ...rest] = argv;
  if (command === undefined) return err('name a command: serve');
  if (command === '--help' || command === 'help') return ok({ kind: 'help' });
  if (command !== 'serve') return err(`there is no command "${command}"; there is: serve`);
  try {
    const { values } = parseArgs({ args: rest, options: OPTIONS, strict: true, allowPositionals: false });
    return values.help ? ok({ kind: 'help' }) : ok({ kind: 'serve', flags: readFlags(values) });
  } catch (error) {
    return err(error instanceof Error ? (error.message.split('\n', 1)[0] ?? 'bad flags') : 'bad flags');
  }
}

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

/** Throws Error naming the first flag that is wrong. */
function readFlags(values: Values): ServeFlags {
  const { config } = values;
  const mode = oneOf('mode', values.mode ?? (config === undefined ? 'drill' : 'live'), [
    'drill',
    'live',
  ] as const);
  if (config !== undefined && mode === 'drill')
    throw new Error('--config is of a live gateway: leave out --mode drill');
  const ownDataDir = config === undefined ? undefined : join(path('config', config), LIVE_GATEWAY_FOLDER);
  return {
    mode,
    config,
    localConsole: values['local-console'],
    restarted: values.restarted,
    regionDir: path('region-dir', values['region-dir']),
    dataDir: path('data-dir', values['data-dir'] ?? ownDataDir),
    ingestPort: portIn('ingest-port', values['ingest-port']),
    feedPort: portIn('feed-port', values['feed-port']),
    drill: oneOf('drill', values.drill, DRILL_NAMES),
    seed: numberIn('seed', values.seed, 0xffff_ffff, true),
    speed: values.speed === 'max' ? 'max' : numberIn('speed', values.speed, 1000, false),
    rate: numberIn('rate', values.rate, 100, false),
    logLevel: oneOf('log', values.log, ['debug', 'info', 'warn', 'error'] as const),
  };
}

function oneOf<T extends string>(flag: string, text: string, allowed: readonly T[]): T {
  const found = allowed.find((word) => word === text);
  if (found === undefined) throw new Error(`--${flag} is ${allowed.join(', ')}, not "${text}"`);
  return found;
}

function path(flag: string, text: string | undefined): string {
  if (text === undefined || text === '') throw new Error(`--${flag} DIR is needed`);
  return text;
}

function portIn(flag: string, text: string | undefined): number | undefined {
  return text === undefined ? undefined : numberIn(flag, text, 65_535, true);
}

function numberIn(flag: string, text: string, high: number, isWhole: boolean): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value >= 0 && value <= high && (!isWhole || Number.isInteger(value))) return value;
  throw new Error(`--${flag} is a ${isWhole ? 'whole ' : ''}number from 0 to ${high}, not "${text}"`);
}
