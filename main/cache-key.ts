import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Log } from '../shared/kit/log.ts';
import type { Secrets } from './host/host.ts';

const wrappedSchema = z.strictObject({ v: z.literal(1), backend: z.string(), wrapped: z.base64() });

/**
 * The key of the local databases: made once, kept only wrapped by the host's secret store. Undefined = keep nothing on disk:
 * there is no store, or the store is another one than the key was wrapped by (the wrapped key is then left alone).
 */
export async function loadCacheKey(
  folder: string,
  secrets: Secrets,
  randomKey: () => Uint8Array,
  log: Log,
): Promise<Uint8Array | undefined> {
  const backend = await secrets.backend();
  if (backend === undefined) {
    log.info('no secret store: the cache stays in memory');
    return undefined;
  }
  const file = join(folder, 'cache-key.json');
  try {
    if (!existsSync(file)) {
      const key = randomKey();
      await save(folder, file, key, backend, secrets);
      return key;
    }
    const kept = wrappedSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    if (kept.backend !== backend) {
      log.error('the secret store changed: the cache stays in memory', {
        expected: kept.backend,
        found: backend,
      });
      return undefined;
    }
    const { secret, rewrap } = await secrets.unwrap(new Uint8Array(Buffer.from(kept.wrapped, 'base64')));
    if (rewrap) await save(folder, file, secret, backend, secrets);
    return secret;
  } catch (error) {
    log.error('the key of the cache cannot be read: the cache stays in memory', { reason: String(error) });
    return undefined;
  }
}

async function save(
  folder: string,
  file: string,
  key: Uint8Array,
  backend: string,
  secrets: Secrets,
): Promise<void> {
  const wrapped = Buffer.from(await secrets.wrap(key)).toString('base64');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(file, JSON.stringify({ v: 1, backend, wrapped }), { mode: 0o600 });
}
