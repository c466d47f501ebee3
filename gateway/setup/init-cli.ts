import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { LIVE_GATEWAY_FOLDER } from '../../shared/contract/live-config.ts';
import { crewsAt } from './crews.ts';
import { offsetMsOf } from './duty-time.ts';
import { initFolder, InitError } from './init-folder.ts';
import { preview } from './preview.ts';
import type { PrintLang } from './problem.ts';
import { LIVE_FILES, readLiveFolder } from './read-live-folder.ts';

export interface InitIo {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly nowMs: () => number;
}

export const INIT_USAGE = `usage: rampart init [DIR] [flags]

Makes a live configuration (no drill) in DIR (default ./rampart-live): rampart.json, units.csv, contacts.csv, roster.csv,
and the gateway's own authority and ingest key. Fill in the tables (any spreadsheet; UTF-8 or GB18030), look at them with
--check, then start: npm start -- --live DIR

  --check          read DIR and print what was read and every error (file, line, column, what to do); change nothing
  --name TEXT      name of the command centre (default: the folder's name)
  --region NAME    region pack, by name or folder (default jinan)
  --port N         page on N, ingest on N+1, feed on N+2 (default 4870); 0 = any free ports
  --lang zh-CN|en  language of the table and the errors (default: the locale's)
  --help

Exit code: 0 done, 1 failed, 2 bad usage or input (--check: there are errors).
`;

const OPTIONS = {
  check: { type: 'boolean', default: false },
  name: { type: 'string' },
  region: { type: 'string', default: 'jinan' },
  port: { type: 'string', default: '4870' },
  lang: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/** Runs `init`; answers the exit code. */
export async function runInit(args: readonly string[], io: InitIo): Promise<number> {
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: true });
  } catch (error) {
    return badUsage(io, error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = parsed;
  if (values.help) {
    io.out(INIT_USAGE);
    return 0;
  }
  if (positionals.length > 1) return badUsage(io, 'name one folder');
  if (values.lang !== undefined && values.lang !== 'zh-CN' && values.lang !== 'en')
    return badUsage(io, `--lang is zh-CN or en, not "${values.lang}"`);
  const port = /^\d{1,5}$/.test(values.port) ? Number(values.port) : Number.NaN;
  if (!(port <= 65_533))
    return badUsage(io, `--port is a whole number from 0 to 65533, not "${values.port}"`);
  const lang = values.lang ?? langOf(io.env);
  const typed = positionals[0] ?? 'rampart-live';
  const dir = resolve(io.cwd, typed);
  if (values.check) return check(dir, lang, io);
  try {
    const name = values.name ?? basename(dir);
    await initFolder({ dir, name, region: values.region, port, nowMs: io.nowMs() });
  } catch (error) {
    io.err(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof InitError ? 2 : 1;
  }
  io.out(`${explain(typed, dir, lang)}\n`);
  return 0;
}

function check(dir: string, lang: PrintLang, io: InitIo): number {
  const folder = readLiveFolder(dir);
  const offsetMs = offsetMsOf(folder.config?.utcOffset ?? '+08:00');
  io.out(preview(folder, crewsAt(folder, io.nowMs(), offsetMs), lang));
  return folder.problems.length === 0 ? 0 : 2;
}

function explain(typed: string, dir: string, lang: PrintLang): string {
  const files = [...LIVE_FILES, join(LIVE_GATEWAY_FOLDER, 'ca.pem'), join(LIVE_GATEWAY_FOLDER, 'ingest.key')];
  const list = files.map((file) => `  ${join(dir, file)}`).join('\n');
  return lang === 'en'
    ? `Made:\n${list}\nFill in the tables, then:\n  npm run -s rampart -- init ${typed} --check\n  npm start -- --live ${typed}`
    : `已生成：\n${list}\n填好表格后：\n  npm run -s rampart -- init ${typed} --check\n  npm start -- --live ${typed}`;
}

function badUsage(io: InitIo, message: string): number {
  io.err(`${message}\n\n${INIT_USAGE}`);
  return 2;
}

/** English for an `en` locale, else the product's default. */
function langOf(env: InitIo['env']): PrintLang {
  const locale = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find(
    (one) => one !== undefined && one !== '',
  );
  return /^en([_.@-]|$)/i.test(locale ?? '') ? 'en' : 'zh-CN';
}
