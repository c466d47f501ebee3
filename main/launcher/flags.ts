/**
 * The flags of `npm start`, parsed purely: no process, no files. The composition root passes argv and
 * environment in and acts on the answer.
 */
import { DRILL_NAMES, isDrillName } from '../../shared/domain/drill-names.ts';
import { HELP, type Lang, type MessageLang, flagMessage } from './flags-text.ts';

export { HELP, type Lang };

export type HostKind = 'electron' | 'browser';
export type Seat = 'dispatcher' | 'commander' | 'leader' | 'trainer';

/** Everything the command line may decide. `undefined` = not given: the composition root chooses. */
export interface LaunchFlags {
  /** Undefined: Electron where its runtime answers, else the browser host. */
  readonly host: HostKind | undefined;
  /** No window is opened and no display is needed. Always true with `check`. */
  readonly headless: boolean;
  /** Page port; ingest listens on port+1 and feed on port+2. 0 = every one free. Undefined: the default ports. */
  readonly port: number | undefined;
  /** As typed, relative to the directory of the caller (INIT_CWD). */
  readonly dataDir: string | undefined;
  /** Language of the console. */
  readonly lang: Lang;
  /** Language of the lines this process prints: `--lang`, else the locale, else zh-CN. */
  readonly messageLang: MessageLang;
  /** Name of an installed region pack or a pack's folder, as typed. Undefined: the default region. */
  readonly region: string | undefined;
  /** Folder of a live configuration, as typed; no drill then. */
  readonly live: string | undefined;
  /** Address of a gateway elsewhere, as typed; this start then runs no gateway of its own. */
  readonly gateway: string | undefined;
  /** Code that enrols this console at that gateway. */
  readonly enrol: string | undefined;
  /** Name of the drill, lower-case kebab. Undefined: the default drill. */
  readonly drill: string | undefined;
  /** Virtual seconds per wall second, 0.1 to 64. */
  readonly speed: number;
  /** Unsigned 32-bit seed. Undefined: the drill's own seed. */
  readonly seed: number | undefined;
  /** Multiplies the arrival rate of ambient alerts, 0 to 100. */
  readonly rate: number;
  readonly seat: Seat;
  /** Ask the running instance for one more link and exit. */
  readonly printUrl: boolean;
  /** Headless self-test, one JSON line. */
  readonly check: boolean;
}

/** What to do next. `error`: print `message` on stderr and exit with `exitCode` (always 2). */
export type ParsedFlags =
  | { readonly kind: 'run'; readonly flags: LaunchFlags }
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'error'; readonly message: string; readonly exitCode: 2 };

/** The locale variables of a POSIX environment; all optional (Windows has none). */
export interface LocaleEnv {
  readonly [name: string]: string | undefined;
}

const MAX_PORT = 65_533; // N+2 must still be a port
const SEATS: readonly Seat[] = ['dispatcher', 'commander', 'leader', 'trainer'];
const HOSTS: readonly HostKind[] = ['electron', 'browser'];
const LANGS: readonly Lang[] = ['zh-CN', 'en'];

type Draft = { -readonly [K in keyof LaunchFlags]: LaunchFlags[K] };
/** Stores the value and says true, or says false when the value is not allowed. */
type ValueSetter = (draft: Draft, value: string) => boolean;

interface ValueFlag {
  readonly allowed: string;
  readonly set: ValueSetter;
}

const VALUE_FLAGS: ReadonlyMap<string, ValueFlag> = new Map<string, ValueFlag>([
  ['--host', { allowed: HOSTS.join(' | '), set: (d, v) => pick(HOSTS, v, (x) => (d.host = x)) }],
  ['--port', { allowed: `0..${MAX_PORT}`, set: (d, v) => whole(v, MAX_PORT, (x) => (d.port = x)) }],
  ['--data-dir', { allowed: 'PATH', set: (d, v) => setIf(v.trim() !== '', () => (d.dataDir = v)) }],
  ['--region', { allowed: 'NAME | FOLDER', set: (d, v) => setIf(v.trim() !== '', () => (d.region = v)) }],
  ['--live', { allowed: 'DIR', set: (d, v) => setIf(v.trim() !== '', () => (d.live = v)) }],
  [
    '--gateway',
    { allowed: 'https://HOST:PORT', set: (d, v) => setIf(v.trim() !== '', () => (d.gateway = v)) },
  ],
  ['--enrol', { allowed: 'CODE', set: (d, v) => setIf(v.trim() !== '', () => (d.enrol = v)) }],
  ['--lang', { allowed: LANGS.join(' | '), set: (d, v) => pick(LANGS, v, (x) => (d.lang = x)) }],
  [
    '--drill',
    { allowed: DRILL_NAMES.join(' | '), set: (d, v) => setIf(isDrillName(v), () => (d.drill = v)) },
  ],
  ['--speed', { allowed: '0.1..64', set: (d, v) => decimal(v, 0.1, 64, (x) => (d.speed = x)) }],
  ['--seed', { allowed: '0..4294967295', set: (d, v) => whole(v, 0xffff_ffff, (x) => (d.seed = x)) }],
  ['--rate', { allowed: '0..100', set: (d, v) => decimal(v, 0, 100, (x) => (d.rate = x)) }],
  ['--seat', { allowed: SEATS.join(' | '), set: (d, v) => pick(SEATS, v, (x) => (d.seat = x)) }],
]);

const SWITCHES: ReadonlyMap<string, (draft: Draft) => void> = new Map<string, (draft: Draft) => void>([
  ['--headless', (d) => void (d.headless = true)],
  ['--print-url', (d) => void (d.printUrl = true)],
  ['--check', (d) => void (d.check = true)],
]);

/** Parses the arguments after the script name. Accepts `--flag value` and `--flag=value`; the last one wins. */
export function parseFlags(argv: readonly string[], env: LocaleEnv): ParsedFlags {
  const lang = langOfArgs(argv) ?? langOfLocale(env);
  if (argv.includes('--help') || argv.includes('-h')) return { kind: 'help', text: HELP[lang] };
  const draft = defaults(lang);
  for (let i = 0; i < argv.length; ) {
    const taken = takeFlag(draft, argv[i] ?? '', argv[i + 1]);
    if (typeof taken === 'function') return failed(taken(lang));
    i += taken;
  }

  // A run without a window cannot be an Electron one: Electron is its windows.
  if (draft.host === 'electron' && (draft.headless || draft.check)) {
    const other = draft.check ? '--check' : '--headless';
    return failed(flagMessage(lang, 'conflict', '--host', 'electron', other));
  }
  const clash = clashIn(argv);
  if (clash !== undefined) return failed(flagMessage(lang, 'clash', clash[0], '', clash[1]));
  if (draft.enrol !== undefined && draft.gateway === undefined)
    return failed(flagMessage(lang, 'needs', '--enrol', '', '--gateway https://HOST:PORT'));
  if (draft.check) draft.headless = true;
  return { kind: 'run', flags: draft };
}

const DRILL_ONLY = ['--drill', '--speed', '--seed', '--rate', '--check'];
/** A live configuration has its own folder and region; a gateway elsewhere has its own everything. */
const CLASHES: readonly (readonly [string, readonly string[]])[] = [
  ['--live', [...DRILL_ONLY, '--gateway', '--data-dir', '--region']],
  ['--gateway', DRILL_ONLY],
];

/** Two flags that were given and do not go together. */
function clashIn(argv: readonly string[]): readonly [string, string] | undefined {
  const given = new Set(argv.map((word) => word.split('=', 1)[0] ?? word));
  for (const [flag, others] of CLASHES) {
    const other = given.has(flag) ? others.find((one) => given.has(one)) : undefined;
    if (other !== undefined) return [flag, other];
  }
  return undefined;
}

/** Applies one flag to the draft. Answers how many words it took, or the complaint. */
function takeFlag(draft: Draft, word: string, next: string | undefined): number | ((lang: Lang) => string) {
  const equals = word.startsWith('--') ? word.indexOf('=') : -1;
  const name = equals > 0 ? word.slice(0, equals) : word;
  const inline = equals > 0 ? word.slice(equals + 1) : undefined;

  const flip = SWITCHES.get(name);
  if (flip !== undefined) {
    if (inline !== undefined) return (lang) => flagMessage(lang, 'no-value', name, inline, '');
    flip(draft);
    return 1;
  }
  const flag = VALUE_FLAGS.get(name);
  if (flag === undefined) {
    const known = [...VALUE_FLAGS.keys(), ...SWITCHES.keys(), '--help'].join(' ');
    return (lang) => flagMessage(lang, 'unknown', name, '', known);
  }
  const value = inline ?? (next?.startsWith('--') === true ? undefined : next);
  if (value === undefined) return (lang) => flagMessage(lang, 'missing-value', name, '', flag.allowed);
  if (!flag.set(draft, value)) return (lang) => flagMessage(lang, 'bad-value', name, value, flag.allowed);
  return inline === undefined ? 2 : 1;
}

function failed(message: string): ParsedFlags {
  return { kind: 'error', message, exitCode: 2 };
}

/** The language of printed lines for a locale: `en*` is English, everything else is the product's default. */
export function langOfLocale(env: LocaleEnv): MessageLang {
  const locale =
    [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find((x) => x !== undefined && x !== '') ?? '';
  return /^en([_.@-]|$)/i.test(locale) ? 'en' : 'zh-CN';
}

function langOfArgs(argv: readonly string[]): MessageLang | undefined {
  const inline = argv.findLast((x) => x.startsWith('--lang='))?.slice('--lang='.length);
  const at = argv.lastIndexOf('--lang');
  const value = inline ?? (at >= 0 ? argv[at + 1] : undefined);
  return LANGS.find((lang) => lang === value);
}

function defaults(messageLang: MessageLang): Draft {
  return {
    host: undefined,
    headless: false,
    port: undefined,
    dataDir: undefined,
    lang: 'zh-CN',
    messageLang,
    region: undefined,
    live: undefined,
    gateway: undefined,
    enrol: undefined,
    drill: undefined,
    speed: 1,
    seed: undefined,
    rate: 1,
    seat: 'dispatcher',
    printUrl: false,
    check: false,
  };
}

function setIf(ok: boolean, set: () => void): boolean {
  if (ok) set();
  return ok;
}

function pick<T extends string>(allowed: readonly T[], value: string, set: (x: T) => void): boolean {
  const found = allowed.find((x) => x === value);
  if (found !== undefined) set(found);
  return found !== undefined;
}

function whole(value: string, max: number, set: (x: number) => void): boolean {
  return setIf(/^\d{1,10}$/.test(value) && Number(value) <= max, () => set(Number(value)));
}

function decimal(value: string, min: number, max: number, set: (x: number) => void): boolean {
  const number = Number(value);
  return setIf(/^\d+(\.\d+)?$/.test(value) && number >= min && number <= max, () => set(number));
}
