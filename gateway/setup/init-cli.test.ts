import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../shared/kit/log.ts';
import { type InitIo, runInit } from './init-cli.ts';
import { createLiveDistrict, LiveConfigError } from './live-district.ts';

const START = { dataDir: 'nowhere', isRestart: false, log: silentLog };

describe('rampart init', () => {
  let cwd: string;
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'rampart-init-'));
  });
  afterEach(() => rmSync(cwd, { recursive: true }));

  async function init(...args: string[]): Promise<{ code: number; out: string; err: string }> {
    let out = '';
    let err = '';
    const io: InitIo = {
      out: (text) => (out += text),
      err: (text) => (err += text),
      env: { LANG: 'en_GB.UTF-8' },
      cwd,
      nowMs: () => Date.UTC(2026, 10, 22),
    };
    const code = await runInit(args, io);
    return { code, out, err };
  }

  it('makes a whole configuration, which its own check and the gateway take', async () => {
    const made = await init('区', '--name', '测试区反诈中心', '--region', './packs/x', '--port', '0');
    expect(made).toMatchObject({ code: 0, err: '' });
    expect(made.out).toContain('npm start -- --live 区');
    expect(readdirSync(cwd)).toEqual(['区']);
    const dir = join(cwd, '区');
    expect(JSON.parse(readFileSync(join(dir, 'rampart.json'), 'utf8'))).toMatchObject({
      name: '测试区反诈中心',
      region: './packs/x',
      ports: { page: 0, ingest: 0, feed: 0 },
    });
    for (const secret of ['ca.key', 'ingest.key'])
      expect(statSync(join(dir, 'gateway', secret)).mode & 0o077, secret).toBe(0);
    const check = await init('区', '--check');
    expect(check).toMatchObject({
      code: 0,
      out: /units\.csv: UTF-8 BOM, 4 rows, 4 usable[\s\S]*No errors\./,
    });
    expect((await init('区', '--check', '--lang', 'zh-CN')).out).toContain('没有错误');
    const district = createLiveDistrict(dir, START);
    expect(district.directoryAt(Date.UTC(2026, 10, 22))).toMatchObject({
      contacts: [{ phone: '96110' }, {}],
      crews: [{}, {}, { onDuty: [{ name: '示例甲' }, { name: '示例乙' }] }, {}],
    });
  });

  it('touches nothing that is there, and leaves nothing half-made', async () => {
    await init('d');
    expect(await init('d')).toMatchObject({ code: 2, err: /is a configuration already.*--check/ });
    mkdirSync(join(cwd, 'full'));
    writeFileSync(join(cwd, 'full', 'letter.txt'), 'dear');
    expect(await init('full')).toMatchObject({ code: 2, err: /is not empty/ });
    expect(readdirSync(join(cwd, 'full'))).toEqual(['letter.txt']);
    writeFileSync(join(cwd, 'file'), '');
    expect((await init('file/below')).code).toBe(1);
    expect(readdirSync(cwd).toSorted()).toEqual(['d', 'file', 'full']);
  });

  it('lists every error of every file at once and masks whom it shows', async () => {
    await init('d');
    const dir = join(cwd, 'd');
    writeFileSync(
      join(dir, 'contacts.csv'),
      'contact_id,name,kind,phone\nK1,欧阳小明,bank,13800138000\nK2,李四,x,1\n',
    );
    writeFileSync(join(dir, 'rampart.json'), '{"format":1,"name":"d","ports":{"page":70000}}');
    rmSync(join(dir, 'roster.csv'));
    const { code, out } = await init('d', '--check');
    expect(code).toBe(2);
    expect(out).toMatch(/欧阳\*\* +bank +138\*{4}8000/);
    expect(out).not.toContain('13800138000');
    for (const line of [
      'rampart.json region: is not usable',
      'rampart.json ports.page: is not usable',
      'roster.csv: the file cannot be read',
      'contacts.csv:3 kind “x”: there is no such kind',
      'contacts.csv:3 phone “1”: is not a phone number',
    ])
      expect(out).toContain(line);
    expect(() => createLiveDistrict(dir, START)).toThrow(LiveConfigError);
    expect((await init('nowhere', '--check')).code).toBe(2);
    expect(existsSync(join(cwd, 'nowhere'))).toBe(false);
  });

  it('refuses bad flags with the usage', async () => {
    for (const bad of [['--port', '70000'], ['--lang', 'fr'], ['a', 'b'], ['--wat']])
      expect(await init(...bad)).toMatchObject({ code: 2, out: '', err: /usage: rampart init/ });
    expect(await init('--help')).toMatchObject({ code: 0, out: /usage: rampart init/ });
  });
});
