import type { Crew } from '../../shared/contract/directory.ts';
import { maskName } from '../../shared/domain/names.ts';
import { maskPhone, readPhone } from '../../shared/domain/phones.ts';
import type { PrintLang } from './problem.ts';
import { problemLine } from './problem.ts';
import type { LiveFolder } from './read-live-folder.ts';

const SHOWN_ROWS = 20;

/** What was read of a configuration, as a table for a terminal, and every problem. Names and numbers are masked: terminals are shared. */
export function preview(folder: LiveFolder, crews: readonly Crew[], lang: PrintLang): string {
  const { config, problems, tables } = folder;
  const zh = lang === 'zh-CN';
  const lines: string[] = [];
  if (config !== undefined) {
    const { ingest, feed, page } = config.ports;
    lines.push(
      zh
        ? `${config.name} · 区域 ${config.region} · 时区 ${config.utcOffset} · ${config.listen} 页面 ${page} 接入 ${ingest} 推送 ${feed}`
        : `${config.name} · region ${config.region} · zone ${config.utcOffset} · ${config.listen} page ${page}, ingest ${ingest}, feed ${feed}`,
    );
  }
  for (const table of tables) {
    const bad = table.recordCount - table.rows.length;
    const encoding = table.encoding ?? (zh ? '读不出' : 'unreadable');
    lines.push(
      zh
        ? `${table.file}：${encoding}，${table.recordCount} 行，可用 ${table.rows.length}，有误 ${bad}`
        : `${table.file}: ${encoding}, ${table.recordCount} rows, ${table.rows.length} usable, ${bad} with errors`,
    );
  }
  const onDuty = new Map(crews.map((crew) => [crew.unitId, crew.onDuty.length]));
  lines.push(
    ...section(
      zh
        ? ['编号', '呼号', '类别', '人数', '车牌', '在岗']
        : ['unit', 'callsign', 'kind', 'crew', 'plate', 'on duty'],
      folder.units.map((unit) => [
        unit.unitId,
        unit.callsign,
        unit.kind,
        String(unit.crew),
        unit.plate ?? '',
        String(onDuty.get(unit.unitId) ?? ''),
      ]),
      lang,
    ),
    ...section(
      zh ? ['编号', '姓名', '类别', '单位', '电话'] : ['contact', 'name', 'kind', 'organisation', 'phone'],
      folder.contacts.map((one) => [
        one.contactId,
        // A service number belongs to nobody.
        readPhone(one.phone).kind === 'service' ? one.name : maskName(one.name),
        one.kind,
        one.organisation ?? '',
        maskPhone(one.phone),
      ]),
      lang,
    ),
  );
  if (problems.length === 0) lines.push('', zh ? '没有错误。' : 'No errors.');
  else {
    lines.push('', zh ? `${problems.length} 处错误：` : `${problems.length} errors:`);
    lines.push(...problems.map((problem) => problemLine(problem, lang)));
  }
  return `${lines.join('\n')}\n`;
}

function section(head: readonly string[], rows: readonly (readonly string[])[], lang: PrintLang): string[] {
  if (rows.length === 0) return [];
  const shown = [head, ...rows.slice(0, SHOWN_ROWS)];
  const widths = head.map((_, at) => Math.max(...shown.map((row) => widthOf(row[at] ?? ''))));
  const lines = shown.map((row) =>
    row
      .map((cell, at) => cell + ' '.repeat((widths[at] ?? 0) - widthOf(cell)))
      .join('  ')
      .trimEnd(),
  );
  const left = rows.length - SHOWN_ROWS;
  if (left > 0) lines.push(lang === 'en' ? `… and ${left} more` : `……另有 ${left} 行`);
  return ['', ...lines];
}

/** Columns in a terminal: Chinese characters take two. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text)
    width +=
      /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFF60\uFFE0-\uFFE6]|[\u{20000}-\u{3FFFD}]/u.test(
        character,
      )
        ? 2
        : 1;
  return width;
}
