import type { OutboxEntry } from './outbox-store.ts';

const NAMED = 10;

/** What becomes of orders without an answer when the console stops, in one line; `kind` says whether they are on disk. */
export function unansweredLine(
  waiting: readonly OutboxEntry[],
  kind: 'encrypted' | 'memory-only',
  lang: 'zh-CN' | 'en',
): string {
  const named = waiting.slice(0, NAMED).map(({ command }) => {
    const of = 'incidentId' in command.payload ? ` ${command.payload.incidentId}` : '';
    return `${command.kind}${of} (${command.commandId})`;
  });
  const list = `${named.join(', ')}${waiting.length > NAMED ? ' ...' : ''}`;
  const n = waiting.length;
  if (kind === 'encrypted') {
    return lang === 'en'
      ? `${n} orders have no answer yet; they are kept and asked about at the next start: ${list}`
      : `${n} 条指令尚无答复，已加密保存，下次启动会继续询问：${list}`;
  }
  return lang === 'en'
    ? `${n} orders have no answer and are NOT kept (memory only). Check them and issue them again: ${list}`
    : `${n} 条指令尚无答复且不会保留（仅内存运行）。请核对并重新下达：${list}`;
}
