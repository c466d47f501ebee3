import { bearingDeg, equirectM } from '../../shared/geo/distance.ts';
import type { LonLat } from '../../shared/geo/point.ts';
import { polygonContains } from '../../shared/geo/polygon.ts';
import { createRng, type Rng } from '../../shared/kit/rng.ts';
import type {
  BilingualText,
  DrillCheckpoint,
  DrillPlace,
  DrillPlaces,
  StoppablePoint,
} from '../../shared/roads/pack.ts';
import { type RoadClass, roadClassName } from '../../shared/roads/road-class.ts';
import { edgePoints } from '../../shared/roads/road-graph.ts';
import type { RoadNet } from '../../shared/roads/road-net.ts';
import { pointOnEdge } from '../../shared/roads/snap.ts';
import { countyLine, riverLine } from './drill-lines.ts';
import type { RegionOutline } from './outline.ts';
import type { RegionAbout } from './region-about.ts';
import { roundDeg } from './round.ts';

/** Invented street names: common all over China, so that none points at a real house. */
const STREETS: readonly BilingualText[] = [
  ['解放路', 'Jiefang Rd'],
  ['人民路', 'Renmin Rd'],
  ['和平路', 'Heping Rd'],
  ['建设路', 'Jianshe Rd'],
  ['文化路', 'Wenhua Rd'],
  ['青年路', 'Qingnian Rd'],
  ['胜利路', 'Shengli Rd'],
  ['光明路', 'Guangming Rd'],
  ['朝阳路', 'Chaoyang Rd'],
  ['团结路', 'Tuanjie Rd'],
  ['新华路', 'Xinhua Rd'],
  ['幸福路', 'Xingfu Rd'],
  ['长江路', 'Changjiang Rd'],
  ['迎宾路', 'Yingbin Rd'],
  ['友谊路', 'Youyi Rd'],
  ['东风路', 'Dongfeng Rd'],
  ['红旗路', 'Hongqi Rd'],
  ['前进路', 'Qianjin Rd'],
  ['育才路', 'Yucai Rd'],
  ['滨河路', 'Binhe Rd'],
].map(([zh = '', en = '']) => ({ zh, en }));

interface Wanted {
  readonly id: string;
  readonly count: number;
  readonly spacingM: number;
  /** Places thin out with this distance from the centre, metres. */
  readonly reachM: number;
  readonly classes: readonly RoadClass[];
  readonly zh: (street: string) => string;
  readonly en: (street: string) => string;
}

const CITY: readonly RoadClass[] = ['primary', 'secondary', 'tertiary'];
const STATIONS: Wanted = {
  id: 'station',
  count: 12,
  spacingM: 3000,
  reachM: 14_000,
  classes: CITY,
  zh: (s) => `演练${s}所`,
  en: (s) => `Drill ${s} Station`,
};
const BRANCHES: Wanted = {
  id: 'branch',
  count: 20,
  spacingM: 1300,
  reachM: 8000,
  classes: CITY,
  zh: (s) => `演练银行${s}支行`,
  en: (s) => `Drill Bank, ${s} Branch`,
};
const GOLD: Wanted = {
  id: 'gold',
  count: 8,
  spacingM: 1500,
  reachM: 6000,
  classes: CITY,
  zh: (s) => `演练金店${s}店`,
  en: (s) => `Drill Gold, ${s}`,
};
const TEA: Wanted = {
  id: 'teahouse',
  count: 8,
  spacingM: 1500,
  reachM: 8000,
  classes: ['tertiary', 'residential'],
  zh: (s) => `演练茶楼（${s}）`,
  en: (s) => `Drill Teahouse, ${s}`,
};
const CAMERAS: Wanted = {
  id: 'camera',
  count: 15,
  spacingM: 2500,
  reachM: 16_000,
  classes: ['trunk', 'primary'],
  zh: (s) => `演练${s}卡口`,
  en: (s) => `Drill Camera, ${s}`,
};

/**
 * Everything a drill invents about the region, from its seed: each kind draws from its own stream, so asking for one
 * more bank moves no station. All places lie on roads of `net` (the car's main network) inside the core.
 */
export function makeDrillPlaces(net: RoadNet, outline: RegionOutline, about: RegionAbout): DrillPlaces {
  const rng = createRng(about.drill.seed);
  const place = (wanted: Wanted): DrillPlace[] => placesOf(net, outline, rng.fork(wanted.id), wanted);
  const stations = place(STATIONS);
  const neighbour = about.places.find((p) => p.id === about.drill.neighbour);
  return {
    formatVersion: 1,
    seed: about.drill.seed,
    label: { zh: '演练 · 虚构地点', en: 'Drill · invented places' },
    stations,
    branches: place(BRANCHES),
    goldShops: place(GOLD),
    teahouses: place(TEA),
    checkpoints: place(CAMERAS).map((p) => cameraOf(net, p)),
    stoppable: stations.map((s): StoppablePoint => {
      const { drill: _invented, id, ...rest } = s;
      return { ...rest, id: `drill-${id}`, kind: 'station', derived: true, rule: 'drill-station' };
    }),
    countyLine: neighbour && countyLine(outline, neighbour, rng.fork('county')),
    river: about.drill.river && riverLine(about.drill.river, rng.fork('river')),
  };
}

function placesOf(net: RoadNet, outline: RegionOutline, rng: Rng, wanted: Wanted): DrillPlace[] {
  const { graph } = net;
  const allowed = new Set(wanted.classes);
  const candidates: number[] = [];
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    const isOpen = (net.edgeSeconds[edge] ?? Infinity) < Infinity && (graph.edgeLengthM[edge] ?? 0) > 60;
    if (isOpen && allowed.has(roadClassName(graph.edgeClass[edge] ?? 0))) candidates.push(edge);
  }
  const streets = shuffled(rng, STREETS);
  const chosen: DrillPlace[] = [];
  // a bounded number of draws: a small region gets fewer places rather than an endless loop
  for (let draw = 0; draw < 20_000 && chosen.length < wanted.count && candidates.length > 0; draw++) {
    const p = pointOnEdge(graph, rng.pick(candidates), rng.between(0.25, 0.75));
    const keep = rng.chance(
      Math.exp(-equirectM(outline.centre[0], outline.centre[1], p.lon, p.lat) / wanted.reachM),
    );
    if (!keep || !polygonContains(outline.coreOutline, p.lon, p.lat)) continue;
    if (chosen.some((c) => equirectM(c.lon, c.lat, p.lon, p.lat) < wanted.spacingM)) continue;
    const street = streets[chosen.length % streets.length] ?? { zh: '', en: '' };
    chosen.push({
      id: `${wanted.id}-${String(chosen.length + 1).padStart(2, '0')}`,
      name: { zh: wanted.zh(street.zh), en: wanted.en(street.en) },
      edge: p.edge,
      fraction: roundDeg(p.fraction, 4),
      lon: roundDeg(p.lon),
      lat: roundDeg(p.lat),
      drill: true,
    });
  }
  return chosen;
}

function cameraOf(net: RoadNet, place: DrillPlace): DrillCheckpoint {
  const points = edgePoints(net.graph, place.edge);
  const from: LonLat = points[0] ?? [0, 0];
  const to: LonLat = points.at(-1) ?? from;
  return {
    ...place,
    headingDeg: roundDeg(bearingDeg(from[0], from[1], to[0], to[1]), 1),
    node: net.graph.edgeHead[place.edge] ?? 0,
  };
}

function shuffled<T>(rng: Rng, items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, key: rng.next() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
