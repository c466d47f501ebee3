import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildRegion } from './build-region.ts';
import { RegionBuildError } from './region-error.ts';

/** What a command may touch: where results and progress go, and the folder relative paths start from. */
export interface RegionCommandIo {
  /** The result, one line; nothing else goes there. */
  readonly out: (line: string) => void;
  /** Progress and errors, one line each. */
  readonly err: (line: string) => void;
  /** Folder relative paths are resolved against (INIT_CWD under npm). */
  readonly cwd: string;
  /** Folder the packs live in when --out is not given. */
  readonly regionsDir: string;
}

const HELP = `用法 Usage: rampart region build <extract.osm.pbf> --name <name> [--out <folder>] [--about <region.json>]

由 OpenStreetMap 提取文件生成区域包（路网、矢量瓦片、出口、可拦停点、演练地点）。
Builds a region pack (roads, vector tiles, exits, stoppable points, drill places) from an OpenStreetMap extract.

  --name   小写字母、数字、连字符 lower-case letters, digits, dashes
  --out    输出文件夹，默认 regions/<name> output folder, default regions/<name>
  --about  区域说明，默认为提取文件旁的 region.json title, places, source; default: region.json beside the extract
  --help   显示本说明 show this text`;

/**
 * rampart region ...; `argv` is what follows the word region. Answers the exit code: 0 built (the manifest's summary as one
 * JSON line on out), 1 failed for a reason of the machine, 2 bad usage or input.
 */
export async function regionCommand(argv: readonly string[], io: RegionCommandIo): Promise<0 | 1 | 2> {
  const usage = (why: string): 2 => {
    io.err(`${why}\n${HELP}`);
    return 2;
  };
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(argv);
  } catch (error) {
    return usage(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = parsed;
  if (values.help === true) {
    io.out(HELP);
    return 0;
  }
  const [verb, extract, ...extra] = positionals;
  if (verb !== 'build')
    return usage(
      verb === undefined ? '缺少子命令 missing subcommand: build' : `未知子命令 unknown subcommand: ${verb}`,
    );
  if (extract === undefined) return usage('缺少提取文件 missing <extract.osm.pbf>');
  if (extra.length > 0) return usage(`多余参数 unexpected argument: ${extra.join(' ')}`);
  if (values.name === undefined) return usage('缺少 --name missing --name');
  const outDir = values.out === undefined ? resolve(io.regionsDir, values.name) : resolve(io.cwd, values.out);
  try {
    const manifest = await buildRegion(
      {
        extractPath: resolve(io.cwd, extract),
        name: values.name,
        outDir,
        aboutPath: values.about === undefined ? undefined : resolve(io.cwd, values.about),
      },
      io.err,
    );
    io.out(JSON.stringify({ region: manifest.name, dir: outDir, ...manifest.counts }));
    return 0;
  } catch (error) {
    io.err(error instanceof Error ? error.message : String(error));
    return error instanceof RegionBuildError ? 2 : 1;
  }
}

function parse(argv: readonly string[]) {
  return parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      name: { type: 'string' },
      out: { type: 'string' },
      about: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
}
