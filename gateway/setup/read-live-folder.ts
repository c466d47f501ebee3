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

/** Reads a live configuration's folder. Never throws for what the files hold; changes nothing. */
export function readLiveFolder(dir: string): LiveFolder {
  const { config, problems: configProblems } = readConfig(dir);
  const units = readUnits(bytesOf(dir, 'units.csv'));
  const contacts = readContacts(bytesOf(dir, 'contacts.csv'));
  const roster = readRoster(
    bytesOf(dir, 'roster.csv'),
    new Set(units.table.rows.map(({ cells }) => cells.unitId ?? '')),
  );
  const missing = ['units.csv', 'contacts.csv', 'roster.csv'].filter((file) => !canRead(dir, file));
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

const FILES = ['units.csv', 'contacts.csv', 'roster.csv'];
function byPlace(a: Problem, b: Problem): number {
  return FILES.indexOf(a.file) - FILES.indexOf(b.file) || (a.line ?? 0) - (b.line ?? 0);
}

function canRead(dir: string, file: string): boolean {
  try {
    readFileSync(join(dir, file));
    return true;
  } catch {
    return false;
  }
}

function bytesOf(dir: string, file: string): Uint8Array {
  try {
    return readFileSync(join(dir, file));
  } catch {
    return new Uint8Array();
  }
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

function readConfig(dir: string): { config: LiveConfig | undefined; problems: readonly Problem[] } {
  const file = LIVE_CONFIG_FILE;
  const todo = { zh: '可用 rampart init 另建一份对照', en: 'Compare it with a new one by rampart init' };
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(join(dir, file), 'utf8').replace(/^\uFEFF/u, ''));
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
