import { parseArgs } from 'node:util';
import type { Result } from '../shared/kit/result.ts';
import { err, ok } from '../shared/kit/result.ts';
import type { GatewayMode } from './serve/keys.ts';

/** What `serve` was asked to do; paths as typed. */
export interface ServeFlags {
  readonly mode: GatewayMode;
  readonly regionDir: string;
  readonly dataDir: string;
  readonly ingestPort: number;
  readonly feedPort: number;
  readonly drill: string;
  readonly seed: number;
  /** Virtual seconds per real second, or as fast as work is acknowledged. */
  readonly speed: number | 'max';
  readonly rate: number;
  readonly logLevel: string;
}

export type ParsedCli = { readonly kind: 'help' } | { readonly kind: 'serve'; readonly flags: ServeFlags };

export const USAGE = `usage: rampart serve --region-dir DIR --data-dir DIR [flags]

Runs the gateway: ledger, ingest, feed, and with --mode drill the drill. Prints one JSON line when it is ready:
{"ingestUrl","feedUrl","caFile","consoleKey","ingestKeyFile","stream","mode","region"}. The log is on stderr.

  --mode drill|live    a drill (default) has its own keys, authority and record; a live gateway takes none of them
  --region-dir DIR     a region pack (holds manifest.json)
  --data-dir DIR       keys, authority and ledger; made when missing
  --ingest-port N      HTTPS ingest, 0 = any free port (default 0)
  --feed-port N        console feed, 0 = any free port (default 0)
  --drill NAME         drill only: which drill (default free)
  --seed N             drill only: 0 to 4294967295 (default 20261122)
  --speed X            drill only: 0 to 1000 virtual seconds a real second, or max (default 1)
  --rate X             drill only: multiplies the arrival of ambient alerts, 0 to 100 (default 1)
  --log LEVEL          debug, info (default), warn or error
  --help

Exit code: 0 stopped as asked, 1 failed, 2 bad usage or input.
`;

const OPTIONS = {
  mode: { type: 'string', default: 'drill' },
  'region-dir': { type: 'string' },
  'data-dir': { type: 'string' },
  'ingest-port': { type: 'string', default: '0' },
  'feed-port': { type: 'string', default: '0' },
  drill: { type: 'string', default: 'free' },
  seed: { type: 'string', default: '20261122' },
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
  let values: ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];
  try {
    ({ values } = parseArgs({ args: rest, options: OPTIONS, strict: true, allowPositionals: false }));
  } catch (error) {
    return err(error instanceof Error ? (error.message.split('\n', 1)[0] ?? 'bad flags') : 'bad flags');
  }
  if (values.help) return ok({ kind: 'help' });
  const { mode } = values;
  if (mode !== 'drill' && mode !== 'live') return err(`--mode is drill or live, not "${mode}"`);
  const regionDir = values['region-dir'];
  const dataDir = values['data-dir'];
  if (regionDir === undefined || regionDir === '') return err('--region-dir DIR is needed');
  if (dataDir === undefined || dataDir === '') return err('--data-dir DIR is needed');
  const ingestPort = numberIn(values['ingest-port'], 0, 65_535, true);
  if (ingestPort === undefined) return err('--ingest-port is a whole number from 0 to 65535');
  const feedPort = numberIn(values['feed-port'], 0, 65_535, true);
  if (feedPort === undefined) return err('--feed-port is a whole number from 0 to 65535');
  const seed = numberIn(values.seed, 0, 0xffff_ffff, true);
  if (seed === undefined) return err('--seed is a whole number from 0 to 4294967295');
  const speed = values.speed === 'max' ? 'max' : numberIn(values.speed, 0, 1000, false);
  if (speed === undefined) return err('--speed is a number from 0 to 1000, or max');
  const rate = numberIn(values.rate, 0, 100, false);
  if (rate === undefined) return err('--rate is a number from 0 to 100');
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(values.drill)) return err('--drill is a name of a-z, 0-9 and -');
  if (!['debug', 'info', 'warn', 'error'].includes(values.log))
    return err('--log is debug, info, warn or error');
  const { drill, log: logLevel } = values;
  return ok({
    kind: 'serve',
    flags: { mode, regionDir, dataDir, ingestPort, feedPort, drill, seed, speed, rate, logLevel },
  });
}

function numberIn(text: string, low: number, high: number, isWhole: boolean): number | undefined {
  if (!/^\d+(\.\d+)?$/.test(text)) return undefined;
  const value = Number(text);
  return value >= low && value <= high && (!isWhole || Number.isInteger(value)) ? value : undefined;
}
