import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findBoard, findRegion } from './find-region.ts';
import { exitCodeOf, problemOf, StartError, type StartProblem, startText } from './start-text.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'find-region-'));
  install('user', 'wanzhou');
  install('shipped', 'jinan');
  install('shipped', 'wanzhou');
  install('shipped', 'towns', { kind: 'board' });
  install('shipped', '.half-built');
  mkdirSync(join(root, 'shipped', 'glyphs'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function install(folder: string, name: string, manifest: object = {}): void {
  mkdirSync(join(root, folder, name), { recursive: true });
  writeFileSync(join(root, folder, name, 'manifest.json'), JSON.stringify({ name, ...manifest }));
}

function find(wanted: string | undefined): string {
  const folders = [join(root, 'missing'), join(root, 'user'), join(root, 'shipped')];
  return findRegion({ wanted, callerDir: root, folders });
}

function problem(wanted: string): StartProblem {
  try {
    find(wanted);
  } catch (error) {
    expect(error).toBeInstanceOf(StartError);
    const found = problemOf(error);
    expect(exitCodeOf(found)).toBe(2);
    return found;
  }
  throw new Error('expected a refusal');
}

describe('findRegion', () => {
  it("finds a pack by name, a user's own before a shipped one, and by folder", () => {
    expect(find(undefined)).toBe(join(root, 'shipped', 'jinan'));
    expect(find('wanzhou')).toBe(join(root, 'user', 'wanzhou'));
    expect(find('./shipped/wanzhou')).toBe(join(root, 'shipped', 'wanzhou'));
    expect(find(join(root, 'shipped', 'jinan'))).toBe(join(root, 'shipped', 'jinan'));
  });

  it('says what there is when there is no such pack', () => {
    const unknown = problem('atlantis');
    expect(unknown).toMatchObject({ kind: 'region-unknown', name: 'atlantis', known: ['jinan', 'wanzhou'] });
    for (const lang of ['en', 'zh-CN'] as const) {
      expect(startText(lang, unknown)).toMatch(/atlantis.*jinan.*wanzhou.*--region/);
    }
    expect(problem('glyphs')).toMatchObject({ kind: 'region-unknown' });
    expect(problem('.half-built')).toMatchObject({ kind: 'region-unknown' });
    expect(problem('./nowhere')).toMatchObject({ kind: 'region-missing', folder: join(root, 'nowhere') });
  });

  it("finds the region's own board before another one", () => {
    const folders = [join(root, 'user'), join(root, 'shipped')];
    expect(findBoard(join(root, 'shipped', 'jinan'), folders)).toBe(join(root, 'shipped', 'towns'));
    install('shipped', 'wanzhou-board', { kind: 'board' });
    expect(findBoard(join(root, 'user', 'wanzhou'), folders)).toBe(join(root, 'shipped', 'wanzhou-board'));
    expect(findBoard(join(root, 'user', 'wanzhou'), [join(root, 'user')])).toBeUndefined();
  });

  it('refuses a board: nothing can be dispatched without roads', () => {
    expect(problem('towns')).toEqual({ kind: 'region-is-board', name: 'towns' });
    expect(problem('./shipped/towns')).toEqual({ kind: 'region-is-board', name: 'towns' });
  });
});
