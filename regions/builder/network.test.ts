import { describe, expect, it } from 'vitest';
import { CAR, EMERGENCY, FOOT } from '../../shared/roads/profiles.ts';
import { EDGE_FLAGS, roadClassName } from '../../shared/roads/road-class.ts';
import { prepareMainNet, prepareRoadNet } from '../../shared/roads/road-net.ts';
import { roadAccess, taggedSpeedKmh } from './access.ts';
import { findExits } from './exits.ts';
import { outlineOf } from './outline.ts';
import type { OsmExtract, OsmNode, OsmTags, OsmWay } from './read-extract.ts';
import { joinRoadLines } from './road-lines.ts';
import { buildRoadNetwork } from './road-network.ts';
import { findStoppable } from './stoppable.ts';

function extract(
  nodes: Readonly<Record<number, readonly [number, number, OsmTags?]>>,
  ways: readonly (readonly [readonly number[], OsmTags])[],
): OsmExtract {
  return {
    nodes: new Map(
      Object.entries(nodes).map(([id, [lon, lat, tags]]): [number, OsmNode] => [
        Number(id),
        { id: Number(id), lon, lat, tags: tags ?? {} },
      ]),
    ),
    roads: ways.map(([refs, tags], i): OsmWay => ({ id: i + 1, refs, tags })),
    areas: [],
    poiKeys: [],
    borderWays: [],
    borders: [],
    turnRelations: [],
    date: undefined,
  };
}

const { CAR: C, EMERGENCY: E, FOOT: F, AGAINST_ONE_WAY: A } = EDGE_FLAGS;

describe('access as tagged', () => {
  it.each<[OsmTags, number, number]>([
    [{ highway: 'primary' }, C | E | F, C | E | F],
    [{ highway: 'primary', oneway: 'yes' }, C | E | F, F | A],
    [{ highway: 'primary', oneway: '-1' }, F | A, C | E | F],
    [{ highway: 'motorway' }, C | E | F, F | A],
    [{ highway: 'motorway', oneway: 'no' }, C | E | F, C | E | F],
    [
      { highway: 'residential', junction: 'roundabout' },
      C | E | F | EDGE_FLAGS.ROUNDABOUT,
      F | A | EDGE_FLAGS.ROUNDABOUT,
    ],
    [{ highway: 'service', access: 'private' }, E, E],
    [{ highway: 'service', access: 'no', foot: 'yes' }, F, F],
    [{ highway: 'service', motor_vehicle: 'no' }, F, F],
    [{ highway: 'footway' }, F, F],
    [
      { highway: 'primary', foot: 'no', tunnel: 'yes', bridge: 'no' },
      C | E | EDGE_FLAGS.TUNNEL,
      C | E | EDGE_FLAGS.TUNNEL,
    ],
  ])('%j', (tags, forwardFlags, backwardFlags) => {
    expect(roadAccess(tags)).toEqual({ forwardFlags, backwardFlags });
  });

  it('reads speeds in km/h and mph, and nothing else', () => {
    const speed = (maxspeed: string): number => taggedSpeedKmh({ maxspeed });
    expect([
      speed('60'),
      speed('30 mph'),
      speed('CN:urban'),
      speed('none'),
      speed('2'),
      taggedSpeedKmh({}),
    ]).toEqual([60, 48, 0, 0, 0, 0]);
  });
});

describe('ways into a graph', () => {
  const nodes = {
    1: [117, 36.6],
    2: [117.01, 36.6],
    3: [117.02, 36.601],
    4: [117.03, 36.6],
    5: [117.02, 36.61],
  } as const;

  it('splits where ways meet and keeps the bends between', () => {
    const { graph, nodeOf } = buildRoadNetwork(
      extract(nodes, [
        [[1, 2, 3, 4], { highway: 'primary' }],
        [[3, 5], { highway: 'service', maxspeed: '20' }],
      ]),
    );
    expect(nodeOf.map((n) => n.id)).toEqual([1, 3, 4, 5]);
    expect(graph.segmentCount).toBe(3);
    expect([...graph.shapeFirst]).toEqual([0, 3, 5, 7]);
    expect(graph.edgeSpeedKmh[4]).toBe(20);
    expect(roadClassName(graph.edgeClass[4] ?? 0)).toBe('service');
    expect(prepareRoadNet(graph, CAR).edgeSeconds[4]).toBeCloseTo(
      (graph.edgeLengthM[4] ?? 0) / (16 / 3.6),
      6,
    );
    expect(prepareRoadNet(graph, EMERGENCY).edgeSeconds[4]).toBeCloseTo(
      (graph.edgeLengthM[4] ?? 0) / (20 / 3.6),
      6,
    );
    expect(prepareRoadNet(graph, FOOT).edgeSeconds[4]).toBeCloseTo(
      (graph.edgeLengthM[4] ?? 0) / (5 / 3.6),
      6,
    );
  });

  it('survives ways cut at the border of the extract', () => {
    const { graph, droppedPieces } = buildRoadNetwork(
      extract(nodes, [
        [[1, 2, 99, 3, 4], { highway: 'primary' }],
        [[98, 97], { highway: 'primary' }],
      ]),
    );
    expect(droppedPieces).toBe(3);
    expect(graph.segmentCount).toBe(2);
  });

  it('joins pieces of one class into one line, straight on at a crossing', () => {
    const { graph } = buildRoadNetwork(
      extract({ ...nodes, 6: [117.01, 36.61], 7: [117.01, 36.59] }, [
        [[1, 2], { highway: 'primary' }],
        [[4, 2], { highway: 'primary' }],
        [[7, 2], { highway: 'primary' }],
        [[2, 6], { highway: 'residential' }],
      ]),
    );
    const lines = joinRoadLines(graph);
    expect(lines.map((l) => `${l.roadClass} ${l.points.length}`)).toEqual([
      'primary 3',
      'primary 2',
      'residential 2',
    ]);
    expect(lines[0]?.points).toEqual([
      [117, 36.6],
      [117.01, 36.6],
      [117.03, 36.6],
    ]);
  });
});

describe('exits and stoppable points', () => {
  // a motorway 1-2-3 eastwards and back 3-8-1, ramp 2-4 down to an ordinary road 4-5, ramp 5-8 up again
  const nodes = {
    1: [117, 36.6],
    2: [117.02, 36.6],
    3: [117.05, 36.6],
    4: [117.03, 36.605],
    5: [117.015, 36.605],
    8: [117.01, 36.601],
    9: [117.0301, 36.6051, { highway: 'motorway_junction', name: '演示口', 'name:en': 'Demo Exit' }],
  } as const;
  const ways = [
    [[1, 2, 3], { highway: 'motorway' }],
    [[3, 8, 1], { highway: 'motorway' }],
    [[2, 4], { highway: 'motorway_link', oneway: 'yes' }],
    [[4, 5], { highway: 'secondary' }],
    [[5, 8], { highway: 'motorway_link', oneway: 'yes' }],
  ] as const;
  const { graph } = buildRoadNetwork(extract(nodes, ways));
  const net = prepareMainNet(graph, CAR);
  const place = [{ id: 'p', name: { zh: '甲', en: 'Jia' }, lon: 117.03, lat: 36.6, rank: 1 }];
  const tagged: OsmNode[] = [{ id: 9, lon: 117.0301, lat: 36.6051, tags: nodes[9][2] }];

  it('finds the feet of ramps and names exits by bearing, place, kind and number', () => {
    const exits = findExits(net, [117, 36.6], place, []);
    expect(exits.map((e) => [e.id, e.name.zh, e.name.en, e.derived])).toEqual([
      ['exit-01', '东北 · 近甲 · 高速口 01', 'NE · near Jia · expressway exit 01', true],
      ['exit-02', '东 · 近甲 · 高速口 02', 'E · near Jia · expressway exit 02', true],
    ]);
  });

  it('prefers the name on the map', () => {
    const named = findExits(net, [117, 36.6], place, tagged).filter((e) => !e.derived);
    expect(named.map((e) => [e.name.zh, e.rule])).toEqual([['演示口', 'motorway_junction']]);
  });

  it('derives a toll plaza on the ramp and the foot below it, never on the main line', () => {
    const exits = findExits(net, [117, 36.6], place, []);
    const points = findStoppable(net, outlineOf(graph), place, exits, []);
    expect(points.map((p) => p.kind)).toEqual(expect.arrayContaining(['toll-plaza', 'exit-foot']));
    for (const p of points) {
      expect(p.derived).toBe(true);
      expect(p.rule).not.toBe('');
      expect(roadClassName(graph.edgeClass[p.edge] ?? 0)).not.toBe('motorway');
    }
    const booth: OsmNode = {
      id: 20,
      lon: 117.02,
      lat: 36.605,
      tags: { barrier: 'toll_booth', name: '收费站甲' },
    };
    const withBooth = findStoppable(net, outlineOf(graph), place, exits, [booth]);
    expect(withBooth.filter((p) => p.kind === 'toll-plaza').map((p) => [p.name.zh, p.derived])).toEqual([
      ['收费站甲', false],
    ]);
  });
});
