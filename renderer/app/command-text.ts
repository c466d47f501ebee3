import type { LocalText } from '../../shared/domain/belief.ts';
import type { Target } from '../store/target.ts';
import { fill } from '../i18n/translate.ts';
import { textsEn } from '../i18n/texts-en.ts';
import { textsZh } from '../i18n/texts-zh.ts';
import type { TextKey } from '../i18n/texts-zh.ts';

/** A text of the console in both languages, for records that every seat reads in its own. */
export function bothLanguages(key: TextKey): LocalText {
  return { zh: textsZh[key], en: textsEn[key] };
}

/** A text about a place, in both languages. */
export function placeText(
  key: 'exits.order' | 'meet.order' | 'find.order',
  label: LocalText | undefined,
): LocalText {
  const zh = label?.zh ?? '';
  return { zh: fill(textsZh[key], { place: zh }), en: fill(textsEn[key], { place: label?.en ?? zh }) };
}

/** What the unit is told: where, and that somebody there needs help. */
export function orderText(target: Target): LocalText {
  const label = target.place?.label;
  if (label === undefined) return bothLanguages('orders.text.noplace');
  return {
    zh: fill(textsZh['orders.text'], { place: label.zh }),
    en: fill(textsEn['orders.text'], { place: label.en ?? label.zh }),
  };
}
