import { formatAge } from '../i18n/format.ts';
import { wordsEn } from '../i18n/words-en.ts';
import { wordsZh } from '../i18n/words-zh.ts';
import type { LabelWords } from '../layers/labels.ts';

/** All words of the map in one language. */
export interface MapWords extends LabelWords {
  readonly noRoadData: string;
  readonly ferry: string;
  readonly mapName: string;
  readonly noWebGl: string;
  readonly contextLost: string;
  readonly contextGone: string;
  readonly packMissing: string;
  readonly fit: string;
}

const ZH: MapWords = {
  lang: 'zh-CN',
  uncovered: '无人覆盖',
  tooLate: '恐已不及',
  ago: (ageMs) => `${formatAge(ageMs, 'zh-CN')}前`,
  gold: '黄金',
  belief: (kind) => wordsZh[`belief.${kind}`],
  noRoadData: '无路网数据',
  ferry: '轮渡',
  mapName: '态势地图',
  noWebGl:
    '此窗口无法绘制地图：浏览器没有可用的 WebGL 2。队列、竞速和指令照常工作；请启用硬件加速或更新显卡驱动，然后按 F5 重新载入；rampart doctor 说明本机缺什么。',
  contextLost: '显卡中断，正在重绘地图。队列、竞速和指令照常工作。',
  contextGone:
    '显卡一分钟内多次中断，地图已停止绘制。队列、竞速和指令照常工作；请按 F5 重新载入，仍不行则更新显卡驱动，或关闭浏览器的硬件加速。',
  packMissing: '区域包无法读取，底图暂缺，单位与警情照常显示。请检查区域包是否完整，然后重新打开窗口。',
  fit: '全览所选 (F)',
};

const EN: MapWords = {
  lang: 'en',
  uncovered: 'uncovered',
  tooLate: 'likely too late',
  ago: (ageMs) => `${formatAge(ageMs, 'en')} ago`,
  gold: 'gold',
  belief: (kind) => wordsEn[`belief.${kind}`],
  noRoadData: 'No road data',
  ferry: 'ferry',
  mapName: 'Situation map',
  noWebGl:
    'This window cannot draw the map: the browser has no working WebGL 2. Queue, races and orders keep working; enable hardware acceleration or update the graphics driver, then reload with F5. "rampart doctor" says what this machine lacks.',
  contextLost: 'The graphics device was reset; redrawing the map. Queue, races and orders keep working.',
  contextGone:
    'The graphics device failed again and again within a minute, so the map is no longer drawn. Queue, races and orders keep working; reload with F5. If that does not help, update the graphics driver or turn off hardware acceleration in the browser.',
  packMissing:
    'The region pack cannot be read, so there is no base map; units and incidents are still shown. Check that the pack is complete, then reopen the window.',
  fit: 'Fit the selection (F)',
};

/** The map's words in a language. */
export function mapWords(lang: 'zh-CN' | 'en'): MapWords {
  return lang === 'en' ? EN : ZH;
}
