import { isJoinProblem, type JoinProblem, joinText } from './join/join-text.ts';
import type { Lang } from './launcher/flags.ts';
import { REQUIRED_GLIBC } from './machine.ts';
import type { PortOwner } from './port-owner.ts';

type PortUse = 'page' | 'ingest' | 'feed';

/** What can go wrong on this machine. */
interface OwnProblems {
  readonly 'live-unusable': { readonly folder: string; readonly reason: string };
  readonly 'port-taken': {
    readonly port: number;
    readonly use: PortUse;
    readonly owner: PortOwner | undefined;
  };
  readonly 'port-forbidden': { readonly port: number; readonly use: PortUse };
  readonly 'no-home': object;
  readonly 'disk-full': { readonly folder: string; readonly freeBytes: number };
  /** `found`: undefined where there is no glibc at all. */
  readonly 'glibc-old': { readonly found: string | undefined };
  readonly 'folder-unusable': { readonly folder: string; readonly reason: string };
  readonly 'folder-in-use': { readonly folder: string; readonly pid: number | undefined };
  readonly 'gateway-failed': { readonly reason: string };
  readonly 'nothing-runs': { readonly folder: string };
  readonly 'electron-runs': { readonly pid: number };
  readonly 'no-answer': { readonly pid: number };
  readonly 'region-missing': { readonly folder: string; readonly known: readonly string[] };
  readonly 'region-unknown': {
    readonly name: string;
    readonly known: readonly string[];
    readonly folders: readonly string[];
  };
  readonly 'region-is-board': { readonly name: string };
  readonly unexpected: { readonly reason: string };
}
type OwnProblem = {
  [K in keyof OwnProblems]: { readonly kind: K } & OwnProblems[K];
}[keyof OwnProblems];

/** What can go wrong at a start, with what to do about it. */
export type StartProblem = OwnProblem | JoinProblem;

/** A start that cannot go on for a reason the user can do something about. */
export class StartError extends Error {
  override readonly name = 'StartError';
  readonly problem: StartProblem;

  constructor(problem: StartProblem) {
    super(startText('en', problem));
    this.problem = problem;
  }
}

/** What to tell the user of a start that failed. */
export function problemOf(error: unknown): StartProblem {
  return error instanceof StartError ? error.problem : { kind: 'unexpected', reason: String(error) };
}

const TYPED_WRONG: ReadonlySet<StartProblem['kind']> = new Set([
  'region-missing',
  'region-unknown',
  'region-is-board',
  'live-unusable',
  'bad-code',
  'bad-address',
  'not-enrolled',
]);

/** 2 for what was typed wrong, 1 for everything else. */
export function exitCodeOf({ kind }: StartProblem): 1 | 2 {
  return TYPED_WRONG.has(kind) ? 2 : 1;
}

const PORT_USE: Readonly<Record<PortUse, { readonly zh: string; readonly en: string }>> = {
  page: { zh: '页面', en: 'page' },
  ingest: { zh: '接入', en: 'ingest' },
  feed: { zh: '推送', en: 'feed' },
};

/** Words for the codes a file system refuses with; others as they came. */
const REFUSALS: readonly (readonly [code: string, zh: string, en: string])[] = [
  ['EROFS', '文件系统只读', 'the file system is read-only'],
  ['EACCES', '没有写入权限', 'this user may not write there'],
  ['EPERM', '没有写入权限', 'this user may not write there'],
  ['ENOSPC', '磁盘已满', 'the disk is full'],
  ['EDQUOT', '配额已用完', 'the quota is used up'],
  ['ENOTDIR', '路径中有一段是文件', 'a part of the path is a file'],
  ['EEXIST', '路径中有一段是文件', 'a part of the path is a file'],
  ['ENOENT', '所在位置不存在', 'the place does not exist'],
  ['ENAMETOOLONG', '路径太长', 'the path is too long'],
];

function folderReason(reason: string): { readonly zh: string; readonly en: string } {
  const code = /\bE[A-Z]{3,}\b/.exec(reason)?.[0];
  const known = REFUSALS.find(([one]) => one === code);
  return known === undefined
    ? { zh: reason, en: reason }
    : { zh: `${known[1]}，${known[0]}`, en: `${known[2]}, ${known[0]}` };
}

const megabytes = (bytes: number): number => Math.floor(bytes / 1024 ** 2);

/** One line for the user. */
export function startText(lang: Lang, problem: StartProblem): string {
  if (isJoinProblem(problem)) return joinText(lang, problem);
  return lang === 'en' ? english(problem) : chinese(problem);
}

function english(problem: OwnProblem): string {
  switch (problem.kind) {
    case 'live-unusable':
      return `${problem.folder} is no live configuration (${problem.reason}). Make one with: npm run -s rampart -- init ${problem.folder}, or see what is wrong with --check behind it`;
    case 'port-taken':
      return `Port ${problem.port} (${PORT_USE[problem.use].en}) is taken${problem.owner === undefined ? '' : ` by ${problem.owner.name} (process ${problem.owner.pid})`}. If Rampart runs already, get a link to it with --print-url; else start with --port N for other ports, or --port 0 for free ones`;
    case 'port-forbidden':
      return `Port ${problem.port} (${PORT_USE[problem.use].en}) may not be opened by this user. Start with --port N above 1023, or --port 0`;
    case 'folder-unusable':
      return `Cannot write in ${problem.folder} (${folderReason(problem.reason).en}). Choose another folder with --data-dir PATH`;
    case 'no-home':
      return 'This user has no home folder to keep data in. Name a folder with --data-dir PATH, or set HOME';
    case 'disk-full':
      return `The disk of ${problem.folder} is full (${megabytes(problem.freeBytes)} MB left): the ledger cannot begin. Make room, or choose a folder on another disk with --data-dir PATH`;
    case 'glibc-old':
      return `The database needs glibc ${REQUIRED_GLIBC} or newer, this system has ${problem.found ?? 'none'}. Use Debian 12, Ubuntu 22.04, openEuler 22.03 or newer (not Alpine or other musl systems); "rampart doctor" says what else falls away`;
    case 'folder-in-use':
      return `${problem.folder} is in use by ${problem.pid === undefined ? 'a console that is just starting' : `process ${problem.pid}`}. Get a link to it with --print-url and the same --data-dir, or choose another folder`;
    case 'gateway-failed':
      return `The gateway did not start: ${problem.reason}. The lines above say why; if the data folder is damaged, choose another with --data-dir PATH`;
    case 'nothing-runs':
      return `No console runs on ${problem.folder}. Start one with npm start; after a start with --data-dir or --drill, repeat these flags`;
    case 'electron-runs':
      return `The running console (process ${problem.pid}) has its own window and gives no links. Start with --host browser for a link`;
    case 'no-answer':
      return `The running console (process ${problem.pid}) does not answer. Stop it and start again`;
    case 'region-missing':
      return `The region pack ${problem.folder} is missing or incomplete. Restore it, build it with: npm run -s rampart -- region build, or choose an installed one with --region NAME: ${problem.known.join(', ') || 'none'}`;
    case 'region-unknown':
      return `There is no region "${problem.name}". Installed: ${problem.known.join(', ') || 'none'} (looked in ${problem.folders.join(' and ')}). Choose one with --region NAME or --region ./FOLDER, or build one with: npm run -s rampart -- region build`;
    case 'region-is-board':
      return `"${problem.name}" is a board without roads: no arrival time can come of it, so nothing can be dispatched on it. Choose a pack with roads with --region`;
    case 'unexpected':
      return `Unexpected failure: ${problem.reason}`;
  }
}

function chinese(problem: OwnProblem): string {
  switch (problem.kind) {
    case 'live-unusable':
      return `${problem.folder} 不是实战配置（${problem.reason}）。请先建立：npm run -s rampart -- init ${problem.folder}；已有配置可在其后加 --check 查看错误`;
    case 'port-taken':
      return `端口 ${problem.port}（${PORT_USE[problem.use].zh}）已被${problem.owner === undefined ? '' : ` ${problem.owner.name}（进程 ${problem.owner.pid}）`}占用。若壁垒已在运行，请用 --print-url 取得链接；否则用 --port N 换一组端口，或用 --port 0 任选空闲端口`;
    case 'port-forbidden':
      return `当前用户无权打开端口 ${problem.port}（${PORT_USE[problem.use].zh}）。请用 --port N 选 1023 以上的端口，或用 --port 0`;
    case 'folder-unusable':
      return `无法写入 ${problem.folder}（${folderReason(problem.reason).zh}）。请用 --data-dir PATH 换一个目录`;
    case 'no-home':
      return '当前用户没有主目录，无处存放数据。请用 --data-dir PATH 指定目录，或设置 HOME';
    case 'disk-full':
      return `${problem.folder} 所在磁盘已满（剩 ${megabytes(problem.freeBytes)} MB），账本无法开始。请腾出空间，或用 --data-dir PATH 换到另一块磁盘`;
    case 'glibc-old':
      return `数据库需要 glibc ${REQUIRED_GLIBC} 以上，本系统为 ${problem.found ?? '无'}。请用 Debian 12、Ubuntu 22.04、openEuler 22.03 或更新的系统（Alpine 等 musl 系统不行）；rampart doctor 可查看还缺什么`;
    case 'folder-in-use':
      return `目录 ${problem.folder} 正由${problem.pid === undefined ? '另一个正在启动的控制台' : `进程 ${problem.pid} `}使用。请用 --print-url 和相同的 --data-dir 取得链接，或换一个目录`;
    case 'gateway-failed':
      return `网关未能启动：${problem.reason}。原因见上面的输出；若数据目录已损坏，请用 --data-dir PATH 换一个目录`;
    case 'nothing-runs':
      return `目录 ${problem.folder} 上没有正在运行的控制台。请先 npm start；若启动时用了 --data-dir 或 --drill，这里也要写上`;
    case 'electron-runs':
      return `正在运行的控制台（进程 ${problem.pid}）有自己的窗口，不提供链接。需要链接请用 --host browser 启动`;
    case 'no-answer':
      return `正在运行的控制台（进程 ${problem.pid}）没有响应。请结束它后重新启动`;
    case 'region-missing':
      return `区域包 ${problem.folder} 缺失或不完整。请恢复它，重新生成（npm run -s rampart -- region build），或用 --region 选择已安装的区域：${problem.known.join('、') || '无'}`;
    case 'region-unknown':
      return `没有名为“${problem.name}”的区域。已安装：${problem.known.join('、') || '无'}（查找位置：${problem.folders.join('、')}）。请用 --region 名称 或 --region ./文件夹 选择，或生成：npm run -s rampart -- region build`;
    case 'region-is-board':
      return `“${problem.name}”是没有路网的示意板，不能计算到达时间，也就不能据此派警。请用 --region 选择有路网的区域包`;
    case 'unexpected':
      return `意外错误：${problem.reason}`;
  }
}
