/** `rampart doctor`: whether the product can run on this machine, and what falls away. */
import { parseArgs } from 'node:util';
import { langOfLocale } from '../../main/launcher/flags.ts';
import type { Facts } from './facts.ts';
import { canRun, judge } from './judge.ts';
import { probe, type ProbeInput } from './probe.ts';
import { jsonLine, table } from './report.ts';

const HELP = `用法 Usage: npm run -s rampart -- doctor [options]

检查本机能否运行，以及缺了什么会失去什么。 Checks whether this machine can run the product, and what falls away.

  --json            输出一行 JSON one JSON line: {"ok","checks":[{"id","name","level","found","effect"?,"advice"?}]}
  --lang zh-CN|en   语言 language (默认随系统 default: the locale's)
  --data-dir PATH   检查该数据文件夹 look at this data folder instead of the usual one
  --port N          检查 N 到 N+2 look at ports N to N+2 (default 4870)

退出码 Exit code: 0 可以运行 can run, 1 不能运行 cannot, 2 用法错误 bad usage
`;

const OPTIONS = {
  json: { type: 'boolean', default: false },
  lang: { type: 'string' },
  'data-dir': { type: 'string' },
  port: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

export interface DoctorDeps {
  readonly out: (words: string) => void;
  readonly err: (words: string) => void;
  readonly machine: Omit<ProbeInput, 'dataDir' | 'port'>;
  /** The real one unless a test says otherwise. */
  readonly look?: (input: ProbeInput) => Promise<Facts>;
}

/** Runs it; the result on `out`. Answers the exit code. */
export async function runDoctor(args: readonly string[], deps: DoctorDeps): Promise<number> {
  const flags = readFlags(args);
  if (typeof flags === 'string') {
    deps.err(`${flags}\n\n${HELP}`);
    return 2;
  }
  if (flags.help) {
    deps.out(HELP);
    return 0;
  }
  const facts = await (deps.look ?? probe)({ ...deps.machine, dataDir: flags.dataDir, port: flags.port });
  const findings = judge(facts);
  deps.out(flags.json ? jsonLine(findings) : table(findings, flags.lang ?? langOfLocale(deps.machine.env)));
  return canRun(findings) ? 0 : 1;
}

/** The flags, or the line that says what is wrong with them. */
function readFlags(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: OPTIONS,
      strict: true,
      allowPositionals: false,
    });
    const lang = values.lang;
    if (lang !== undefined && lang !== 'zh-CN' && lang !== 'en')
      return `--lang: zh-CN | en, 不是 not "${lang}"`;
    const port = values.port === undefined ? undefined : Number(values.port);
    if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_533))
      return `--port: 0..65533, 不是 not "${values.port}"`;
    if (values['data-dir']?.trim() === '') return '--data-dir PATH';
    return { json: values.json, help: values.help, lang, port, dataDir: values['data-dir'] } as const;
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error);
  }
}
