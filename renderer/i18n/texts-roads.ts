/** Closed roads, in Chinese. */
export const roadTextsZh = {
  'kind.road/close': '封路',
  'kind.road/open': '恢复通行',
} as const;

/** The same in English. */
export const roadTextsEn: Readonly<Record<keyof typeof roadTextsZh, string>> = {
  'kind.road/close': 'Close road',
  'kind.road/open': 'Reopen road',
};
