import { randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivateFile } from './private-file.ts';
import type { RunMode } from '../../shared/domain/vocabulary.ts';

/** `console`: the console on the gateway's own machine. `admin`: codes for seats, and taking them back. */
export type KeyPurpose = 'console' | 'ingest' | 'admin';

/** Why a key is not taken; undefined = it is. */
export type KeyCheck = (
  key: string | undefined,
) => { readonly code: string; readonly message: string } | undefined;

export interface GatewayKey {
  readonly text: string;
  readonly file: string;
}

const KEY_BYTES = 32;

const prefixOf = (mode: RunMode, purpose: KeyPurpose): string => `rampart-${mode}-${purpose}-`;

/**
 * Reads the key of this data folder, or makes one (32 random bytes, file readable by its owner alone). A key names its
 * world: one made for a drill never opens a live gateway, nor the reverse. Throws Error when the file holds something else.
 */
export function loadKey(dataDir: string, mode: RunMode, purpose: KeyPurpose): GatewayKey {
  const file = join(dataDir, `${purpose}.key`);
  const prefix = prefixOf(mode, purpose);
  if (existsSync(file)) {
    const text = readFileSync(file, 'utf8').trim();
    if (!text.startsWith(prefix) || text.length < prefix.length + KEY_BYTES)
      throw new Error(
        `${file} is not a key of a ${mode} gateway: use another --data-dir, or delete the file to get a new key`,
      );
    return { text, file };
  }
  const text = `${prefix}${randomBytes(KEY_BYTES).toString('base64url')}`;
  writePrivateFile(file, `${text}\n`);
  return { text, file };
}

/** Compares in constant time, after telling apart the keys of the other world, which deserve a clear answer. */
export function createKeyCheck(expected: string, mode: RunMode): KeyCheck {
  const expectedBytes = Buffer.from(expected);
  const other: RunMode = mode === 'drill' ? 'live' : 'drill';
  return (key) => {
    if (key === undefined) return { code: 'bad-key', message: 'send the key as Authorization: Bearer' };
    if (key.startsWith(`rampart-${other}-`))
      return {
        code: 'other-mode-key',
        message: `this is a ${mode} gateway and takes no key of a ${other} one`,
      };
    const bytes = Buffer.from(key);
    const isRight = bytes.length === expectedBytes.length && timingSafeEqual(bytes, expectedBytes);
    return isRight ? undefined : { code: 'bad-key', message: 'the key is wrong' };
  };
}
