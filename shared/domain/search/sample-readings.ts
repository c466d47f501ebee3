import type { ReadingsOf } from './fold.ts';

const SAMPLE = new Map(
  (
    '重zhong,chong 庆qing 长chang,zhang 宁ning 北bei 站zhan 州zhou 万wan,mo 区qu 历li 下xia 城cheng 千qian 佛fo,fu 山shan ' +
    '绿lü,lu 化hua 女nü 巡xun 逻luo,luo 单shan,dan,chan 县xian 西xi 安an 银yin 行hang,xing 派pai 出chu 所suo 济ji 南nan ' +
    '泉quan 路lu 大da,dai 乐le,yue 陵ling 镇zhen 乡xiang 街jie 办ban 特te 警jing 便bian,pian 衣yi 高gao 速su 交jiao 指zhi 挥hui'
  )
    .split(' ')
    .map((row) => [row.slice(0, 1), row.slice(1).split(',')] as const),
);

/** Readings of the few characters that tests and benches use; the product injects a dictionary. */
export const sampleReadings: ReadingsOf = (character) => SAMPLE.get(character) ?? [];
