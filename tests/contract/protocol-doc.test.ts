import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CONNECT_REFUSALS, CTL_PROTOCOL } from '../../shared/contract/ctl.ts';
import { ENROL_REFUSALS } from '../../shared/contract/enrol.ts';
import { FIX_BYTES } from '../../shared/contract/position-frame.ts';
import { REJECTIONS } from '../../shared/domain/command.ts';
import { hashOf } from '../../shared/kit/hash.ts';
import { envelopeFields, protocolRows, wireSchemas } from './wire-notation.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const doc = read('../../docs/PROTOCOL.md');
const lines = new Set(doc.split(/\r?\n/));

describe('docs/PROTOCOL.md', () => {
  it('has every message, fact, command, type and word list as the schemas have it', () => {
    const missing = protocolRows().filter((row) => !lines.has(row));
    expect(missing, 'put these rows into docs/PROTOCOL.md in place of the old ones').toEqual([]);
  });

  it('has no row that the schemas do not have', () => {
    const rows = new Set(protocolRows());
    const tables = doc.slice(doc.indexOf('<!-- schemas -->'));
    const stale = tables.split(/\r?\n/).filter((line) => line.startsWith('| ') && !rows.has(line));
    expect(stale.filter((line) => !/^\| (name|list|kind) \|/.test(line))).toEqual([]);
  });

  it('names every field of the envelopes and every code', () => {
    const { event, command } = envelopeFields();
    expect(event.length).toBeGreaterThan(5);
    expect(command.length).toBeGreaterThan(5);
    const codes = [...CONNECT_REFUSALS, ...ENROL_REFUSALS, ...REJECTIONS];
    for (const word of [...event, ...command, ...codes]) expect(doc, word).toContain(`\`${word}\``);
  });

  it('gives the numbers a client needs', () => {
    expect(doc).toContain(`protocol: ${CTL_PROTOCOL}`);
    expect(doc).toContain(`${FIX_BYTES} bytes a fix`);
  });
});

describe('wire contract', () => {
  it('has not changed without a new protocol number', () => {
    const recorded = z
      .strictObject({ protocol: z.number(), sha256: z.string() })
      .parse(JSON.parse(read('./wire-contract.json')));
    const actual = { protocol: CTL_PROTOCOL, sha256: hashOf(wireSchemas()) };
    expect(
      actual,
      'a schema on the wire changed: raise CTL_PROTOCOL (unless no release had the old one) and record the new hash in tests/contract/wire-contract.json',
    ).toEqual(recorded);
  });
});
