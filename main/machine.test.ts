import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { dataFolders, type DataFolderInput } from './data-folder.ts';
import { diskRoom, glibcVersion, isClockWrong, isOldGlibc } from './machine.ts';
import { startNote } from './start-note.ts';
import { StartError, startText } from './start-text.ts';

const NOW_MS = Date.UTC(2026, 10, 22);
const DAY_MS = 24 * 3_600_000;

describe('this machine', () => {
  it('is judged by its glibc', () => {
    expect(['2.34', '2.36', '2.41', '3.0'].map(isOldGlibc)).toEqual([false, false, false, false]);
    expect(['2.33', '2.28', '1.99', undefined].map(isOldGlibc)).toEqual([true, true, true, true]);
    if (process.platform === 'linux') expect(glibcVersion()).toMatch(/^\d+\.\d+$/);
  });

  it('is judged by its clock', () => {
    expect(isClockWrong(NOW_MS, NOW_MS - 1)).toBe(false);
    expect(isClockWrong(NOW_MS, undefined)).toBe(false);
    expect(isClockWrong(NOW_MS, NOW_MS + 2 * DAY_MS)).toBe(true);
    expect(isClockWrong(0, undefined)).toBe(true);
    expect(isClockWrong(Date.UTC(2120, 0), undefined)).toBe(true);
  });

  it('says how much room a disk has', () => {
    expect(diskRoom(tmpdir()).freeBytes).toBeGreaterThan(0);
    expect(diskRoom('/nonexistent/folder').room).toBe('unknown');
  });
});

describe('a user without a home', () => {
  const input: DataFolderInput = {
    platform: 'linux',
    env: {},
    homeDir: '',
    callerDir: '/work',
    dataDir: undefined,
    drill: undefined,
    runName: 'r',
  };

  it('is asked for a folder, and can name one', () => {
    expect(() => dataFolders(input)).toThrow(StartError);
    expect(() => dataFolders({ ...input, platform: 'darwin' })).toThrow('home folder');
    expect(() => dataFolders({ ...input, platform: 'win32' })).toThrow('--data-dir');
    expect(dataFolders({ ...input, dataDir: 'd' })).toEqual({
      home: '/work/d',
      run: '/work/d',
      regions: ['/work/d/regions'],
      isNamed: true,
    });
    expect(dataFolders({ ...input, env: { XDG_DATA_HOME: '/x' } }).home).toBe('/x/rampart/drills/default');
  });
});

describe('what is said', () => {
  it.each([
    ['EROFS: read-only file system, mkdir', '只读', 'read-only'],
    ['Error: EACCES: permission denied', '没有写入权限', 'may not write'],
    ['Error: ENOSPC: no space left on device', '磁盘已满', 'disk is full'],
    ['something else', 'something else', 'something else'],
  ])('names %s and the way out', (reason, zh, en) => {
    const problem = { kind: 'folder-unusable', folder: '/srv/data', reason } as const;
    for (const [lang, words] of [
      ['zh-CN', zh],
      ['en', en],
    ] as const) {
      expect(startText(lang, problem)).toContain(words);
      expect(startText(lang, problem)).toContain('/srv/data');
      expect(startText(lang, problem)).toContain('--data-dir');
    }
  });

  it('has what was found and what to do, in both languages', () => {
    const full = { kind: 'disk-full', folder: '/srv', freeBytes: 5 * 1024 ** 2 } as const;
    const old = { kind: 'glibc-old', found: '2.31' } as const;
    for (const lang of ['zh-CN', 'en'] as const) {
      expect(startText(lang, full)).toMatch(/5 MB.*--data-dir/s);
      expect(startText(lang, old)).toMatch(/2\.34.*2\.31.*Debian 12/s);
      expect(startNote(lang, { kind: 'as-root' })).toContain('root');
      expect(startNote(lang, { kind: 'disk-low', folder: '/srv', freeBytes: 700 * 1024 ** 2 })).toContain(
        '700 MB',
      );
      expect(startNote(lang, { kind: 'clock-wrong', nowMs: 0 })).toMatch(/1970-01-01.*NTP/s);
    }
  });
});
