import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildRoadGraph } from './build-graph.ts';
import { decodeRoadGraph, encodeRoadGraph, RoadGraphFormatError } from './graph-codec.ts';
import { edgePoints } from './road-graph.ts';
import { gridGraph, road } from './small-graphs.ts';

describe('road graph file', () => {
  const graph = buildRoadGraph(
    [
      [117, 36.6],
      [117.01, 36.6],
      [117.5, 36.9],
    ],
    [road(0, 1, 'primary', true, [[117.005, 36.602]]), road(1, 0, 'service')],
  );

  it('gives back every column', () => {
    for (const g of [graph, gridGraph(6, 5, 4), buildRoadGraph([], [])]) {
      const bytes = encodeRoadGraph(g);
      expect(decodeRoadGraph(bytes)).toEqual(g);
      expect(encodeRoadGraph(decodeRoadGraph(bytes))).toEqual(bytes);
    }
  });

  it('reads at any byte offset', () => {
    const bytes = encodeRoadGraph(graph);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(decodeRoadGraph(shifted.subarray(3))).toEqual(graph);
  });

  it('keeps shapes, in travel order for both directions', () => {
    expect(edgePoints(graph, 0)).toEqual([
      [117, 36.6],
      [117.005, 36.602],
      [117.01, 36.6],
    ]);
    expect(edgePoints(graph, 1)).toEqual(edgePoints(graph, 0).toReversed());
    expect(graph.nodeComponent).toEqual(Uint32Array.of(0, 0, 1));
  });

  it('says what is wrong with a file that is not ours', () => {
    expect(() => decodeRoadGraph(new Uint8Array(5))).toThrow(/not a road graph/);
    expect(() => decodeRoadGraph(new Uint8Array(64))).toThrow(/not a road graph/);
    const other = encodeRoadGraph(graph);
    other[4] = 9;
    expect(() => decodeRoadGraph(other)).toThrow(/version 9 is not supported/);
    expect(() => decodeRoadGraph(encodeRoadGraph(graph).subarray(0, -1))).toThrow(/cut short/);
  });

  it('never reads past the end or hands out a graph with wild indices, whatever is flipped', () => {
    const bytes = encodeRoadGraph(gridGraph(4, 4));
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const damaged = bytes.slice();
        damaged[at] = (damaged[at] ?? 0) ^ mask;
        try {
          const read = decodeRoadGraph(damaged);
          expect(read.edgeTail.every((n) => n < read.nodeCount)).toBe(true);
          expect(read.shapeFirst.at(-1)).toBe(read.shapeLon.length);
        } catch (error) {
          expect(error).toBeInstanceOf(RoadGraphFormatError);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('refuses a segment to a junction that does not exist', () => {
    expect(() => buildRoadGraph([[117, 36]], [road(0, 3, 'primary')])).toThrow(
      /junction 0 or 3, but there are 1/,
    );
  });
});
