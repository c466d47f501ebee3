import { maskName } from '../../shared/domain/names.ts';
import { maskPhone } from '../../shared/domain/phones.ts';
import { readPlate } from '../../shared/domain/plates.ts';
import { DOT, formatAge, formatAmount, formatGold, localText } from '../i18n/format.ts';
import type { Translator } from '../i18n/translate.ts';
import type { Target } from '../store/target.ts';

/** What is at stake, in few characters: gold by weight, else the amount; empty when nobody said. */
export function stakeText(target: Partial<Pick<Target, 'amount' | 'goods'>>, t: Translator): string {
  if (target.goods?.kind === 'gold' && target.goods.goldMg !== undefined)
    return formatGold(target.goods.goldMg);
  return target.amount === undefined ? '' : formatAmount(target.amount.fen, t.lang);
}

/** Source and model: who says so. */
export function sourceText(target: Pick<Target, 'source' | 'model'>, t: Translator): string {
  const source = t.word(`source.${target.source}`);
  return target.model === undefined
    ? source
    : `${source}${DOT}${t.text('incident.model', { name: target.model })}`;
}

/** The person in a line: role, masked name, sex, age, masked number and the plate to look for; the words never make a quarry of them. */
export function personText(target: Pick<Target, 'subject'>, t: Translator): string | undefined {
  const { subject } = target;
  if (subject === undefined) return undefined;
  const parts = [t.word(`role.${subject.role}`)];
  if (subject.name !== undefined) parts[0] = `${parts[0]} ${maskName(subject.name)}`;
  if (subject.sex !== undefined) parts.push(t.word(`sex.${subject.sex}`));
  if (subject.ageYears !== undefined) parts.push(String(subject.ageYears));
  if (subject.phone !== undefined) parts.push(maskPhone(subject.phone));
  if (subject.plate !== undefined) parts.push(readPlate(subject.plate).text);
  return parts.join(DOT);
}

/** Where the belief comes from and how old it is: `车牌命中 · 近济阳 · 12 秒前`. */
export function placeText(target: Pick<Target, 'place'>, nowMs: number, t: Translator): string {
  const { place } = target;
  if (place === undefined) return t.text('incident.place.none');
  const age = t.text('queue.ago', { age: formatAge(nowMs - place.atMs, t.lang) });
  const label = place.label === undefined ? [] : [localText(place.label, t.lang)];
  return [...label, t.word(`belief.${place.kind}`), age].join(DOT);
}
