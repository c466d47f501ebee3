/** What became of this machine's stores, in Chinese. */
export const storeTextsZh = {
  'store.orders-in-memory': '{n} 条指令写不进磁盘，只在内存',
  'store.orders-in-memory.hint':
    '指令照常发出；此刻退出会丢失未发的指令。请先删除无用文件，腾出空间后自动落盘。',
  'store.disk-full': '磁盘已满：只写指令',
  'store.disk-full.hint': '警情与位置照常显示，暂不落盘。请删除无用文件，腾出空间后自动恢复，无需重启。',
  'store.disk-low': '磁盘将满：位置暂不落盘',
  'store.disk-low.hint': '警情与指令照常。请删除无用文件，腾出空间后自动恢复。',
  'store.outbox-unknown': '待发指令文件损坏：救回 {kept} 条，丢失条数不明',
  'store.outbox-lost': '待发指令文件损坏：救回 {kept} 条，{lost} 条读不出',
  'store.outbox-lost.hint':
    '救回的照常发出。请对照事件记录核对最近的派单，缺的重新下达；损坏文件已另存备查。',
  'store.outbox-whole': '待发指令文件损坏，{kept} 条已全部救回',
  'store.outbox-whole.hint': '照常发出，无需处理；损坏文件已另存备查。',
  'store.drill-restarted': '演练已从头开始：演练网关中断，原演练停止；{n} 条未答复的指令作废',
  'store.drill-restarted.hint':
    '屏上是新一轮演练，原演练记录仍保存在数据目录；需要的指令请在新一轮里重新下达。',
  'store.district-kept': '{place} 有误：网关用 {at} 的旧副本运行',
  'store.district-kept.hint':
    '共 {n} 处错误，用 rampart init 目录 --check 全部列出；改好保存后 30 秒内启用，无需重启。此前改动不生效。',
  'store.district-kept.line': '{file} 第 {line} 行',
  'store.cache-rebuilt': '本机缓存损坏，已重建',
  'store.cache-rebuilt.hint': '警情已从网关重取，回放时位置随取随用，无需处理；损坏文件已另存备查。',
} as const;

/** The same in English. */
export const storeTextsEn: Readonly<Record<keyof typeof storeTextsZh, string>> = {
  'store.orders-in-memory':
    '{n} order cannot be written to disk, in memory only||{n} orders cannot be written to disk, in memory only',
  'store.orders-in-memory.hint':
    'Orders leave as usual; closing now would lose what has not left. Delete files nobody needs: they go to disk as soon as there is room.',
  'store.disk-full': 'Disk full: only orders are written',
  'store.disk-full.hint':
    'Alerts and positions are shown as usual and not kept. Delete files nobody needs; it recovers by itself, no restart.',
  'store.disk-low': 'Disk nearly full: positions are not kept',
  'store.disk-low.hint': 'Alerts and orders are. Delete files nobody needs; it recovers by itself.',
  'store.outbox-unknown': 'The file of waiting orders was damaged: {kept} saved, number lost unknown',
  'store.outbox-lost': 'The file of waiting orders was damaged: {kept} saved, {lost} unreadable',
  'store.outbox-lost.hint':
    'Those saved leave as usual. Compare the latest dispatches with the log and issue again what is missing; the damaged file is kept.',
  'store.outbox-whole': 'The file of waiting orders was damaged; all {kept} saved',
  'store.outbox-whole.hint': 'They leave as usual, nothing to do; the damaged file is kept.',
  'store.drill-restarted':
    'The drill began anew: its gateway ended and the drill with it; {n} unanswered orders came to nothing',
  'store.drill-restarted.hint':
    'This is a new run; the record of the earlier one stays in the data folder. Give what is still needed again.',
  'store.district-kept': '{place} is wrong: the gateway runs on its copy of {at}',
  'store.district-kept.hint':
    '{n} error, shown by rampart init FOLDER --check. Saved right, it is used within 30 s, no restart; until then edits do not count.||{n} errors, listed by rampart init FOLDER --check. Saved right, it is used within 30 s, no restart; until then edits do not count.',
  'store.district-kept.line': '{file} line {line}',
  'store.cache-rebuilt': 'The local cache was damaged and is rebuilt',
  'store.cache-rebuilt.hint':
    'Alerts were fetched again, positions of the past are fetched as you replay them; nothing to do. The damaged file is kept.',
};
