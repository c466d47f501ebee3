import { deflateSync } from 'node:zlib';
import { PbfWriter } from 'pbf';

type Tags = Readonly<Record<string, string>>;

/** An extract as plain lists; ids in ascending order, as a real file has them. */
export interface SmallExtract {
  readonly nodes: readonly (readonly [id: number, lon: number, lat: number, tags?: Tags])[];
  readonly ways: readonly (readonly [id: number, refs: readonly number[], tags: Tags])[];
  readonly relations: readonly (readonly [
    id: number,
    members: readonly (readonly [type: 'node' | 'way' | 'relation', ref: number, role: string])[],
    tags: Tags,
  ])[];
}

/** The extract as the bytes of an .osm.pbf: one block of nodes, ways and relations, deflated. */
export function writePbf({ nodes, ways, relations }: SmallExtract): Uint8Array {
  const strings = new Map<string, number>([['', 0]]);
  const idOf = (text: string): number => {
    const id = strings.get(text) ?? strings.size;
    strings.set(text, id);
    return id;
  };
  const tagsOf = (tags: Tags, pbf: PbfWriter): void => {
    pbf.writePackedVarint(2, Object.keys(tags).map(idOf));
    pbf.writePackedVarint(3, Object.values(tags).map(idOf));
  };
  const group = new PbfWriter();
  for (const [id, lon, lat, tags = {}] of nodes) {
    const node = new PbfWriter();
    node.writeSVarintField(1, id);
    tagsOf(tags, node);
    node.writeSVarintField(8, Math.round(lat * 1e7));
    node.writeSVarintField(9, Math.round(lon * 1e7));
    group.writeBytesField(1, node.finish());
  }
  for (const [id, refs, tags] of ways) {
    const way = new PbfWriter();
    way.writeVarintField(1, id);
    tagsOf(tags, way);
    way.writePackedSVarint(8, deltas(refs));
    group.writeBytesField(3, way.finish());
  }
  for (const [id, members, tags] of relations) {
    const relation = new PbfWriter();
    relation.writeVarintField(1, id);
    tagsOf(tags, relation);
    relation.writePackedVarint(
      8,
      members.map(([, , role]) => idOf(role)),
    );
    relation.writePackedSVarint(9, deltas(members.map(([, ref]) => ref)));
    relation.writePackedVarint(
      10,
      members.map(([type]) => ['node', 'way', 'relation'].indexOf(type)),
    );
    group.writeBytesField(4, relation.finish());
  }
  const table = new PbfWriter();
  for (const text of strings.keys()) table.writeBytesField(1, new TextEncoder().encode(text));
  const block = new PbfWriter();
  block.writeBytesField(1, table.finish());
  block.writeBytesField(2, group.finish());
  const header = new PbfWriter();
  for (const feature of ['OsmSchema-V0.6', 'DenseNodes']) header.writeStringField(4, feature);
  return Buffer.concat([blob('OSMHeader', header.finish()), blob('OSMData', block.finish())]);
}

function blob(type: string, content: Uint8Array): Buffer {
  const data = new PbfWriter();
  data.writeVarintField(2, content.length);
  data.writeBytesField(3, deflateSync(content));
  const body = data.finish();
  const head = new PbfWriter();
  head.writeStringField(1, type);
  head.writeVarintField(3, body.length);
  const headBytes = head.finish();
  const length = Buffer.alloc(4);
  length.writeUInt32BE(headBytes.length);
  return Buffer.concat([length, headBytes, body]);
}

function deltas(values: readonly number[]): number[] {
  return values.map((value, i) => value - (values[i - 1] ?? 0));
}
