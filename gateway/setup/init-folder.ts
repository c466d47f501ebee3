import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import {
  LIVE_CONFIG_FILE,
  LIVE_GATEWAY_FOLDER,
  type LiveConfig,
  liveConfigSchema,
} from '../../shared/contract/live-config.ts';
import { loadKey } from '../serve/keys.ts';
import { issueServerIdentity } from '../serve/local-ca.ts';
import { LIVE_FILES } from './read-live-folder.ts';
import { CONTACTS_SAMPLE, ROSTER_SAMPLE, UNITS_SAMPLE } from './samples.ts';

/** The folder cannot become a configuration; the message says why and what to do. */
export class InitError extends Error {
  override readonly name = 'InitError';
}

export interface InitInput {
  readonly dir: string;
  readonly name: string;
  readonly region: string;
  /** The page's port; ingest and feed take the next two. 0 = any free ones. */
  readonly port: number;
  readonly nowMs: number;
}

/**
 * Makes a live configuration with its own authority and ingest key. Everything is written beside the folder and moved there
 * at once: there is a whole configuration or none. Throws InitError when the folder holds something already.
 */
export async function initFolder(input: InitInput): Promise<LiveConfig> {
  const { dir, port } = input;
  if (existsSync(join(dir, LIVE_CONFIG_FILE)))
    throw new InitError(`${dir} is a configuration already: look at it with --check, or name another folder`);
  if (existsSync(dir) && readdirSync(dir).length > 0)
    throw new InitError(`${dir} is not empty: name a new or an empty folder`);
  const config: LiveConfig = liveConfigSchema.parse({
    format: 1,
    name: input.name,
    region: input.region,
    utcOffset: '+08:00',
    listen: '127.0.0.1',
    names: [],
    ports: port === 0 ? { page: 0, ingest: 0, feed: 0 } : { page: port, ingest: port + 1, feed: port + 2 },
  });
  mkdirSync(dirname(dir), { recursive: true });
  const draft = mkdtempSync(join(dirname(dir), `.${basename(dir)}-`));
  try {
    const gatewayDir = join(draft, LIVE_GATEWAY_FOLDER);
    mkdirSync(gatewayDir, { mode: 0o700 });
    loadKey(gatewayDir, 'live', 'ingest');
    await issueServerIdentity({
      dataDir: gatewayDir,
      name: `Rampart live ${input.name}`.slice(0, 60),
      nowMs: input.nowMs,
      hosts: ['localhost'],
    });
    const texts = [`${JSON.stringify(config, undefined, 2)}\n`, UNITS_SAMPLE, CONTACTS_SAMPLE, ROSTER_SAMPLE];
    // The byte order mark tells spreadsheets that this is UTF-8.
    LIVE_FILES.forEach((file, at) =>
      writeFileSync(join(draft, file), `${at === 0 ? '' : '\uFEFF'}${texts[at] ?? ''}`, { mode: 0o600 }),
    );
    if (existsSync(dir)) rmdirSync(dir);
    renameSync(draft, dir);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw error;
  }
  return config;
}
