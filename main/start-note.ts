import type { Lang } from './launcher/flags.ts';

/** Something worth a line at a start that goes on. */
export type StartNote =
  | { readonly kind: 'clock-ahead'; readonly aheadMs: number }
  | { readonly kind: 'key-not-kept' }
  | { readonly kind: 'as-root' }
  | { readonly kind: 'disk-low'; readonly folder: string; readonly freeBytes: number }
  | { readonly kind: 'clock-wrong'; readonly nowMs: number };

/** One line for the user. */
export function startNote(lang: Lang, note: StartNote): string {
  if (note.kind === 'key-not-kept')
    return lang === 'en'
      ? 'This host has no secret store, so the key of this seat lives as long as this run: the next start needs a new code. In Electron the system keeps it'
      : '本宿主没有系统密钥库，本席位的密钥只在本次运行中有效，下次启动需要新的登记码。在 Electron 中由系统保管';
  if (note.kind === 'as-root' || note.kind === 'disk-low' || note.kind === 'clock-wrong')
    return machineNote(lang, note);
  const seconds = Math.round(Math.abs(note.aheadMs) / 1000);
  const isAhead = note.aheadMs > 0;
  return lang === 'en'
    ? `This machine's clock is ${seconds} s ${isAhead ? 'ahead of' : 'behind'} the gateway's. Set it: times on screen are the gateway's`
    : `本机时钟比网关${isAhead ? '快' : '慢'} ${seconds} 秒，请校准；界面以网关时间为准`;
}

type MachineNote = Extract<StartNote, { kind: 'as-root' | 'disk-low' | 'clock-wrong' }>;

function machineNote(lang: Lang, note: MachineNote): string {
  const isEn = lang === 'en';
  switch (note.kind) {
    case 'as-root':
      return isEn
        ? 'Running as root: no desktop window and no browser opens by itself (their sandbox refuses root), the cache stays in memory, and what is written belongs to root. Start as an ordinary user for these'
        : '正以 root 运行：桌面窗口和浏览器都不会自动打开（其沙箱拒绝 root），缓存只在内存中，写下的文件归 root 所有。请改用普通用户启动';
    case 'disk-low': {
      const left = Math.floor(note.freeBytes / 1024 ** 2);
      return isEn
        ? `The disk of ${note.folder} has ${left} MB left: the history of positions may soon fill it. Make room, or choose another disk with --data-dir PATH`
        : `${note.folder} 所在磁盘只剩 ${left} MB，位置历史可能很快写满。请腾出空间，或用 --data-dir PATH 换到另一块磁盘`;
    }
    case 'clock-wrong': {
      const now = new Date(note.nowMs).toISOString();
      return isEn
        ? `This machine's clock says ${now}, which cannot be right: times on record cannot be trusted and certificates may be refused. Turn on network time (NTP)`
        : `本机时钟为 ${now}，不可能正确：记录的时间不可信，证书可能被拒绝。请开启网络对时（NTP）`;
    }
  }
}
