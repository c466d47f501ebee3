import { resolve } from 'node:path';
import { describe, it } from 'vitest';
import { silentLog } from '../../shared/kit/log.ts';
import { createRng } from '../../shared/kit/rng.ts';
import { FAULT_ROWS } from './all-rows.ts';

// Compiled once for all of the rows' many starts.
process.env['NODE_COMPILE_CACHE'] ??= resolve(import.meta.dirname, '../../.cache/compiled');

/** A few seeded rounds of the rows that take little; `npm run test:faults` runs all of them in full. No time is judged here. */
describe.skipIf(process.platform !== 'linux').concurrent('a room under faults', () => {
  for (const row of FAULT_ROWS.filter((one) => one.sliceRounds > 0)) {
    it(`${row.name}: keeps every promise`, { timeout: 120_000 }, async ({ expect }) => {
      const rng = createRng(20_261_122).fork(row.name);
      const result = await row.run({ rounds: row.sliceRounds, rng, log: silentLog, note: () => undefined });
      expect(result.violations.filter((line) => !/blind for|alert took/.test(line))).toEqual([]);
    });
  }
});
