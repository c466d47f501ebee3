import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { hashInputs } from './build-renderer.ts';

let root = '';
const hash = (): string => hashInputs(root, ['page', 'lock.json', 'absent']);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'rampart-hash-'));
  mkdirSync(join(root, 'page', 'deep'), { recursive: true });
  writeFileSync(join(root, 'page', 'a.ts'), 'one');
  writeFileSync(join(root, 'page', 'deep', 'b.ts'), 'two');
  writeFileSync(join(root, 'lock.json'), '{}');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it('changes with contents, names and single files, and with nothing else', () => {
  const first = hash();
  expect(hash()).toBe(first);
  writeFileSync(join(root, 'page', 'deep', 'b.ts'), 'three');
  const second = hash();
  expect(second).not.toBe(first);
  writeFileSync(join(root, 'lock.json'), '{ }');
  const third = hash();
  expect(third).not.toBe(second);
  writeFileSync(join(root, 'page', 'c.ts'), '');
  expect(hash()).not.toBe(third);
});

it('is not moved by tests', () => {
  const first = hash();
  writeFileSync(join(root, 'page', 'a.test.ts'), 'test');
  expect(hash()).toBe(first);
});
