import type { RoadName } from '../../shared/roads/pack.ts';
import type { OsmTags } from './read-extract.ts';

/**
 * What an object is called in both scripts. Chinese: name:zh, name:zh-Hans, name; English: name:en, pinyin, name; each falls
 * back to the other. Undefined when it has no name at all.
 */
export function nameOfTags(tags: OsmTags): RoadName | undefined {
  const pinyin = tags['name:pinyin'] ?? tags['name:zh_pinyin'] ?? tags['name:zh-Latn-pinyin'];
  const zh = tags['name:zh'] ?? tags['name:zh-Hans'] ?? tags['name'] ?? tags['name:en'] ?? pinyin;
  if (zh === undefined) return undefined;
  const en = tags['name:en'] ?? pinyin ?? tags['name'] ?? zh;
  return { zh, en, ...(pinyin === undefined ? {} : { pinyin }) };
}

/** The same for a road: with its route number, which alone is name enough. */
export function roadNameOfTags(tags: OsmTags): RoadName | undefined {
  const ref = tags['ref'];
  const name = nameOfTags(tags) ?? (ref === undefined ? undefined : { zh: ref, en: ref });
  return name === undefined || ref === undefined ? name : { ...name, ref };
}
