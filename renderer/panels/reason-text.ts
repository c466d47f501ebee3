import type { Recommendation, RecommendationReason } from '../../shared/domain/race.ts';
import { DOT, formatAge, formatDistance, formatDuration, formatMargin } from '../i18n/format.ts';
import type { TextKey } from '../i18n/texts-zh.ts';
import type { Translator } from '../i18n/translate.ts';

/** Reasons that speak against the row or place it below another; shown apart. */
const AGAINST: ReadonlySet<RecommendationReason['code']> = new Set([
  'detour',
  'closed-road',
  'equal-to-above',
  'slower-than-above',
  'committed',
  'stale-fix',
  'auxiliary-alone',
  'lacks-skill',
  'crew-alone',
  'just-back',
  'many-orders',
  'outside-area',
]);

const SKILL_WORDS: Readonly<Record<string, TextKey>> = {
  persuasion: 'skill.persuasion',
  dialect: 'skill.dialect',
  'female-officer': 'skill.female-officer',
  'elderly-care': 'skill.elderly-care',
  'officer-led': 'skill.officer-led',
  'needs-officer': 'skill.needs-officer',
};

/** A skill in words where the console knows it, else as the roster wrote it. */
function skillText(skill: string, t: Translator): string {
  const key = SKILL_WORDS[skill];
  return key === undefined ? skill : t.text(key);
}

/** How the console calls incidents and units; undefined when it does not know them (yet). */
export interface Names {
  readonly incident: (incidentId: string) => string | undefined;
  readonly unit: (unitId: string) => string | undefined;
  /** Whom the row cannot be told from, when that is not who stands above it on screen. */
  readonly equalTo?: string | undefined;
}

/** What taking the unit away would do to the race it is on. */
function committedText(
  reason: Extract<RecommendationReason, { code: 'committed' }>,
  t: Translator,
  names: Names,
): string {
  const title = names.incident(reason.incidentId) ?? reason.incidentId;
  const { marginBeforeS, marginAfterS, insteadUnitId } = reason;
  const before = marginBeforeS === undefined ? t.text('race.unknown.word') : formatMargin(marginBeforeS);
  if (insteadUnitId === undefined) return t.text('reason.committed.alone', { title, before });
  const after = marginAfterS === undefined ? t.text('race.unknown.word') : formatMargin(marginAfterS);
  const instead = names.unit(insteadUnitId) ?? insteadUnitId;
  return t.text('reason.committed.cost', { title, before, after, instead });
}

/** One reason in words. */
export function reasonText(reason: RecommendationReason, t: Translator, names: Names): string {
  switch (reason.code) {
    case 'nearest-by-road':
      return t.text('reason.nearest-by-road', { distance: formatDistance(reason.roadM) });
    case 'fix-age':
      return t.text('reason.fix-age', { age: formatAge(reason.ageS * 1000, t.lang) });
    case 'has-vehicle':
      return t.text('reason.has-vehicle');
    case 'on-foot':
      return t.text('reason.on-foot');
    case 'crew':
      return t.text('reason.crew', { n: reason.crew });
    case 'skill':
      return t.text('reason.skill', { skill: skillText(reason.skill, t) });
    case 'detour':
      return t.text('reason.detour', {
        straight: formatDistance(reason.straightM),
        road: formatDistance(reason.roadM),
      });
    case 'closed-road':
      return t.text('reason.closed-road', {
        why: t.text(`closure.${reason.reason}`),
        time: formatDuration(reason.byS),
      });
    case 'equal-to-above':
      return names.equalTo === undefined
        ? t.text('reason.equal-to-above')
        : t.text('reason.equal-to', { unit: names.unit(names.equalTo) ?? names.equalTo });
    case 'slower-than-above':
      return t.text('reason.slower-than-above', { time: formatDuration(reason.byS), rank: reason.rank });
    case 'committed':
      return committedText(reason, t, names);
    case 'stale-fix':
      return t.text('reason.stale-fix', { age: formatAge(reason.ageS * 1000, t.lang) });
    case 'faster-than-free':
      return t.text('reason.faster-than-free', { time: formatDuration(reason.byS) });
    case 'needed-skill':
      return t.text('reason.needed-skill', { skill: skillText(reason.skill, t) });
    case 'lacks-skill':
      return t.text('reason.lacks-skill', { skill: skillText(reason.skill, t) });
    case 'crew-alone':
      return t.text('reason.crew-alone');
    case 'just-back':
      return t.text('reason.just-back', { age: formatAge(reason.sinceS * 1000, t.lang) });
    case 'many-orders':
      return t.text('reason.many-orders', { n: reason.orders });
    case 'own-area':
      return t.text('reason.own-area');
    case 'outside-area':
      return t.text('reason.outside-area', { distance: formatDistance(reason.byM) });
    case 'auxiliary-alone':
      return t.text('reason.auxiliary-alone');
  }
}

/** Why a row stands where it stands, and why not above: two lines of words. */
export function reasonLines(
  row: Recommendation,
  t: Translator,
  names: Names,
): { readonly why: string; readonly whyNot: string } {
  const words = (against: boolean): string =>
    row.reasons
      .filter((reason) => AGAINST.has(reason.code) === against)
      .map((reason) => reasonText(reason, t, names))
      .join(DOT);
  return { why: words(false), whyNot: words(true) };
}
