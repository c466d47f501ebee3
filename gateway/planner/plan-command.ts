import { resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { MipSolver } from '../../shared/interception/plan/mip.ts';
import type { PlanAnswer } from '../../shared/interception/plan/problem.ts';
import { readProblem } from '../../shared/interception/plan/read-problem.ts';
import { preparePlan } from '../../shared/interception/plan/solve-problem.ts';
import { assertNever } from '../../shared/kit/invariant.ts';
import { err, ok, type Result } from '../../shared/kit/result.ts';
import { readDocument } from './read-document.ts';

/** What the command may touch. */
export interface PlanCommandIo {
  /** The answer, one line; nothing else goes there. */
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
  /** Folder a relative path starts from. */
  readonly cwd: string;
  /** Milliseconds since the command was given; the limit counts from there. */
  readonly nowMs: () => number;
  /** Calls `stop` when the program is asked to end (SIGTERM, Ctrl-C). */
  readonly onEnd: (stop: () => void) => void;
  /** Runs `stop` after so many milliseconds; answers its cancel. */
  readonly afterMs: (delayMs: number, stop: () => void) => () => void;
  readonly startMip: () => MipSolver;
}

const HELP = `用法 Usage: rampart plan <problem.json> [--limit-ms N]

解一个拦截问题（cover 布控、seal 封口、contain 围堵），在标准输出打印一行 JSON。
Solves an interception problem (cover, seal, contain) and prints one line of JSON.

  --limit-ms  含准备在内的时限，默认 60000；到时或收到 SIGTERM 打印目前最好的方案及已证明的界
              limit in milliseconds, preparation included; then, and on SIGTERM, the best plan so far is printed
              with its proven bound
  --help      显示本说明 show this text

退出码 Exit codes: 0 已打印方案 a plan was printed, 2 问题文件有错（指出位置） bad problem or usage, the place is named`;

const DEFAULT_LIMIT_MS = 60_000;
/**
 * Kept back for printing and for ending threads (ms), and the share of what the start took: on a busy machine that takes
 * longer, and so does the end. Never more than this share of the limit.
 */
const RESERVE_MS = 20;
const RESERVE_SHARE = 0.12;
const MOST_RESERVE = 0.25;
/**
 * A limit that is over when the document is read still gets this share of it for a first plan, within bounds (ms): enough for
 * a common problem.
 */
const LEAST_SHARE = 0.1;
const LEAST_MS = 60;
const MOST_LEAST_MS = 300;
/** Timers take no longer delay; it is 24 days (ms). */
const MOST_MS = 2 ** 31 - 1;
/** How often a waiting person is told how far it is (ms). */
const SAY_MS = 500;
/** A place and what is wrong there fit many times. */
const LONGEST_LINE = 8000;
/** Longest stretch of work before signals and timers get their turn (ms). */
const BREATH_MS = 8;

/** rampart plan ...; `argv` is what follows the word plan. Answers the exit code. */
export async function planCommand(argv: readonly string[], io: PlanCommandIo): Promise<0 | 2> {
  const wish = readArguments(argv);
  if (!wish.ok) {
    io.err(`${HELP}\n${oneLine(wish.error)}`);
    return 2;
  }
  if (wish.value === 'help') {
    io.out(HELP);
    return 0;
  }
  const run = startRun(wish.value.limitMs, io);
  const { file } = wish.value;
  const refuse = (words: string): 2 => {
    io.err(oneLine(`${file}: ${words}`));
    return 2;
  };
  try {
    const document = await readDocument(resolve(io.cwd, file));
    if (!document.ok) return refuse(document.error);
    const problem = readProblem(document.value);
    if (!problem.ok) return refuse(`${problem.error.path || '(document)'}: ${problem.error.message}`);
    const preparedFrom = io.nowMs();
    const prepared = await preparePlan(problem.value, run.mayPrepare, run.ports.onAnswer);
    const solvedFrom = io.nowMs();
    const answer = await prepared.solve(run.ports);
    const ms = { prepare: rounded(solvedFrom - preparedFrom), solve: rounded(io.nowMs() - solvedFrom) };
    io.out(JSON.stringify(answer.kind === 'cover' ? { ...answer, ms } : answer));
    return 0;
  } finally {
    run.end();
  }
}

/** The limit and the solver of one run. */
function startRun(limitMs: number, io: PlanCommandIo) {
  let isStopped = false;
  let mip: MipSolver | undefined;
  let saidMs = io.nowMs();
  let breathedMs = io.nowMs();
  const stop = (): void => {
    isStopped = true;
    mip?.close();
  };
  const breathe = async (): Promise<void> => {
    if (io.nowMs() - breathedMs <= BREATH_MS) return;
    await setImmediate();
    breathedMs = io.nowMs();
  };
  const beganMs = io.nowMs();
  const untilMs = limitMs - Math.min(MOST_RESERVE * limitMs, RESERVE_MS + RESERVE_SHARE * beganMs);
  const leastMs = Math.min(MOST_LEAST_MS, Math.max(LEAST_MS, LEAST_SHARE * limitMs));
  let firstUntilMs: number | undefined;
  const cancelLimit = io.afterMs(Math.min(MOST_MS, Math.max(0, untilMs - beganMs)), stop);
  const mayGoOn = async (): Promise<boolean> => {
    await breathe();
    return !isStopped && io.nowMs() < untilMs;
  };
  const mayBegin = async (): Promise<boolean> => {
    // once the document is read, however long that took
    firstUntilMs ??= io.nowMs() + leastMs;
    return (await mayGoOn()) || io.nowMs() < firstUntilMs;
  };
  io.onEnd(stop);
  return {
    mayPrepare: mayBegin,
    ports: {
      nowMs: io.nowMs,
      mayGoOn,
      mayBegin,
      mip: {
        solve: (...problem: Parameters<MipSolver['solve']>) => (mip ??= io.startMip()).solve(...problem),
        solveWith: (...rows: Parameters<MipSolver['solveWith']>) =>
          (mip ??= io.startMip()).solveWith(...rows),
        stop: () => mip?.stop(),
        close: () => mip?.close(),
      },
      onAnswer: (answer: PlanAnswer) => {
        if (answer.optimal || io.nowMs() - saidMs < SAY_MS) return;
        saidMs = io.nowMs();
        io.err(progressText(answer));
      },
    },
    end: () => {
      cancelLimit();
      mip?.close();
    },
  };
}

/** What is found and what is proven so far, for a person who waits. */
function progressText(answer: PlanAnswer): string {
  switch (answer.kind) {
    case 'cover': {
      const { met, upperBound } = answer;
      const gap = upperBound === 0 ? 0 : (100 * (upperBound - met)) / upperBound;
      return `已拦 met ${met}, 上界 at most ${upperBound}, 差距 gap ${gap.toFixed(1)} %`;
    }
    case 'seal':
      return `最晚 last ${answer.maxSeconds} s`;
    case 'contain': {
      const { seals, closedAtSeconds, lowerBound } = answer;
      const bound = `${lowerBound?.seals ?? 0} / ${lowerBound?.closedAtSeconds ?? 0} s`;
      return `封控 seals ${seals} / ${closedAtSeconds} s, 下界 at least ${bound}`;
    }
    default:
      return assertNever(answer);
  }
}

type Wish = 'help' | { readonly file: string; readonly limitMs: number };

function readArguments(argv: readonly string[]): Result<Wish, string> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(argv);
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = parsed;
  if (values.help === true) return ok('help');
  const [file, ...extra] = positionals;
  if (file === undefined) return err('缺少问题文件 missing <problem.json>');
  if (extra.length > 0) return err(`多余参数 unexpected argument: ${extra.join(' ')}`);
  const limit = values['limit-ms'];
  if (limit === undefined) return ok({ file, limitMs: DEFAULT_LIMIT_MS });
  const limitMs = Number(limit);
  if (limit.trim() === '' || !Number.isFinite(limitMs) || limitMs < 0) {
    return err(`--limit-ms 须为非负毫秒数 must be milliseconds, not negative: ${limit}`);
  }
  return ok({ file, limitMs });
}

function parse(argv: readonly string[]) {
  return parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { 'limit-ms': { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
}

/** The last line on standard error names the place, so what is quoted from a file must not break it. */
function oneLine(words: string): string {
  const line = words.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();
  return line.length <= LONGEST_LINE ? line : `${line.slice(0, LONGEST_LINE - 1)}…`;
}

function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}
