/** Why the Electron window did not come up, and what the operator can do about it; one line each. */
import type { Lang } from './flags-text.ts';

/** `code` is an exit code, `signal` a signal name such as SIGTRAP. */
export type ElectronFailure =
  | { readonly kind: 'root' }
  | { readonly kind: 'no-display' }
  | { readonly kind: 'missing'; readonly path: string }
  | { readonly kind: 'unstartable'; readonly path: string; readonly message: string }
  | { readonly kind: 'ended'; readonly saidHello: boolean; readonly how: string }
  | { readonly kind: 'hung'; readonly waitedMs: number };

/** The line for one failure. It always ends with what happens now: the browser host opens instead. */
export function electronFailureLine(lang: Lang, failure: ElectronFailure): string {
  return lang === 'en' ? english(failure) : chinese(failure);
}

function chinese(failure: ElectronFailure): string {
  const now = '现在改用浏览器。';
  switch (failure.kind) {
    case 'root':
      return `Electron 不能以 root 身份安全运行：请用普通用户启动以使用桌面窗口；${now}`;
    case 'no-display':
      return `没有显示环境（DISPLAY 与 WAYLAND_DISPLAY 均未设置），Electron 无法开窗：请在图形会话中启动；${now}`;
    case 'missing':
      return `找不到 Electron 运行时（${failure.path}）：运行 npm run electron 可下载，或用 ELECTRON_OVERRIDE_DIST_PATH 指定目录；${now}`;
    case 'unstartable':
      return `Electron 无法启动（${failure.path}：${failure.message}）：请检查文件权限，或运行 npm run electron 重新下载；${now}`;
    case 'ended':
      return failure.saidHello
        ? `Electron 运行中意外退出（${failure.how}）：重新运行 npm start 可再试；${now}`
        : `Electron 启动时退出（${failure.how}）：请检查显示环境与沙箱支持，或用 --host browser 跳过；${now}`;
    case 'hung':
      return `Electron 在 ${seconds(failure.waitedMs)} 秒内没有应答，已结束：请检查显示环境，或用 --host browser 跳过；${now}`;
  }
}

function english(failure: ElectronFailure): string {
  const now = 'the browser host opens instead.';
  switch (failure.kind) {
    case 'root':
      return `Electron cannot run safely as root: start as an ordinary user for the desktop window; ${now}`;
    case 'no-display':
      return `Electron cannot open a window without a display (neither DISPLAY nor WAYLAND_DISPLAY is set): start in a graphical session; ${now}`;
    case 'missing':
      return `No Electron runtime (${failure.path}): "npm run electron" downloads it, or set ELECTRON_OVERRIDE_DIST_PATH to its folder; ${now}`;
    case 'unstartable':
      return `Electron cannot be started (${failure.path}: ${failure.message}): check its rights, or fetch it again with "npm run electron"; ${now}`;
    case 'ended':
      return failure.saidHello
        ? `Electron ended unexpectedly (${failure.how}): run "npm start" again to retry; ${now}`
        : `Electron ended while starting (${failure.how}): check the display and sandbox support, or skip it with --host browser; ${now}`;
    case 'hung':
      return `Electron did not answer within ${seconds(failure.waitedMs)} s and was ended: check the display, or skip it with --host browser; ${now}`;
  }
}

function seconds(ms: number): string {
  return String(Math.round(ms / 100) / 10);
}
