import { parseAmount } from '../../shared/domain/amount.ts';
import type { LocalText } from '../../shared/domain/belief.ts';
import type { AlertReport } from '../../shared/domain/command.ts';
import { type DueTime, parseDueTime } from '../../shared/domain/due-time.ts';
import { maskName, readName } from '../../shared/domain/names.ts';
import { readPhone } from '../../shared/domain/phones.ts';
import { readPlate } from '../../shared/domain/plates.ts';
import type { ReadingsOf } from '../../shared/domain/search/fold.ts';
import { MATCH_RANK } from '../../shared/domain/search/match.ts';
import { buildSearchIndex, search, type SearchIndex } from '../../shared/domain/search/search-index.ts';
import {
  ALERT_SOURCES,
  type AlertSource,
  SCAM_TYPES,
  type ScamType,
} from '../../shared/domain/vocabulary.ts';
import { formatAge, formatAmountFull, formatMinute, localText } from '../i18n/format.ts';
import { fill, type Translator } from '../i18n/translate.ts';
import { textsEn } from '../i18n/texts-en.ts';
import { type TextKey, textsZh } from '../i18n/texts-zh.ts';
import { wordsEn } from '../i18n/words-en.ts';
import { wordsZh } from '../i18n/words-zh.ts';
import type { ReportDraft, ReportField } from '../store/intent.ts';
import { type KnownPlace, placeIndex } from './report-places.ts';
import { readWay } from './report-way.ts';

/** What a choice field searches: made once the dictionary and the region's places are there. */
export interface ReportChoices {
  readonly scam: SearchIndex<ScamType>;
  readonly source: SearchIndex<AlertSource>;
  readonly place: SearchIndex<KnownPlace>;
}

/** What is said under a field: understood, doubted (kept as typed), or nothing typed. */
export interface Echo {
  readonly state: 'ok' | 'doubt' | 'empty';
  readonly text: string;
}

/** A draft as understood. `report` is what would be sent; undefined while the type is missing. */
export interface Understood {
  readonly echo: Readonly<Record<ReportField, Echo>>;
  readonly report: AlertReport | undefined;
}

export interface UnderstandInput {
  readonly draft: ReportDraft;
  readonly choices: ReportChoices;
  /** Feed time now, and when the time of the money was typed: 20 minutes count from there. */
  readonly nowMs: number;
  readonly isDrill: boolean;
  /** The lists are there; before that nothing is said to be unknown. */
  readonly isReady: boolean;
  readonly t: Translator;
}

const NOTHING: Echo = { state: 'empty', text: '' };
const MAX_CHOICES = 5;
const MAX_TITLE = 60;

/** Prepares the lists; types and sources are found in both languages, by pinyin and initials. */
export function reportChoices(places: readonly KnownPlace[], readingsOf: ReadingsOf): ReportChoices {
  return {
    scam: buildSearchIndex(
      SCAM_TYPES.map((item) => ({ item, texts: [wordsZh[`scam.${item}`], wordsEn[`scam.${item}`]] })),
      readingsOf,
    ),
    source: buildSearchIndex(
      ALERT_SOURCES.map((item) => ({
        item,
        texts: [wordsZh[`source.${item}`], wordsEn[`source.${item}`], item],
      })),
      readingsOf,
    ),
    place: placeIndex(places, readingsOf),
  };
}

/** Reads every field. Nothing typed is lost: what is not understood goes into the reason, word for word. */
export function understand(input: UnderstandInput): Understood {
  const { draft, choices, t, nowMs } = input;
  const amount = given(draft.amount, parseAmount);
  const due = given(draft.due, (text) => parseDueTime(text, draft.dueTypedAtMs));
  const name = given(draft.name, readName);
  const phone = given(draft.phone, readPhone);
  const plate = given(draft.plate, readPlate);
  const scam = chosen(choices.scam, draft.scam, draft.at.scam);
  const source = chosen(choices.source, draft.source, draft.at.source);
  const place = chosen(choices.place, draft.place, draft.at.place);
  const way = given(draft.way, (typed) =>
    readWay({ typed, here: place[0], places: choices.place, nowMs, isReady: input.isReady, t }),
  );
  const isInvented = input.isDrill && (phone?.fault === 'never-assigned' || plate?.isDrillShaped === true);
  const echo: Record<ReportField, Echo> = {
    what: NOTHING,
    amount: echoOf(amount, ({ fen }) => formatAmountFull(fen), t),
    due: echoOf(due, ({ dueAtMs }) => dueText(dueAtMs, nowMs, t), t),
    place: choiceEcho(
      place,
      draft.place,
      (one) => localText(one.name, t.lang),
      input.isReady ? 'report.place.unknown' : 'report.place.reading',
      t,
    ),
    name: echoOf(name, (value) => t.text('report.name.shown', { name: maskName(value) }), t),
    phone: writtenEcho(phone, isInvented, t),
    plate: writtenEcho(plate, isInvented, t),
    way:
      way === undefined ? NOTHING : { state: way.itinerary === undefined ? 'doubt' : 'ok', text: way.text },
    scam: scamEcho(scam, draft.scam, t),
    source: choiceEcho(source, draft.source, (one) => t.word(`source.${one}`), 'report.source.unknown', t),
  };
  const scamType = scam[0];
  const cameBy = draft.source.trim() === '' ? '110' : source[0];
  if (scamType === undefined || cameBy === undefined) return { echo, report: undefined };
  const report: AlertReport = {
    source: cameBy,
    level: draft.level,
    scamType,
    title: titleOf(draft, scamType),
    reason: reasonOf(draft, echo),
    ...(amount?.ok === true ? { amount: { fen: amount.value.fen, currency: 'CNY' } } : {}),
    ...subjectOf(draft),
    ...placeOf(place[0], cameBy, nowMs),
    ...(due?.ok === true ? clockOf(due.value, cameBy, nowMs) : {}),
    ...(way?.itinerary === undefined ? {} : { itinerary: way.itinerary }),
  };
  return { echo, report };
}

function placeOf(
  where: KnownPlace | undefined,
  source: AlertSource,
  atMs: number,
): Pick<AlertReport, 'place'> {
  if (where === undefined) return {};
  const { kind, lon, lat, radiusM, name } = where;
  return { place: { kind, lon, lat, radiusM, atMs, source, label: name } };
}

function clockOf(due: DueTime, source: AlertSource, setAtMs: number): Pick<AlertReport, 'clock'> {
  return { clock: { kind: 'stated', ...due, source, what: both('report.clock.what'), setAtMs } };
}

/** The candidates of a choice field, the chosen one first; scattered letters find nothing here, they would guess. */
function chosen<T>(index: SearchIndex<T>, query: string, at: number): readonly T[] {
  const found = search(index, query, MAX_CHOICES)
    .filter(({ rank }) => rank < MATCH_RANK.scattered)
    .map(({ item }) => item);
  const from = found.length === 0 ? 0 : ((at % found.length) + found.length) % found.length;
  return [...found.slice(from), ...found.slice(0, from)];
}

function choiceEcho<T>(
  found: readonly T[],
  typed: string,
  say: (item: T) => string,
  unknown: TextKey,
  t: Translator,
): Echo {
  const [first, ...others] = found;
  if (typed.trim() === '') return NOTHING;
  if (first === undefined) return { state: 'doubt', text: t.text(unknown, { text: typed.trim() }) };
  const more =
    others.length === 0
      ? ''
      : ` ${t.text('report.more', { n: others.length, next: say(others[0] ?? first) })}`;
  return { state: 'ok', text: `${say(first)}${more}` };
}

function scamEcho(found: readonly ScamType[], typed: string, t: Translator): Echo {
  if (typed.trim() === '') return { state: 'doubt', text: t.text('report.scam.missing') };
  return choiceEcho(found, typed, (one) => t.word(`scam.${one}`), 'report.scam.unknown', t);
}

type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: { readonly message: LocalText } };

function echoOf<T>(read: Read<T> | undefined, say: (value: T) => string, t: Translator): Echo {
  if (read === undefined) return NOTHING;
  return read.ok
    ? { state: 'ok', text: say(read.value) }
    : { state: 'doubt', text: localText(read.error.message, t.lang) };
}

/** A number or plate: doubted when it says why, unless it is invented as drills invent them. */
function writtenEcho(
  read: { readonly text: string; readonly message?: LocalText | undefined } | undefined,
  isInvented: boolean,
  t: Translator,
): Echo {
  if (read === undefined) return NOTHING;
  return read.message === undefined || isInvented
    ? { state: 'ok', text: read.text }
    : { state: 'doubt', text: localText(read.message, t.lang) };
}

function given<T>(text: string, read: (text: string) => T): T | undefined {
  return text.trim() === '' ? undefined : read(text);
}

function dueText(dueAtMs: number, nowMs: number, t: Translator): string {
  const left = formatAge(dueAtMs - nowMs, t.lang);
  return t.text('report.due.read', { clock: formatMinute(dueAtMs), left });
}

const both = (key: TextKey): LocalText => ({ zh: textsZh[key], en: textsEn[key] });

function titleOf({ what }: ReportDraft, scam: ScamType): LocalText {
  const said = what.trim();
  if (said !== '') return { zh: Array.from(said).slice(0, MAX_TITLE).join('') };
  return {
    zh: fill(textsZh['report.title.auto'], { scam: wordsZh[`scam.${scam}`] }),
    en: fill(textsEn['report.title.auto'], { scam: wordsEn[`scam.${scam}`] }),
  };
}

/** The story in full when the title had to cut it, and every field that was not understood, as typed. */
function reasonOf(draft: ReportDraft, echo: Readonly<Record<ReportField, Echo>>): LocalText {
  const said = draft.what.trim();
  const story = Array.from(said).length > MAX_TITLE ? [said] : [];
  const unread = (['amount', 'due', 'place', 'name', 'phone', 'plate', 'way'] as const).filter(
    (field) => echo[field].state === 'doubt' && draft[field].trim() !== '',
  );
  const line = (texts: typeof textsZh | typeof textsEn): string =>
    [
      texts['report.reason'],
      ...story,
      ...unread.map((field) =>
        fill(texts['report.reason.unread'], { field: texts[`report.${field}`], text: draft[field].trim() }),
      ),
    ]
      .join(' · ')
      .slice(0, 2000);
  return { zh: line(textsZh), en: line(textsEn) };
}

/** As typed, within what a record holds; the gateway gives one spelling. */
function subjectOf({ name, phone, plate }: ReportDraft): Pick<AlertReport, 'subject'> {
  const kept = (text: string, max: number): string | undefined => text.trim().slice(0, max) || undefined;
  const person = { name: kept(name, 50), phone: kept(phone, 32), plate: kept(plate, 16) };
  const entries = Object.entries(person).filter(([, text]) => text !== undefined);
  if (entries.length === 0) return {};
  return { subject: { role: 'reported-victim', ...Object.fromEntries(entries) } };
}
