import type { AlertRow } from '../../shared/contract/ingest.ts';
import type { LocalText, MoneyClock } from '../../shared/domain/belief.ts';
import { ALERT_LEVELS, type AlertLevel, type AlertSource } from '../../shared/domain/vocabulary.ts';
import { must } from '../../shared/kit/invariant.ts';
import type { Rng } from '../../shared/kit/rng.ts';
import type { DrillPlaces } from '../../shared/roads/pack.ts';
import { drawAmountFen, sentFen } from './amounts.ts';
import type { CaseTruth } from './case.ts';
import { caseWords, type Stake } from './case-words.ts';
import { knownClock } from './clocks.ts';
import { fictionalPerson } from './fiction.ts';
import type { DrillMix } from './mix.ts';
import type { DrillRoads } from './roads.ts';

/** What an ambient alert is drawn from. */
export interface AlertMaterial {
  readonly mix: DrillMix;
  readonly places: DrillPlaces;
  readonly roads: DrillRoads;
}

/** One alert: the row to post, what is behind it, and when the money goes (undefined = not by itself). */
export interface DrawnAlert {
  readonly row: AlertRow;
  readonly truth: CaseTruth;
  readonly goneAtMs: number | undefined;
}

type Scam = DrillMix['scams'][number];

/** Draws alert `sourceId` raised at `nowMs`; the same generator gives the same alert. `level` overrules the mix. */
export function drawAlert(
  material: AlertMaterial,
  rng: Rng,
  sourceId: string,
  nowMs: number,
  level: AlertLevel = drawLevel(rng.fork('level'), material.mix),
): DrawnAlert {
  const { mix } = material;
  const source = drawSource(rng.fork('source'), mix, level);
  const scam = must(mix.scams[rng.fork('scam').weighted(mix.scams.map((s) => s.weight))], 'no scam type');
  const stake: Stake = source === 'bank-alarm' ? 'counter' : source === 'gold-shop' ? 'gold' : 'transfer';
  const amountFen = drawAmountFen(rng.fork('amount'), mix.amounts, scam.amount);
  const place = drawPlace(rng.fork('place'), material, stake, nowMs);
  const due = drawDue(rng.fork('clock'), mix, level, nowMs);
  const person = rng.fork('person');
  const model = rng.fork('model');
  const row: AlertRow = {
    source,
    sourceId,
    level,
    scamType: scam.type,
    title: titleOf(stake, scam),
    reason: reasonOf(rng.fork('reason'), stake, scam, due, nowMs),
    subject: fictionalPerson(person, `person-${sourceId}`, 'presumed-victim', person.chance(0.25)),
    clock: due === undefined ? { kind: 'unknown', sinceMs: nowMs } : clockOf(stake, due, nowMs),
    ...(amountFen === undefined ? {} : { amount: { fen: amountFen, currency: 'CNY' } }),
    ...(stake === 'gold' ? { goods: { kind: 'gold', goldMg: goldMg(amountFen) } } : {}),
    ...(place === undefined ? {} : { place }),
    ...(isModelled(source) ? { model: model.pick(mix.models) } : {}),
  };
  return { row, truth: truthOf(rng.fork('truth'), row, stake), goneAtMs: due };
}

function drawLevel(rng: Rng, mix: DrillMix): AlertLevel {
  return ALERT_LEVELS[rng.weighted(ALERT_LEVELS.map((level) => mix.levels[level]))] ?? 'L3';
}

function drawSource(rng: Rng, mix: DrillMix, level: AlertLevel): AlertSource {
  const index = rng.weighted(mix.sources.map((row) => row.weights[level]));
  return must(mix.sources[index], 'no source').source;
}

function isModelled(source: AlertSource): boolean {
  return source === 'ai-voice' || source === 'national-centre' || source === '12381';
}

function drawPlace(
  rng: Rng,
  { mix, places, roads }: AlertMaterial,
  stake: Stake,
  nowMs: number,
): AlertRow['place'] {
  const ageMs = Math.round(rng.between(5, 900) * 1000);
  const atMs = nowMs - ageMs;
  if (stake === 'counter' || stake === 'gold') {
    const list = stake === 'counter' ? places.branches : places.goldShops;
    if (list.length > 0) {
      const { lon, lat, name } = rng.pick(list);
      return { kind: 'branch', lon, lat, radiusM: 30, datum: 'wgs84', atMs: nowMs, label: name };
    }
  }
  if (rng.chance(mix.places.noneShare)) return undefined;
  const kind = must(
    mix.places.kinds[rng.weighted(mix.places.kinds.map((k) => k.weight))],
    'no kind of place',
  );
  const radiusM = Math.round(rng.between(kind.radiusM[0], kind.radiusM[1]));
  const [lon, lat] = roads.anyPlace(rng);
  return { kind: kind.kind, lon, lat, radiusM, datum: 'wgs84', atMs };
}

function drawDue(rng: Rng, mix: DrillMix, level: AlertLevel, nowMs: number): number | undefined {
  const minutes = rng.between(mix.clocks.minutes[level][0], mix.clocks.minutes[level][1]);
  return rng.chance(mix.clocks.unknownShare[level]) ? undefined : nowMs + Math.round(minutes * 60_000);
}

function clockOf(stake: Stake, dueAtMs: number, nowMs: number): MoneyClock {
  switch (stake) {
    case 'counter':
      return knownClock(nowMs, {
        kind: 'stated',
        dueAtMs,
        earlyS: 60,
        lateS: 60,
        source: '柜员',
        what: { zh: '柜员周旋到时', en: "end of the teller's hold" },
      });
    case 'gold':
      return knownClock(nowMs, {
        kind: 'observed',
        dueAtMs,
        earlyS: 90,
        lateS: 120,
        source: '金店',
        what: { zh: '约定交付', en: 'agreed hand-over' },
      });
    case 'transfer':
    case 'cash':
      return knownClock(nowMs, {
        kind: 'modelled',
        dueAtMs,
        earlyS: 240,
        lateS: 420,
        source: '同类案件',
        what: { zh: '同类案件转出时刻', en: 'when similar cases transferred' },
        n: 312,
      });
  }
}

function titleOf(stake: Stake, scam: Scam): LocalText {
  if (stake === 'counter') return { zh: '柜台大额转账', en: 'Large counter transfer' };
  if (stake === 'gold') return { zh: '黄金交付', en: 'Gold hand-over' };
  return scam.title;
}

function reasonOf(rng: Rng, stake: Stake, scam: Scam, dueAtMs: number | undefined, nowMs: number): LocalText {
  const { title } = scam;
  const minutes = dueAtMs === undefined ? undefined : Math.round((dueAtMs - nowMs) / 60_000);
  if (stake === 'counter')
    return {
      zh: `${title.zh} · ${minutes === undefined ? '柜员正在周旋' : `柜员可周旋约 ${minutes} 分`}`,
      en: `${title.en ?? title.zh} · ${minutes === undefined ? 'teller is stalling' : `teller can hold about ${minutes} min`}`,
    };
  if (stake === 'gold')
    return {
      zh: `${title.zh} · 店员听到“客服来取”`,
      en: `${title.en ?? title.zh} · staff heard that "service" will collect it`,
    };
  return rng.pick(scam.reasons);
}

/** Weight of gold for an amount at about 800 yuan a gram, whole grams; 100 g when the amount is not known. */
function goldMg(amountFen: number | undefined): number {
  return amountFen === undefined ? 100_000 : Math.max(1, Math.round(amountFen / 80_000)) * 1000;
}

function truthOf(rng: Rng, row: AlertRow, stake: Stake): CaseTruth {
  const { place, amount } = row;
  return {
    sourceId: row.sourceId,
    amountFen: sentFen(amount),
    savedAccount: stake === 'gold' || stake === 'cash' ? 'intercepted' : 'loss-avoided',
    locate: () => (place === undefined ? undefined : [place.lon, place.lat]),
    radiusM: place?.radiusM ?? 0,
    isFindable: rng.chance(place === undefined || place.radiusM > 1200 ? 0.6 : 0.9),
    convinceS: rng.between(30, 110),
    words: caseWords(stake, sentFen(amount)),
  };
}
