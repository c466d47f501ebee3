import type { Lang } from './launcher/flags.ts';

/** Something worth a line at a start that goes on. */
export type StartNote =
  | { readonly kind: 'clock-ahead'; readonly aheadMs: number }
  | { readonly kind: 'key-not-kept' };

/** One line for the user. */
export function startNote(lang: Lang, note: StartNote): string {
  if (note.kind === 'key-not-kept')
    return lang === 'en'
      ? 'This host has no secret store, so the key of this seat lives as long as this run: the next start needs a new code. In Electron the system keeps it'
      : '本宿主没有系统密钥库，本席位的密钥只在本次运行中有效，下次启动需要新的登记码。在 Electron 中由系统保管';
  const seconds = Math.round(Math.abs(note.aheadMs) / 1000);
  const isAhead = note.aheadMs > 0;
  return lang === 'en'
    ? `This machine's clock is ${seconds} s ${isAhead ? 'ahead of' : 'behind'} the gateway's. Set it: times on screen are the gateway's`
    : `本机时钟比网关${isAhead ? '快' : '慢'} ${seconds} 秒，请校准；界面以网关时间为准`;
}
