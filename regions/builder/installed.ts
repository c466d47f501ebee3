import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BoardManifest, checkBoardManifest, decodeBoard } from '../../shared/roads/board.ts';
import type { RegionManifest } from '../../shared/roads/pack.ts';
import { checkManifest } from '../../shared/roads/pack-check.ts';
import { decodeRegion, OPTIONAL_REGION_FILES, REGION_FILES } from '../../shared/roads/region.ts';

/** One pack as found on disk. `problems` is empty for a pack that is whole. */
export interface InstalledRegion {
  readonly dir: string;
  readonly manifest: RegionManifest | BoardManifest | undefined;
  readonly problems: readonly string[];
}

/** Reads the manifest of a pack or board. Throws when there is none or it is damaged (RegionPackError says where). */
export async function readInstalled(dir: string): Promise<RegionManifest | BoardManifest> {
  const text = await readFile(join(dir, 'manifest.json'), 'utf8');
  const value: unknown = JSON.parse(text);
  const isBoard = typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'board';
  return isBoard ? checkBoardManifest(value, 'manifest.json') : checkManifest(value, 'manifest.json');
}

/** All packs of a folder by name; folders without a manifest are no packs, hidden ones are builds under way. */
export async function listRegions(regionsDir: string): Promise<InstalledRegion[]> {
  const entries = await readdir(regionsDir, { withFileTypes: true }).catch(() => []);
  const found: InstalledRegion[] = [];
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const dir = join(regionsDir, entry.name);
    if (!entry.isDirectory() || entry.name.startsWith('.')) continue;
    const bytes = await readFile(join(dir, 'manifest.json')).catch(() => undefined);
    if (bytes === undefined) continue;
    found.push(
      await readInstalled(dir).then((manifest) => ({ dir, manifest, problems: [] }), problemOf(dir)),
    );
  }
  return found;
}

/** Compares every file with the manifest, and reads what programs read; one sentence for each thing that is wrong. */
export async function verifyRegion(dir: string): Promise<InstalledRegion> {
  const found = await readInstalled(dir).then(
    (manifest) => ({ dir, manifest, problems: [] }),
    problemOf(dir),
  );
  const { manifest } = found;
  if (manifest === undefined) return found;
  const problems: string[] = [];
  for (const { path, bytes, sha256 } of manifest.files) {
    const content = await readFile(join(dir, path)).catch(() => undefined);
    // an installation leaves the sources out; no program reads them
    if (content === undefined && path.startsWith('source/')) continue;
    if (content === undefined) problems.push(`${path} is missing`);
    else if (content.length !== bytes) problems.push(`${path} has ${content.length} bytes, not ${bytes}`);
    else if (createHash('sha256').update(content).digest('hex') !== sha256)
      problems.push(`${path} differs from its checksum`);
  }
  if (problems.length === 0) problems.push(...(await readAsProgramsDo(dir, manifest)));
  return { dir, manifest, problems };
}

async function readAsProgramsDo(dir: string, manifest: RegionManifest | BoardManifest): Promise<string[]> {
  const files: Record<string, Uint8Array> = {};
  for (const name of [...REGION_FILES, ...OPTIONAL_REGION_FILES, 'board.json']) {
    const bytes = await readFile(join(dir, name)).catch(() => undefined);
    if (bytes !== undefined) files[name] = new Uint8Array(bytes);
  }
  try {
    if ('kind' in manifest) decodeBoard(files);
    else decodeRegion(files);
    return [];
  } catch (error) {
    return [messageOf(error)];
  }
}

function problemOf(dir: string): (error: unknown) => InstalledRegion {
  return (error) => ({ dir, manifest: undefined, problems: [`manifest.json: ${messageOf(error)}`] });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
