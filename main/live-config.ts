import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LIVE_CONFIG_FILE, type LiveConfig, liveConfigSchema } from '../shared/contract/live-config.ts';
import { StartError } from './start-text.ts';

/** The configuration that `rampart init` made in a folder. Throws StartError when there is none, or none to be used. */
export function readLiveConfig(folder: string): LiveConfig {
  try {
    const text = readFileSync(join(folder, LIVE_CONFIG_FILE), 'utf8');
    return liveConfigSchema.parse(JSON.parse(text.replace(/^\uFEFF/u, '')));
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error);
    throw new StartError({ kind: 'live-unusable', folder, reason });
  }
}
