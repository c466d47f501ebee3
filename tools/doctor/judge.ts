/** What each fact means for the product. Pure. */
import { isClockWrong, isOldGlibc, LOW_BYTES, REQUIRED_GLIBC } from '../../main/machine.ts';
import { judgeScreen } from './judge-screen.ts';
import type { Facts, Finding, Text } from './facts.ts';
import { finding, same, text } from './finding.ts';

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;
const REQUIRED_NODE = 24;
const FULL_BYTES = 100 * MIB;
const SKEW_MS = 2_000;
const COPY_AGAIN = text('从原处重新拷贝整个目录', 'copy the whole folder again from where it came');

/** Judges everything; rows come in the order of the report. */
export function judge(facts: Facts): Finding[] {
  return [
    judgeOs(facts),
    judgeNode(facts),
    judgeDatabase(facts),
    judgePackages(facts),
    judgeRegion(facts),
    judgeMachine(facts),
    judgeDisk(facts),
    judgeClock(facts),
    judgePorts(facts),
    ...judgeScreen(facts),
  ];
}

/** Whether `npm start` can be expected to run. */
export function canRun(findings: readonly Finding[]): boolean {
  return findings.every(({ level }) => level !== 'fail');
}

function judgeOs({ os }: Facts): Finding {
  const name = text('系统', 'System');
  const found = same(`${os.name} (${os.platform} ${os.release}, ${os.arch})`);
  const isKnown = ['linux', 'win32', 'darwin'].includes(os.platform) && ['x64', 'arm64'].includes(os.arch);
  if (isKnown) return finding('os', name, found);
  return finding('os', name, found, 'warn', {
    effect: text(
      '未在该系统上试过，数据库可能无法加载',
      'not tried on this system; the database may not load',
    ),
    advice: text(
      '请使用 x64 或 arm64 的 Linux、Windows 或 macOS',
      'use Linux, Windows or macOS on x64 or arm64',
    ),
  });
}

function judgeNode({ node }: Facts): Finding {
  const name = same('Node.js');
  if (Number.parseInt(node, 10) >= REQUIRED_NODE) return finding('node', name, same(node));
  return finding('node', name, same(node), 'fail', {
    effect: text('程序无法启动', 'nothing starts'),
    advice: text(
      `安装 Node ${REQUIRED_NODE} 或更新版本，或删除 node_modules 后重试`,
      `install Node ${REQUIRED_NODE} or newer, or delete node_modules and try again`,
    ),
  });
}

function judgeDatabase({ sqlite, glibc, os, isBundle }: Facts): Finding {
  const name = text('数据库与 glibc', 'Database and glibc');
  const libc = os.platform !== 'linux' ? '' : glibc === undefined ? ', glibc -' : `, glibc ${glibc}`;
  if (sqlite.ok) return finding('database', name, same(`SQLite${libc}`));
  const found = same(`${sqlite.message}${libc}`);
  const effect = text('网关没有账本，无法启动', 'the gateway has no ledger and cannot start');
  const wanted = REQUIRED_GLIBC;
  const isOld = os.platform === 'linux' && isOldGlibc(glibc);
  const advice = isOld
    ? text(
        `需要 glibc ${wanted} 以上：请用 Debian 12、Ubuntu 22.04、openEuler 22.03 或更新的系统（Alpine 等 musl 系统不行）`,
        `glibc ${wanted} or newer is needed: use Debian 12, Ubuntu 22.04, openEuler 22.03 or newer (not Alpine or other musl systems)`,
      )
    : isBundle
      ? COPY_AGAIN
      : text('删除 node_modules 后重新运行 npm start', 'delete node_modules and run npm start again');
  return finding('database', name, found, 'fail', { effect, advice });
}

function judgePackages({ packages, isBundle }: Facts): Finding {
  if (isBundle) return judgeFiles(packages);
  const name = text('软件包', 'Packages');
  const advice = text(
    '运行 npm start，它会按 package-lock.json 安装',
    'run npm start: it installs what package-lock.json says',
  );
  if (packages === undefined) {
    const effect = text('程序无法启动', 'nothing starts');
    return finding('packages', name, text('未安装', 'not installed'), 'fail', { effect, advice });
  }
  const { wanted, differing } = packages;
  if (differing.length === 0)
    return finding('packages', name, text(`${wanted} 个与锁文件一致`, `${wanted}, as in the lockfile`));
  const some = differing.slice(0, 3).join(', ');
  return finding(
    'packages',
    name,
    text(
      `${differing.length} 个与锁文件不符：${some}`,
      `${differing.length} differ from the lockfile: ${some}`,
    ),
    'warn',
    { effect: text('运行的不是测试过的版本', 'what runs is not what was tested'), advice },
  );
}

function judgeFiles(files: Facts['packages']): Finding {
  const name = text('目录完整性', 'Files');
  if (files !== undefined && files.differing.length === 0)
    return finding('packages', name, text(`${files.wanted} 个与清单一致`, `${files.wanted}, as in the list`));
  const some = files?.differing.slice(0, 3).join(', ') ?? '';
  return finding(
    'packages',
    name,
    text(
      `${files?.differing.length ?? 0} 个文件与 MANIFEST.sha256 不符：${some}`,
      `${files?.differing.length ?? 0} files are not as in MANIFEST.sha256: ${some}`,
    ),
    'fail',
    {
      effect: text('拷贝不完整或被改过', 'the copy is incomplete or was changed'),
      advice: COPY_AGAIN,
    },
  );
}

function judgeRegion({ region }: Facts): Finding {
  const name = text('区域包', 'Region pack');
  if (region.problem === undefined) return finding('region', name, same(region.name));
  return finding('region', name, same(region.problem), 'fail', {
    effect: text(
      '没有路网：无法启动演练，也没有到达时间',
      'no roads: no drill starts and nothing has an arrival time',
    ),
    advice: text(
      `恢复 regions/${region.name}，或用 rampart region build 重建`,
      `restore regions/${region.name}, or build it with rampart region build`,
    ),
  });
}

function judgeMachine({ cpus, memoryBytes }: Facts): Finding {
  const name = text('处理器与内存', 'Processor and memory');
  const gib = (memoryBytes / GIB).toFixed(1);
  const found = text(`${cpus} 核，${gib} GB`, `${cpus} cores, ${gib} GB`);
  if (cpus >= 2 && memoryBytes >= 3.5 * GIB) return finding('machine', name, found);
  return finding('machine', name, found, 'warn', {
    effect: text('演练和回放会变慢，画面可能掉帧', 'drills and replay get slow and frames may be dropped'),
    advice: text('建议 2 核、4 GB 以上', '2 cores and 4 GB or more are recommended'),
  });
}

function judgeDisk({ data }: Facts): Finding {
  const name = text('数据文件夹', 'Data folder');
  const free: Text =
    data.freeBytes === undefined
      ? same(data.folder)
      : text(`${data.folder}，剩余 ${size(data.freeBytes)}`, `${data.folder}, ${size(data.freeBytes)} free`);
  const advice = text('用 --data-dir PATH 另选文件夹', 'choose another folder with --data-dir PATH');
  const effect = text('账本和缓存无处可写，无法启动', 'ledger and cache have no place, nothing starts');
  if (data.writeError !== undefined) {
    const found = text(
      `${data.folder} 不可写（${data.writeError}）`,
      `${data.folder} cannot be written (${data.writeError})`,
    );
    return finding('disk', name, found, 'fail', { effect, advice });
  }
  if (data.freeBytes === undefined || data.freeBytes >= LOW_BYTES) return finding('disk', name, free);
  if (data.freeBytes < FULL_BYTES) return finding('disk', name, free, 'fail', { effect, advice });
  return finding('disk', name, free, 'warn', {
    effect: text('位置历史可能很快写满', 'the history of positions may soon fill it'),
    advice,
  });
}

function size(bytes: number): string {
  return bytes >= GIB ? `${(bytes / GIB).toFixed(1)} GB` : `${Math.round(bytes / MIB)} MB`;
}

function judgeClock({ nowMs, installedAtMs, data }: Facts): Finding {
  const name = text('时钟', 'Clock');
  const now = new Date(nowMs);
  const advice = text('开启网络对时（NTP）', 'turn on network time (NTP)');
  if (isClockWrong(nowMs, installedAtMs)) {
    return finding('clock', name, same(now.toISOString()), 'warn', {
      effect: text(
        '记录的时间不可信，证书可能被拒绝',
        'times on record cannot be trusted and certificates may be refused',
      ),
      advice,
    });
  }
  const aheadMs = Math.round(data.fileAheadMs ?? 0);
  if (Math.abs(aheadMs) <= SKEW_MS) return finding('clock', name, same(now.toISOString()));
  const found = text(`文件时间与时钟相差 ${aheadMs} 毫秒`, `files are ${aheadMs} ms off the clock`);
  return finding('clock', name, found, 'warn', {
    effect: text('数据文件夹所在的主机时间不同', 'the machine that holds the data folder keeps another time'),
    advice,
  });
}

function judgePorts({ ports }: Facts): Finding {
  const name = text('端口', 'Ports');
  const bad = ports.filter(({ state }) => state !== 'free');
  if (bad.length === 0)
    return finding(
      'ports',
      name,
      text(`${ports.map((p) => p.port).join(' ')} 空闲`, `${ports.map((p) => p.port).join(' ')} free`),
    );
  const list = bad.map((p) => p.port).join(' ');
  return finding('ports', name, text(`${list} 不可用`, `${list} not available`), 'warn', {
    effect: text(
      '可能已有一个控制台在运行；默认端口无法启动',
      'a console may be running already; the usual ports do not start',
    ),
    advice: text('用 --port N 换端口，或 --port 0', 'start with --port N for others, or --port 0'),
  });
}
