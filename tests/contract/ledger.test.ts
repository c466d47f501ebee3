import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryLedger } from '../../gateway/ledger/memory-ledger.ts';
import { openSqliteLedger } from '../../gateway/ledger/sqlite-ledger.ts';
import { silentLog } from '../../shared/kit/log.ts';
import { ledgerSuite } from './ledger-suite.ts';

ledgerSuite('memory', () => ({
  open: (deps) => createMemoryLedger(deps, silentLog),
  isDurable: false,
  cleanUp: () => undefined,
}));

ledgerSuite('sqlite', () => {
  const dir = mkdtempSync(join(tmpdir(), 'rampart-ledger-'));
  return {
    open: (deps) => openSqliteLedger(join(dir, 'ledger.db'), deps, silentLog),
    isDurable: true,
    cleanUp: () => rmSync(dir, { recursive: true }),
  };
});
