/** Runs the import rules of boundary-rules.ts over a tree. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type ICruiseOptions, cruise } from 'dependency-cruiser';
import { BOUNDARY_RULES, CRUISE_OPTIONS, RESOLVE_OPTIONS } from './boundary-rules.ts';

/** The folders whose imports are read. */
export const PROGRAM_FOLDERS: readonly string[] = [
  'shared',
  'gateway',
  'main',
  'renderer',
  'regions',
  'tools',
  'tests',
];

export interface Breach {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}

export interface BoundaryReport {
  /** How many modules of the tree itself were read (packages not counted). */
  readonly modulesRead: number;
  readonly breaches: readonly Breach[];
}

/** Reads every program folder under `root` and reports each import that breaks a rule. */
export async function checkBoundaries(root: string): Promise<BoundaryReport> {
  const folders = PROGRAM_FOLDERS.filter((folder) => existsSync(join(root, folder)));
  const ruleSet = { forbidden: [...BOUNDARY_RULES] };
  const settings: ICruiseOptions = { ...CRUISE_OPTIONS, baseDir: root, ruleSet, validate: true };
  const { output } = await cruise(folders, settings, RESOLVE_OPTIONS);
  if (typeof output === 'string')
    throw new Error('dependency-cruiser answered with text instead of a result');
  return {
    modulesRead: output.modules.filter((m) => folders.includes(m.source.split('/')[0] ?? '')).length,
    breaches: output.summary.violations.map((v) => ({ rule: v.rule.name, from: v.from, to: v.to })),
  };
}
