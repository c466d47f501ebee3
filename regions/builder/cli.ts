import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildBoard } from './build-board.ts';
import { buildRegion } from './build-region.ts';
import { coreWishOf, minutesOf } from './core-options.ts';
import { type InstalledRegion, listRegions, verifyRegion } from './installed.ts';
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
  /**
   * Folders that `list` and `verify` look in, in the order in which a start does: of two packs with one name the earlier
   * folder's is the one that runs.
   */
  readonly searchDirs: readonly string[];
}

const HELP = `用法 Usage: rampart region build <extract.osm.pbf> --name <name> [--boundary <border> | --bbox w,s,e,n]
                            [--reach 150min] [--out <folder>] [--about <region.json>]
            rampart region board <folder>
            rampart region list
            rampart region verify [<name or folder> ...]

build   由 OpenStreetMap 提取文件生成区域包（路网、转向限制、路名、矢量瓦片、出口、可拦停点、兴趣点、演练地点）。
        Builds a region pack (roads, turn restrictions, names, vector tiles, exits, stoppable points, points of
        interest, drill places) from an OpenStreetMap extract. Cut short, it goes on where it stopped.
board   由 <folder>/source 中的镇街、地点、江河数据生成无路网的示意板（不计算到达时间）。
        Builds a board without roads (townships, river, neighbours; schematic, no arrival times) from <folder>/source.
list    列出已安装的区域包（用户文件夹在先），每行一个 JSON；shadowed 表示被同名包遮住，不会启用。
        Lists the installed packs, the user's folder first, one JSON line each; shadowed: an earlier pack of that name runs.
verify  按清单逐个核对文件，默认核对全部。 Compares every file with its checksum; default: all packs. Exit 1 = damaged.

  --name      小写字母、数字、连字符 lower-case letters, digits, dashes
  --boundary  辖区边界名（中文、拼音或英文） name of the jurisdiction's border, as in the extract: 万州区
  --bbox      辖区范围：西,南,东,北（度） the jurisdiction as a box in degrees
  --reach     辖区外保留高速与快速路的车程，默认 150min how far out main roads are kept; other roads: 60 min
  --out       输出文件夹，默认 regions/<name> output folder, default regions/<name>
  --about     区域说明，默认为提取文件旁的 region.json title, places, source; default: region.json beside the extract
  --help      显示本说明 show this text`;

type Options = ReturnType<typeof parse>;

/**
 * rampart region ...; `argv` is what follows the word region. Answers the exit code: 0 done (results as JSON lines on out),
 * 1 failed for a reason of the machine, or a pack that is damaged, 2 bad usage or input.
 */
export async function regionCommand(argv: readonly string[], io: RegionCommandIo): Promise<0 | 1 | 2> {
  const usage = (why: string): 2 => {
    io.err(`${why}\n${HELP}`);
    return 2;
  };
  let parsed: Options;
  try {
    parsed = parse(argv);
  } catch (error) {
    return usage(error instanceof Error ? error.message : String(error));
  }
  if (parsed.values.help === true) {
    io.out(HELP);
    return 0;
  }
  const [verb, ...rest] = parsed.positionals;
  switch (verb) {
    case 'build':
      return build(parsed.values, rest, io, usage);
    case 'board':
      return board(rest, io, usage);
    case 'list':
      return rest.length > 0 ? usage(`多余参数 unexpected argument: ${rest.join(' ')}`) : list(io);
    case 'verify':
      return verify(rest, io);
    case undefined:
      return usage('缺少子命令 missing subcommand: build, board, list or verify');
    default:
      return usage(`未知子命令 unknown subcommand: ${verb}`);
  }
}

async function build(
  values: Options['values'],
  [extract, ...extra]: readonly string[],
  io: RegionCommandIo,
  usage: (why: string) => 2,
): Promise<0 | 1 | 2> {
  if (extract === undefined) return usage('缺少提取文件 missing <extract.osm.pbf>');
  if (extra.length > 0) return usage(`多余参数 unexpected argument: ${extra.join(' ')}`);
  if (values.name === undefined) return usage('缺少 --name missing --name');
  const { name, about, reach } = values;
  const outDir = values.out === undefined ? resolve(io.regionsDir, name) : resolve(io.cwd, values.out);
  return done(io, async () => {
    const core = coreWishOf(values);
    const manifest = await buildRegion(
      {
        extractPath: resolve(io.cwd, extract),
        name,
        outDir,
        aboutPath: about === undefined ? undefined : resolve(io.cwd, about),
        core,
        reachMinutes: minutesOf(reach, core),
      },
      io.err,
    );
    return { region: manifest.name, dir: outDir, ...manifest.counts };
  });
}

async function board(
  [folder, ...extra]: readonly string[],
  io: RegionCommandIo,
  usage: (why: string) => 2,
): Promise<0 | 1 | 2> {
  if (folder === undefined) return usage('缺少文件夹 missing <folder>');
  if (extra.length > 0) return usage(`多余参数 unexpected argument: ${extra.join(' ')}`);
  const dir = resolve(io.cwd, folder);
  return done(io, async () => {
    const { name, counts } = await buildBoard(dir);
    return { board: name, dir, ...counts };
  });
}

/** Runs something that gives one result; exit code and messages as documented above. */
async function done(io: RegionCommandIo, work: () => Promise<unknown>): Promise<0 | 1 | 2> {
  try {
    io.out(JSON.stringify(await work()));
    return 0;
  } catch (error) {
    io.err(error instanceof Error ? error.message : String(error));
    return error instanceof RegionBuildError ? 2 : 1;
  }
}

async function list(io: RegionCommandIo): Promise<0> {
  const seen = new Set<string>();
  for (const region of await installed(io)) {
    const name = basename(region.dir);
    io.out(JSON.stringify({ ...lineOf(region), ...(seen.has(name) ? { shadowed: true } : {}) }));
    if (region.manifest !== undefined) seen.add(name);
  }
  return 0;
}

async function verify(names: readonly string[], io: RegionCommandIo): Promise<0 | 1> {
  const all = await installed(io);
  const named = (name: string): string =>
    all.find(({ dir }) => basename(dir) === name)?.dir ?? resolve(io.regionsDir, name);
  const asked = names.map((name) => (/[\\/.]/.test(name) ? resolve(io.cwd, name) : named(name)));
  const dirs = names.length > 0 ? asked : all.map(({ dir }) => dir);
  let failed = false;
  for (const dir of dirs) {
    const region = await verifyRegion(dir);
    io.out(JSON.stringify({ ...lineOf(region), ok: region.problems.length === 0 }));
    if (region.problems.length === 0) continue;
    failed = true;
    io.err(
      `${dir} 已损坏，请重新生成或复制。 ${dir} is damaged, rebuild it or copy it again: ${region.problems.join('; ')}`,
    );
  }
  return failed ? 1 : 0;
}

async function installed({ searchDirs }: RegionCommandIo): Promise<readonly InstalledRegion[]> {
  return (await Promise.all(searchDirs.map(listRegions))).flat();
}

function lineOf({ dir, manifest, problems }: InstalledRegion) {
  const isBoard = manifest !== undefined && 'kind' in manifest;
  return {
    region: manifest?.name ?? basename(dir),
    kind: isBoard ? 'board' : 'roads',
    title: manifest?.title,
    dir,
    core: isBoard ? undefined : manifest?.core?.name,
    bytes: manifest?.files.reduce((sum, file) => sum + file.bytes, 0),
    date: isBoard ? undefined : manifest?.source.date,
    ...(problems.length > 0 ? { problems } : {}),
  };
}

function parse(argv: readonly string[]) {
  return parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      name: { type: 'string' },
      out: { type: 'string' },
      about: { type: 'string' },
      boundary: { type: 'string' },
      bbox: { type: 'string' },
      reach: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
}
