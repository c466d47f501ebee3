import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LiveConfig, LIVE_CONFIG_FILE, liveConfigSchema } from '../../shared/contract/live-config.ts';
import type { Contact } from '../../shared/contract/directory.ts';
import type { Problem } from './problem.ts';
import { readContacts } from './read-contacts.ts';
import { type DutyRow, readRoster } from './read-roster.ts';
import type { Columns, Table } from './read-table.ts';
import { readUnits, type UnitRow } from './read-units.ts';

/** The people and units of a live configuration. */
export interface LiveTables {
  readonly units: readonly UnitRow[];
  readonly contacts: readonly Contact[];
  readonly duties: readonly DutyRow[];
}

/** Everything that was read of a configuration's folder, and everything wrong with it. */
export interface LiveFolder extends LiveTables {
  readonly dir: string;
  /** Undefined when rampart.json cannot be used. */
  readonly config: LiveConfig | undefined;
  readonly tables: readonly Table<Columns>[];
  readonly problems: readonly Problem[];
}

/** Files of a live configuration, in the order they are explained. */
export const LIVE_FILES = [LIVE_CONFIG_FILE, 'units.csv', 'contacts.csv', 'roster.csv'] as const;
/** The bytes of a live configuration's files; one that cannot be read is absent. */
export type LiveFileBytes = Readonly<Partial<Record<(typeof LIVE_FILES)[number], Uint8Array>>>;

/** The files of a live configuration as they stand in its folder. */
export function readLiveFiles(dir: string): LiveFileBytes {
  const files: Partial<Record<(typeof LIVE_FILES)[number], Uint8Array>> = {};
  for (const file of LIVE_FILES) {
    try {
      files[file] = readFileSync(join(dir, file));
    } catch {
      // What is wrong is told by whoever reads the files: it is absent.
    }
  }
  return files;
}

/** Reads a live configuration's folder. Never throws for what the files hold; changes nothing. */
export function readLiveFolder(dir: string, files: LiveFileBytes = readLiveFiles(dir)): LiveFolder {
  const { config, problems: configProblems } = readConfig(files);
  const bytesOf = (file: (typeof LIVE_FILES)[number]): Uint8Array => files[file] ?? new Uint8Array();
  const units = readUnits(bytesOf('units.csv'));
  const contacts = readContacts(bytesOf('contacts.csv'));
  const roster = readRoster(
    bytesOf('roster.csv'),
    new Set(units.table.rows.map(({ cells }) => cells.unitId ?? '')),
  );
  const missing: string[] = LIVE_FILES.filter(
    (file) => file !== LIVE_CONFIG_FILE && files[file] === undefined,
  );
  const tables = [units.table, contacts.table, roster.table].filter(({ file }) => !missing.includes(file));
  const rowProblems = [...units.problems, ...contacts.problems, ...roster.problems];
  return {
    dir,
    config,
    units: units.units,
    contacts: contacts.contacts,
    duties: roster.duties,
    tables,
    problems: [
      ...configProblems,
      ...missing.map((file) => missingFile(file)),
      ...rowProblems.filter(({ file }) => !missing.includes(file)).sort(byPlace),
    ],
  };
}

const orderOf = ({ file }: Problem): number => LIVE_FILES.findIndex((one) => one === file);
function byPlace(a: Problem, b: Problem): number {
  return orderOf(a) - orderOf(b) || (a.line ?? 0) - (b.line ?? 0);
}

function missingFile(file: string): Problem {
  return {
    file,
    what: { zh: '文件读不到', en: 'the file cannot be read' },
    todo: {
      zh: '请放回该文件；没有内容时只留表头',
      en: 'Put it back; without content it holds only its heading line',
    },
  };
}

function readConfig(files: LiveFileBytes): { config: LiveConfig | undefined; problems: readonly Problem[] } {
  const file = LIVE_CONFIG_FILE;
  const todo = { zh: '可用 rampart init 另建一份对照', en: 'Compare it with a new one by rampart init' };
  let json: unknown;
  try {
    const bytes = files[file];
    if (bytes === undefined) throw new Error('no such file, or no right to read it');
    json = JSON.parse(
      Buffer.from(bytes)
        .toString('utf8')
        .replace(/^\uFEFF/u, ''),
    );
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const what = { zh: `读不到或不是 JSON（${reason}）`, en: `cannot be read or is not JSON (${reason})` };
    return { config: undefined, problems: [{ file, what, todo }] };
  }
  const parsed = liveConfigSchema.safeParse(json);
  if (parsed.success) return { config: parsed.data, problems: [] };
  const problems = parsed.error.issues.map(({ path, message }): Problem => {
    const column = path.length === 0 ? {} : { column: path.join('.') };
    return { file, ...column, what: { zh: `不可用（${message}）`, en: `is not usable (${message})` }, todo };
  });
  return { config: undefined, problems };
}
