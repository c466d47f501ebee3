import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makePrivateFolder } from './private-folder.ts';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'rampart-private-'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const isPosix = process.platform !== 'win32';

describe('makePrivateFolder', () => {
  it('makes every missing level for its owner alone, and is content with what exists', () => {
    const folder = join(base, '数据 1', 'a', 'b');
    makePrivateFolder(folder);
    makePrivateFolder(folder);
    expect(statSync(folder).isDirectory()).toBe(true);
    if (isPosix) expect(statSync(join(base, '数据 1')).mode & 0o777).toBe(0o700);
  });

  it('throws where there is a file, and below one', () => {
    writeFileSync(join(base, 'file'), '');
    expect(() => makePrivateFolder(join(base, 'file'))).toThrow();
    expect(() => makePrivateFolder(join(base, 'file', 'x'))).toThrow();
  });

  it.runIf(isPosix && process.getuid?.() !== 0)('throws when nothing can be written in it', () => {
    mkdirSync(join(base, 'locked'));
    chmodSync(join(base, 'locked'), 0o500);
    expect(() => makePrivateFolder(join(base, 'locked'))).toThrow();
  });

  // In a process of its own: Node's recursive mkdir never comes back from such a place.
  it.runIf(process.platform === 'linux')('throws where the system lets nobody make folders', () => {
    const code = `import { makePrivateFolder } from ${JSON.stringify(join(import.meta.dirname, 'private-folder.ts'))};
      try { makePrivateFolder('/proc/rampart/x'); } catch { console.log('refused'); }`;
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', code], { timeout: 5_000 });
    expect(said.toString()).toBe('refused\n');
  });
});
