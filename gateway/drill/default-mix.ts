import { equirectM } from '../../shared/geo/distance.ts';
import { createRng } from '../../shared/kit/rng.ts';
import type { Region } from '../../shared/roads/region.ts';
import type { DrillMix } from './mix.ts';
import { SCAMS } from './default-scams.ts';

/** Alerts an hour for each kilometre of street in the core, and the least and most a room is given. */
const PER_KM_HOUR = 0.012;
const PER_HOUR = [8, 40] as const;
/** How much the weights of two regions differ, at most, each way. */
const SPREAD = 0.3;

/**
 * The mix of a region whose pack brings no drill-mix.json: invented like every mix, and drawn from the pack's drill seed, so that
 * the same pack always gives the same drill. The load follows the length of the core's streets, places fit inside the core,
 * and nothing is reported by banks or gold shops that the pack has not got.
 */
export function defaultMix(region: Region): DrillMix {
  const { drill, manifest } = region;
  const rng = createRng(drill.seed).fork(`mix:${manifest.name}`);
  const weights = rng.fork('weights');
  const about = (weight: number): number =>
    Math.round(weight * weights.between(1 - SPREAD, 1 + SPREAD) * 10) / 10;
  const [branches, golds] = [drill.branches.length > 0 ? 1 : 0, drill.goldShops.length > 0 ? 1 : 0];
  // an area known to a few hundred metres must not be larger than the district
  const coreM = coreRadiusM(region);
  const span = (low: number, high: number): [number, number] => [
    Math.round(Math.min(low, coreM / 6)),
    Math.round(Math.min(high, coreM / 2)),
  ];
  return {
    formatVersion: 1,
    note: '演练示意，非统计数据：区域包没有 drill-mix.json，按种子推定。Invented for exercises, derived from the pack by its seed; not statistics.',
    arrivals: {
      perHour: Math.round(Math.min(PER_HOUR[1], Math.max(PER_HOUR[0], coreStreetsKm(region) * PER_KM_HOUR))),
      burstFactor: 20,
      burstTimeShare: 0.02,
      burstMeanS: 75,
    },
    levels: { L0: about(1), L1: about(6), L2: about(33), L3: about(60) },
    sources: [
      { source: 'ai-voice', weights: { L0: 0, L1: about(18), L2: about(45), L3: about(52) } },
      { source: 'national-centre', weights: { L0: about(5), L1: about(14), L2: about(18), L3: about(20) } },
      { source: '12381', weights: { L0: 0, L1: about(2), L2: about(8), L3: about(16) } },
      { source: '96110', weights: { L0: about(10), L1: about(14), L2: about(9), L3: about(5) } },
      { source: '110', weights: { L0: about(15), L1: about(10), L2: about(3), L3: 0 } },
      { source: 'bank-alarm', weights: { L0: 25 * branches, L1: 18 * branches, L2: 4 * branches, L3: 0 } },
      { source: 'gold-shop', weights: { L0: 25 * golds, L1: 6 * golds, L2: golds, L3: 0 } },
      { source: 'family', weights: { L0: about(10), L1: about(10), L2: about(4), L3: about(1) } },
      { source: 'grid', weights: { L0: 0, L1: about(2), L2: about(3), L3: about(3) } },
      { source: 'outside-request', weights: { L0: 0, L1: about(2), L2: about(2), L3: about(2) } },
    ],
    scams: SCAMS.map((scam) => ({ ...scam, weight: about(scam.weight) })),
    amounts: { unknownShare: 0.22, roundShare: 0.45, minYuan: 500, maxYuan: 5_000_000 },
    places: {
      noneShare: 0.28,
      kinds: [
        { kind: 'registered-address', weight: about(38), radiusM: span(150, 600) },
        { kind: 'last-cell', weight: about(30), radiusM: span(500, 2500) },
        { kind: 'last-payment', weight: about(14), radiusM: span(100, 400) },
        { kind: 'family-says', weight: about(10), radiusM: span(200, 900) },
        { kind: 'branch', weight: 5, radiusM: span(20, 40) },
        { kind: 'camera-hit', weight: 3, radiusM: span(60, 200) },
      ],
    },
    clocks: {
      unknownShare: { L0: 0, L1: 0.35, L2: 0.92, L3: 1 },
      minutes: { L0: [9, 16], L1: [10, 28], L2: [25, 70], L3: [40, 90] },
    },
    models: [
      { name: '演练模型-01', owner: '演练一组' },
      { name: '演练模型-02', owner: '演练二组' },
    ],
    calls: {
      answered: 34,
      busy: 24,
      refused: 14,
      convinced: 28,
      firstAfterS: [15, 70],
      againAfterS: [60, 240],
      attempts: 4,
    },
    closing: { silentPeopleMinutes: [16, 30] },
  };
}

/** Mean distance of the core's outline from its middle. */
function coreRadiusM({ manifest }: Region): number {
  const { centre, coreOutline } = manifest;
  const away = coreOutline.map(([lon, lat]) => equirectM(centre[0], centre[1], lon, lat));
  return away.length === 0 ? 5000 : away.reduce((sum, m) => sum + m, 0) / away.length;
}

/** Streets within that distance, each counted once. */
function coreStreetsKm(region: Region): number {
  const { graph, manifest } = region;
  const radiusM = coreRadiusM(region);
  let metres = 0;
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    const node = graph.edgeTail[edge] ?? 0;
    const awayM = equirectM(
      manifest.centre[0],
      manifest.centre[1],
      graph.nodeLon[node] ?? 0,
      graph.nodeLat[node] ?? 0,
    );
    // two directed edges a segment
    if (awayM <= radiusM) metres += (graph.edgeLengthM[edge] ?? 0) / 2;
  }
  return metres / 1000;
}
