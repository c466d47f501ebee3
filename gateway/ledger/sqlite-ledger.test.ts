import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../shared/kit/log.ts';
import { openSqliteLedger } from './sqlite-ledger.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rampart-ledger-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('openSqliteLedger', () => {
  it('names a file that is no ledger and what to do, and leaves it as it is', () => {
    const file = join(folder, 'ledger.db');
    writeFileSync(file, 'x'.repeat(8_192));
    const open = (): unknown => openSqliteLedger(file, { nowMs: () => 0, newId: () => 'e' }, silentLog);
    expect(open).toThrow(file);
    expect(open).toThrow('--data-dir');
    expect(readFileSync(file, 'utf8')).toBe('x'.repeat(8_192));
  });
});
