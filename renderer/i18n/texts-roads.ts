/** Closed roads, in Chinese. */
export const roadTextsZh = {
  'kind.road/close': '封路',
  'kind.road/open': '恢复通行',
  'closure.flood': '积水',
  'closure.crash': '交通事故',
  'closure.works': '施工',
  'closure.fire': '火情',
  'closure.crowd': '人群聚集',
  'closure.other': '其他',
  'reason.closed-road': '道路封闭（{why}），绕行多 {time}',
} as const;

/** The same in English. */
export const roadTextsEn: Readonly<Record<keyof typeof roadTextsZh, string>> = {
  'kind.road/close': 'Close road',
  'kind.road/open': 'Reopen road',
  'closure.flood': 'flooded',
  'closure.crash': 'crash',
  'closure.works': 'roadworks',
  'closure.fire': 'fire',
  'closure.crowd': 'crowd',
  'closure.other': 'other',
  'reason.closed-road': 'road closed ({why}), {time} longer round it',
};
