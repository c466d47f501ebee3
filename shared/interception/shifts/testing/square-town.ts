import { learnNights } from '../past-nights.ts';
import type { PostOf } from '../shift-rules.ts';
import { SHIFT_GROUPS, type ShiftPost, type ShiftSite, type ShiftWorld } from '../shift-world.ts';

/** A square town of streets 600 m apart driven at 36 km/h; a river between the two halves with one bridge in the south. */
const SIDE = 14;
const BLOCK_S = 60;

function at(node: number): { readonly lon: number; readonly lat: number } {
  return { lon: 117 + (node % SIDE) * 0.0067, lat: 36.6 + Math.floor(node / SIDE) * 0.0054 };
}

function secondsTo(to: number): number[] {
  const [x, y] = [to % SIDE, Math.floor(to / SIDE)];
  return Array.from({ length: SIDE * SIDE }, (_, node) => {
    const [u, v] = [node % SIDE, Math.floor(node / SIDE)];
    const isAcross = u < SIDE / 2 !== x < SIDE / 2;
    return BLOCK_S * (Math.abs(u - x) + (isAcross ? v + y : Math.abs(v - y)));
  });
}

const post = (node: number): ShiftPost => ({ node, ...at(node), secondsFrom: secondsTo(node) });
const NODES = Array.from({ length: SIDE * SIDE }, (_, node) => node);
const BASES = [16, 25, 100, 107, 172, 180].map(post);

/** For tests: six bases, and kerbs all over the town. */
export const TOWN: ShiftWorld = {
  sites: NODES.filter((node) => node % 3 === 0).map((node, i): ShiftSite => {
    const place = { kind: 'measured-fix', ...at(node), radiusM: 30, atMs: 0, source: 'test' } as const;
    return { node, place, group: SHIFT_GROUPS[i % 3] ?? 'town', secondsFrom: secondsTo(node) };
  }),
  bases: BASES,
  posts: [...BASES, ...NODES.filter((node) => node % 7 === 4).map(post)],
};

/** Sixty nights of it. */
export const PAST = learnNights(
  TOWN,
  Array.from({ length: 60 }, (_, i) => 500 + i),
);

/** Posts as `post-0`, `post-1`, ... in the order of the world's. */
export const postOf: PostOf = (postId) => TOWN.posts[Number(/^post-(\d+)$/u.exec(postId)?.[1] ?? -1)];
