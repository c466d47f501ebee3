import type { AlertRow } from '../../shared/contract/ingest.ts';
import { equirectM } from '../../shared/geo/distance.ts';
import type { LonLat } from '../../shared/geo/point.ts';
import { sentFen } from './amounts.ts';
import type { Case, CaseTruth } from './case.ts';
import type { CaseBook } from './case-book.ts';
import { caseWords, type Stake } from './case-words.ts';
import { knownClock } from './clocks.ts';
import { fictionalPerson } from './fiction.ts';
import { fastestUnit, placesByReach, raiseRace, TYPICAL_PACE, TYPICAL_START_S } from './race.ts';
import type { World } from './world.ts';

/** The races that run beside script D, so that the room has to choose. Each resolves when its alarm is in the ledger. */
export interface CompanionRaces {
  /** L0: 1,000 g of gold bought for a "customer service" courier, handed over in the car outside. */
  gold(): Promise<Case | undefined>;
  /** L1: a counter transfer the teller can hold for nine minutes. */
  teller(): Promise<Case | undefined>;
  /** L1: cash on its way to the neighbouring county, nobody near. */
  county(): Promise<Case | undefined>;
}

interface Staged {
  readonly row: Omit<AlertRow, 'sourceId' | 'subject' | 'place'>;
  readonly at: LonLat;
  readonly radiusM: number;
  readonly kind: NonNullable<AlertRow['place']>['kind'];
  readonly label: { readonly zh: string; readonly en: string };
  readonly stake: Stake;
  readonly dueAtMs: number;
}

const GOLD_FEN = 81_200_000;
const GOLD_MARGIN_S = 165;
const TELLER_FEN = 8_600_000;
const TELLER_HOLD_S = 530;
const COUNTY_FEN = 8_000_000;
const COUNTY_DUE_S = 1290;

/** Prepares the companions. */
export function createCompanionRaces(world: World, book: CaseBook): CompanionRaces {
  const raise = (name: string, staged: Staged | undefined): Promise<Case | undefined> => {
    if (staged === undefined) return Promise.resolve(undefined);
    const rng = world.rng.fork(`companion:${name}`);
    const { row, at, radiusM, kind, label, stake, dueAtMs } = staged;
    const truth: CaseTruth = {
      sourceId: `script-${name}`,
      amountFen: sentFen(row.amount),
      savedAccount: stake === 'counter' ? 'loss-avoided' : 'intercepted',
      locate: () => at,
      radiusM,
      isFindable: true,
      convinceS: rng.between(40, 80),
      words: caseWords(stake, sentFen(row.amount)),
    };
    const place = { kind, lon: at[0], lat: at[1], radiusM, datum: 'wgs84' as const, label };
    const subject = fictionalPerson(rng, `person-${name}`, 'presumed-victim', stake !== 'counter');
    return raiseRace(world, book, { ...row, sourceId: truth.sourceId, subject, place }, truth, dueAtMs);
  };

  return {
    gold: () => raise('gold', goldStage(world)),
    teller: () => raise('teller', tellerStage(world)),
    county: () => raise('county', countyStage(world)),
  };
}

function goldStage(world: World): Staged | undefined {
  const shop = placesByReach(world, world.places.goldShops, 150)[0];
  if (shop === undefined) return undefined;
  const nowMs = world.clock.nowMs();
  const dueAtMs = nowMs + (30 + TYPICAL_START_S + shop.seconds * TYPICAL_PACE + GOLD_MARGIN_S) * 1000;
  return {
    row: {
      source: 'gold-shop',
      level: 'L0',
      scamType: 'investment',
      title: { zh: '黄金交付', en: 'Gold hand-over' },
      reason: {
        zh: '虚假投资 · 车内等候“客服” · 店员 3 分前报警',
        en: 'False investment · waits in the car for "service" · staff called 3 min ago',
      },
      amount: { fen: GOLD_FEN, currency: 'CNY' },
      goods: { kind: 'gold', goldMg: 1_000_000 },
      clock: knownClock(nowMs, {
        kind: 'observed',
        dueAtMs,
        earlyS: 40,
        lateS: 90,
        source: '金店',
        what: { zh: '“客服”约定取货', en: 'collection agreed with "service"' },
      }),
    },
    at: [shop.place.lon, shop.place.lat],
    radiusM: 60,
    kind: 'camera-hit',
    label: shop.place.name,
    stake: 'gold',
    dueAtMs: Math.round(dueAtMs),
  };
}

function tellerStage(world: World): Staged | undefined {
  const branch = placesByReach(world, world.places.branches, 130)[0];
  if (branch === undefined) return undefined;
  const nowMs = world.clock.nowMs();
  const dueAtMs = nowMs + TELLER_HOLD_S * 1000;
  return {
    row: {
      source: 'bank-alarm',
      level: 'L1',
      scamType: 'impersonating-authority',
      title: { zh: '柜台大额转账', en: 'Large counter transfer' },
      reason: {
        zh: '冒充公检法 · 柜员可周旋约 9 分',
        en: 'Impersonating authority · teller can hold about 9 min',
      },
      amount: { fen: TELLER_FEN, currency: 'CNY' },
      clock: knownClock(nowMs, {
        kind: 'stated',
        dueAtMs,
        earlyS: 60,
        lateS: 60,
        source: '柜员',
        what: { zh: '柜员周旋到时', en: "end of the teller's hold" },
      }),
    },
    at: [branch.place.lon, branch.place.lat],
    radiusM: 30,
    kind: 'branch',
    label: branch.place.name,
    stake: 'counter',
    dueAtMs,
  };
}

function countyStage(world: World): Staged | undefined {
  const { countyLine } = world.places;
  const at = countyLine === undefined ? undefined : reachableNear(world, countyLine.line);
  if (countyLine === undefined || at === undefined) return undefined;
  const nowMs = world.clock.nowMs();
  const dueAtMs = nowMs + COUNTY_DUE_S * 1000;
  return {
    row: {
      source: 'family',
      level: 'L1',
      scamType: 'investment',
      title: { zh: '赴邻县交付现金', en: 'Taking cash to the next county' },
      reason: {
        zh: `家属来电 · 已驾车赴${countyLine.neighbour.zh}方向 · 约 21 分后交付`,
        en: `Family called · driving towards ${countyLine.neighbour.en} · hand-over in about 21 min`,
      },
      amount: { fen: COUNTY_FEN, currency: 'CNY' },
      goods: { kind: 'cash' },
      clock: knownClock(nowMs, {
        kind: 'stated',
        dueAtMs,
        earlyS: 180,
        lateS: 300,
        source: '家属',
        what: { zh: '约定交付', en: 'agreed hand-over' },
      }),
    },
    at,
    radiusM: 600,
    kind: 'family-says',
    label: { zh: `往${countyLine.neighbour.zh}县界`, en: `County line towards ${countyLine.neighbour.en}` },
    stake: 'cash',
    dueAtMs,
  };
}

/** A place on a road beside the line that a police vehicle can reach, nearest to the stations first. */
function reachableNear(world: World, line: readonly LonLat[]): LonLat | undefined {
  const awayM = ([lon, lat]: LonLat): number =>
    Math.min(...world.places.stations.map((s) => equirectM(s.lon, s.lat, lon, lat)));
  const rng = world.rng.fork('county-place');
  for (const vertex of line.toSorted((a, b) => awayM(a) - awayM(b))) {
    const place = world.roads.placeNear(rng, vertex, 1500);
    if (place !== undefined && fastestUnit(world, place) !== undefined) return place;
  }
  return undefined;
}
