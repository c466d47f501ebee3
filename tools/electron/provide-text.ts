/** What a start says about fetching the Electron runtime; one line each. */
import type { Lang } from '../../main/launcher/flags.ts';
import type { FirstByte } from './first-byte.ts';
import type { InstallerOutcome } from './run-installer.ts';

/** Why there is no runtime after a try. */
export type FetchFailure =
  | Exclude<FirstByte, { readonly kind: 'came' | 'stopped' }>
  | Exclude<InstallerOutcome, { readonly kind: 'done' | 'stopped' }>;

/** Said before the try. `host` is the server asked. */
export function fetchingLine(lang: Lang, host: string): string {
  return lang === 'en'
    ? `No Electron runtime yet: fetching it once from ${host} (about 120 MB; Ctrl-C ends the start, --host browser does without) ...`
    : `尚无 Electron 运行时：正从 ${host} 下载，仅此一次（约 120 MB；Ctrl-C 结束启动，--host browser 可不用它）……`;
}

/** Said after a try that failed: why, what to do, and what happens now. */
export function fetchFailedLine(lang: Lang, host: string, failure: FetchFailure): string {
  return lang === 'en'
    ? `The Electron runtime was not fetched (${english(host, failure)}): try again with "npm run electron", if need be with ELECTRON_MIRROR or npm_config_electron_mirror set to a mirror you can reach; npm start asks again in a day; the browser host opens instead.`
    : `Electron 运行时未能下载（${chinese(host, failure)}）：可运行 npm run electron 重试，必要时用 ELECTRON_MIRROR 或 npm_config_electron_mirror 指定可访问的镜像；npm start 一天后会再试；现在改用浏览器。`;
}

function english(host: string, failure: FetchFailure): string {
  switch (failure.kind) {
    case 'slow':
      return `${host} sent nothing within ${seconds(failure.waitedMs)} s`;
    case 'status':
      return `${host} answered ${failure.status}`;
    case 'unreachable':
      return `${host} cannot be reached: ${failure.message}`;
    case 'stalled':
      return `the download from ${host} stood still for ${seconds(failure.waitedMs)} s`;
    case 'failed':
      return failure.reason;
  }
}

function chinese(host: string, failure: FetchFailure): string {
  switch (failure.kind) {
    case 'slow':
      return `${host} 在 ${seconds(failure.waitedMs)} 秒内没有返回数据`;
    case 'status':
      return `${host} 返回 ${failure.status}`;
    case 'unreachable':
      return `无法连接 ${host}：${failure.message}`;
    case 'stalled':
      return `从 ${host} 下载停滞了 ${seconds(failure.waitedMs)} 秒`;
    case 'failed':
      return failure.reason;
  }
}

function seconds(ms: number): string {
  return String(Math.round(ms / 100) / 10);
}
