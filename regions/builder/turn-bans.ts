import { EDGE_FLAGS } from '../../shared/roads/road-class.ts';
import { twinEdge } from '../../shared/roads/road-graph.ts';
import type { TurnBan } from '../../shared/roads/turn-graph.ts';
import type { OsmRelation, OsmTags } from './read-extract.ts';
import type { RoadNetwork } from './road-network.ts';

const MOTOR = EDGE_FLAGS.CAR | EDGE_FLAGS.EMERGENCY;

/** The bans of a network, and how many restrictions of the extract it does not know how to keep. */
export interface TurnBans {
  readonly bans: readonly TurnBan[];
  /** By way rather than node, with conditions, or drawn in a way that leaves it open which turn is meant. */
  readonly skipped: number;
}

/**
 * Turn restrictions (no_*, only_*) at a node, for cars and police vehicles; walkers are free. An only_* bans all other
 * ways on, turning round included. Restrictions whose roads are not in the network have no effect and are not counted.
 */
export function findTurnBans(network: RoadNetwork, relations: readonly OsmRelation[]): TurnBans {
  const segmentsOf = new Map<number, number[]>();
  for (const [segment, { way }] of network.pieces.entries()) {
    const known = segmentsOf.get(way.id);
    if (known === undefined) segmentsOf.set(way.id, [segment]);
    else known.push(segment);
  }
  const junctionOf = new Map(network.nodeOf.map((node, i) => [node.id, i]));
  const bans = new Map<string, TurnBan>();
  let skipped = 0;
  for (const relation of relations) {
    const found = bansOf(network, segmentsOf, junctionOf, relation);
    if (found === undefined) skipped++;
    for (const ban of found ?? []) bans.set(`${ban.fromEdge},${ban.toEdge},${ban.permissions}`, ban);
  }
  return { bans: [...bans.values()], skipped };
}

function bansOf(
  { graph }: RoadNetwork,
  segmentsOf: ReadonlyMap<number, readonly number[]>,
  junctionOf: ReadonlyMap<number, number>,
  { tags, members }: OsmRelation,
): TurnBan[] | undefined {
  const value = tags['restriction'] ?? tags['restriction:motor_vehicle'] ?? tags['restriction:motorcar'];
  const permissions = permissionsOf(tags);
  if (value === undefined || permissions === 0) return Object.keys(tags).some(isConditional) ? undefined : [];
  const via = members.filter((m) => m.role === 'via');
  if (!/^(no|only)_/.test(value) || via.length !== 1 || via[0]?.type !== 'node') return undefined;
  const node = junctionOf.get(via[0].ref);
  if (node === undefined) return [];
  const edgesOf = (role: string, ends: Uint32Array): number[][] =>
    members
      .filter((m) => m.role === role && m.type === 'way')
      .map(({ ref }) =>
        (segmentsOf.get(ref) ?? [])
          .flatMap((segment) => [2 * segment, 2 * segment + 1])
          .filter((edge) => ends[edge] === node && ((graph.edgeFlags[edge] ?? 0) & MOTOR) !== 0),
      );
  const from = edgesOf('from', graph.edgeHead);
  const to = edgesOf('to', graph.edgeTail);
  const ban = (fromEdge: number, toEdge: number): TurnBan => ({ fromEdge, toEdge, permissions });
  const isSameWay =
    from.length === 1 && to.length === 1 && from[0]?.some((e) => to[0]?.includes(twinEdge(e)));
  if (value === 'no_u_turn' && isSameWay === true) return from.flat().map((e) => ban(e, twinEdge(e)));
  // a way that runs on through the junction leaves it open from which side the ban is meant
  if ([...from, ...to].some((edges) => edges.length > 1)) return undefined;
  const targets = to.flat();
  if (value.startsWith('no_')) return from.flat().flatMap((f) => targets.map((t) => ban(f, t)));
  if (targets.length !== 1) return targets.length === 0 ? [] : undefined;
  const leaving = [...graph.outEdge.subarray(graph.outFirst[node], graph.outFirst[node + 1])];
  return from.flat().flatMap((f) => leaving.filter((t) => t !== targets[0]).map((t) => ban(f, t)));
}

function permissionsOf(tags: OsmTags): number {
  const except = new Set((tags['except'] ?? '').split(';').map((word) => word.trim()));
  if (except.has('motor_vehicle') || except.has('motorcar')) return 0;
  return except.has('emergency') ? EDGE_FLAGS.CAR : MOTOR;
}

function isConditional(key: string): boolean {
  return key.startsWith('restriction') && key.endsWith(':conditional');
}
