import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { timeMs } from '../../shared/contract/domain-schemas.ts';
import { writePrivateFile } from '../serve/private-file.ts';
import { type LiveFileBytes, LIVE_FILES } from './read-live-folder.ts';

const keptSchema = z.strictObject({
  v: z.literal(1),
  keptAtMs: timeMs,
  files: z.partialRecord(z.enum(LIVE_FILES), z.base64()),
});

/** The files of a live configuration as they were when they were last good. */
export interface KeptDistrict {
  readonly keptAtMs: number;
  readonly files: LiveFileBytes;
}

const fileIn = (dataDir: string): string => join(dataDir, 'district-kept.json');

/** Keeps good files in place of those kept before, for their owner alone: they name people. Throws when it cannot. */
export function keepDistrict(dataDir: string, { keptAtMs, files }: KeptDistrict): void {
  const texts: Record<string, string> = {};
  for (const file of LIVE_FILES) texts[file] = Buffer.from(files[file] ?? []).toString('base64');
  writePrivateFile(fileIn(dataDir), `${JSON.stringify({ v: 1, keptAtMs, files: texts })}\n`);
}

/** What was kept; undefined when nothing was, or it cannot be read. */
export function readKeptDistrict(dataDir: string): KeptDistrict | undefined {
  try {
    const { keptAtMs, files } = keptSchema.parse(JSON.parse(readFileSync(fileIn(dataDir), 'utf8')));
    const bytes: Partial<Record<(typeof LIVE_FILES)[number], Uint8Array>> = {};
    for (const file of LIVE_FILES) bytes[file] = Buffer.from(files[file] ?? '', 'base64');
    return { keptAtMs, files: bytes };
  } catch {
    return undefined;
  }
}
