import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writePrivateFile } from './private-file.ts';

const whereaboutsSchema = z.strictObject({
  feedUrl: z.url(),
  /** The same by the first of the machine's further names: what other machines call it. */
  joinUrl: z.url(),
  mode: z.enum(['drill', 'live']),
});
/** Where the gateway of a data folder listens; left there for `rampart admin`. */
export type Whereabouts = z.infer<typeof whereaboutsSchema>;

const fileIn = (dataDir: string): string => join(dataDir, 'listening.json');

export function writeWhereabouts(dataDir: string, whereabouts: Whereabouts): void {
  writePrivateFile(fileIn(dataDir), `${JSON.stringify(whereabouts)}\n`);
}

/** Undefined when no gateway ever ran on the folder. */
export function readWhereabouts(dataDir: string): Whereabouts | undefined {
  if (!existsSync(fileIn(dataDir))) return undefined;
  const parsed = whereaboutsSchema.safeParse(JSON.parse(readFileSync(fileIn(dataDir), 'utf8')));
  return parsed.success ? parsed.data : undefined;
}
