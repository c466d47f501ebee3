import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HELP, type ParsedFlags, parseFlags } from './flags.ts';

function flagsOf(parsed: ParsedFlags) {
  if (parsed.kind !== 'run') throw new Error(`expected a run, got ${JSON.stringify(parsed)}`);
  return parsed.flags;
}

function errorOf(parsed: ParsedFlags): string {
  if (parsed.kind !== 'error') throw new Error(`expected an error, got ${JSON.stringify(parsed)}`);
  expect(parsed.exitCode).toBe(2);
  return parsed.message;
}

describe('parseFlags', () => {
  it('has the documented defaults', () => {
    expect(flagsOf(parseFlags([], {}))).toEqual({
      host: undefined,
      headless: false,
      port: undefined,
      dataDir: undefined,
      lang: 'zh-CN',
      messageLang: 'zh-CN',
      region: undefined,
      live: undefined,
      gateway: undefined,
      enrol: undefined,
      drill: undefined,
      speed: 1,
      seed: undefined,
      rate: 1,
      seat: 'dispatcher',
      printUrl: false,
      check: false,
    });
  });

  it('reads every flag, in both spellings', () => {
    const argv =
      '--host browser --headless --port=0 --lang=en --drill warm --speed 0.5 --seed 7 --rate=20 --seat trainer --print-url --region ./万州';
    const flags = flagsOf(parseFlags([...argv.split(' '), '--data-dir', '/tmp/数据 目录'], {}));
    expect(flags).toMatchObject({ host: 'browser', headless: true, port: 0, lang: 'en', messageLang: 'en' });
    expect(flags).toMatchObject({
      drill: 'warm',
      speed: 0.5,
      seed: 7,
      rate: 20,
      seat: 'trainer',
      printUrl: true,
      region: './万州',
    });
    expect(flags.dataDir).toBe('/tmp/数据 目录');
  });

  it('makes --check headless', () => {
    expect(flagsOf(parseFlags(['--check'], {}))).toMatchObject({ check: true, headless: true });
  });

  it.each([
    ['--port', '70000', '0..65533'],
    ['--port', '-1', '0..65533'],
    ['--port', '1.5', '0..65533'],
    ['--host', 'chrome', 'electron | browser'],
    ['--lang', 'fr', 'zh-CN | en'],
    ['--speed', '0', '0.1..64'],
    ['--speed', 'fast', '0.1..64'],
    ['--seed', '4294967296', '0..4294967295'],
    ['--rate', '101', '0..100'],
    ['--seat', 'admin', 'dispatcher | commander | leader | trainer'],
    ['--drill', '../x', 'race | race-auto | warm | quiet | burst'],
    ['--data-dir', '', 'PATH'],
  ])('refuses %s %s, naming flag, value and what is allowed', (flag, value, allowed) => {
    for (const env of [{ LANG: 'en_US.UTF-8' }, { LANG: 'C' }]) {
      const message = errorOf(parseFlags([`${flag}=${value}`], env));
      expect(message).toContain(flag);
      expect(message).toContain(value);
      expect(message).toContain(allowed);
    }
  });

  it('refuses unknown flags, stray words, missing values and values on switches', () => {
    expect(errorOf(parseFlags(['--prot', '1'], { LANG: 'en' }))).toMatch(/Unknown flag --prot.*--port/);
    expect(errorOf(parseFlags(['warm'], { LANG: 'en' }))).toContain('Unknown flag warm');
    expect(errorOf(parseFlags(['--port'], { LANG: 'en' }))).toContain('--port needs a value');
    expect(errorOf(parseFlags(['--port', '--headless'], { LANG: 'en' }))).toContain('--port needs a value');
    expect(errorOf(parseFlags(['--headless=1'], { LANG: 'en' }))).toContain('takes no value');
  });

  it('takes a live configuration or a gateway elsewhere, and nothing that contradicts them', () => {
    expect(flagsOf(parseFlags(['--live', 'district'], {}))).toMatchObject({ live: 'district' });
    const joined = flagsOf(parseFlags(['--gateway=https://10.0.0.5:4872', '--enrol', 'K7QM'], {}));
    expect(joined).toMatchObject({ gateway: 'https://10.0.0.5:4872', enrol: 'K7QM' });
    for (const other of [
      '--drill=warm',
      '--seed=1',
      '--speed=2',
      '--rate=2',
      '--check',
      '--gateway=x',
      '--data-dir=d',
    ])
      expect(errorOf(parseFlags(['--live', 'd', other], { LANG: 'en' }))).toMatch(
        new RegExp(`--live does not go with ${other.split('=', 1)[0]}`),
      );
    expect(errorOf(parseFlags(['--gateway', 'x', '--drill=warm'], { LANG: 'en' }))).toContain('--drill');
    expect(errorOf(parseFlags(['--enrol', 'x'], { LANG: 'en' }))).toMatch(/--enrol needs --gateway/);
  });

  it('refuses Electron without a window', () => {
    expect(errorOf(parseFlags(['--host', 'electron', '--headless'], { LANG: 'en' }))).toContain('--headless');
    expect(errorOf(parseFlags(['--host', 'electron', '--check'], { LANG: 'en' }))).toContain('--check');
  });

  it('answers --help in the language of --lang, else of the locale, else Chinese', () => {
    expect(parseFlags(['--help'], {})).toEqual({ kind: 'help', text: HELP['zh-CN'] });
    expect(parseFlags(['--help'], { LANG: 'C' })).toEqual({ kind: 'help', text: HELP['zh-CN'] });
    expect(parseFlags(['-h'], { LANG: 'en_GB.UTF-8' })).toEqual({ kind: 'help', text: HELP.en });
    expect(parseFlags(['--help', '--lang', 'en'], { LANG: 'zh_CN.UTF-8' })).toEqual({
      kind: 'help',
      text: HELP.en,
    });
    expect(parseFlags(['--bad', '--help'], { LC_ALL: 'en_US' })).toEqual({ kind: 'help', text: HELP.en });
  });

  it('explains every flag in both languages', () => {
    const flags = [
      '--host',
      '--headless',
      '--port',
      '--data-dir',
      '--lang',
      '--drill',
      '--speed',
      '--seed',
      '--rate',
      '--seat',
      '--print-url',
      '--check',
      '--help',
    ];
    for (const flag of flags) for (const text of Object.values(HELP)) expect(text).toContain(`  ${flag}`);
  });

  it('never throws, whatever the words', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom('--port', '--lang', '--seed', '--check', '--x='))),
        (argv) => {
          expect(['run', 'help', 'error']).toContain(parseFlags(argv, {}).kind);
        },
      ),
    );
  });
});
