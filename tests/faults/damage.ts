import { closeSync, existsSync, openSync, readSync, statSync, truncateSync, writeSync } from 'node:fs';
import type { Rng } from '../../shared/kit/rng.ts';

/** How a file comes to harm: bits that turned, or an end that is missing. */
export type Damage = 'flipped' | 'truncated';

/** Harms a file at seeded places; what was done, for the log. A file that is not there is left so. */
export function damageFile(file: string, damage: Damage, rng: Rng): string {
  if (!existsSync(file)) return `${file} is not there`;
  const { size } = statSync(file);
  if (size === 0) return `${file} is empty`;
  if (damage === 'truncated') {
    const left = rng.int(size);
    truncateSync(file, left);
    return `${file} cut from ${size} to ${left} bytes`;
  }
  const fd = openSync(file, 'r+');
  try {
    const count = 1 + rng.int(64);
    const byte = Buffer.alloc(1);
    for (let i = 0; i < count; i++) {
      const at = rng.int(size);
      readSync(fd, byte, 0, 1, at);
      byte[0] = (byte[0] ?? 0) ^ (1 << rng.int(8));
      writeSync(fd, byte, 0, 1, at);
    }
    return `${file}: ${count} bits of ${size} bytes turned`;
  } finally {
    closeSync(fd);
  }
}
