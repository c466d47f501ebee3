import type { LonLat } from '../../shared/geo/point.ts';

/** A way of a border: ids of its nodes and where they are. */
export interface BorderLine {
  readonly refs: readonly number[];
  readonly points: readonly LonLat[];
}

/** Closed rings joined from lines end to end in whatever direction they were drawn; `open` counts those that do not close. */
export function joinRings(lines: readonly BorderLine[]): { rings: LonLat[][]; open: number } {
  const byEnd = new Map<number, Set<BorderLine>>();
  const ends = (line: BorderLine): number[] => [line.refs[0] ?? -1, line.refs.at(-1) ?? -1];
  for (const line of lines)
    for (const end of ends(line)) byEnd.set(end, (byEnd.get(end) ?? new Set()).add(line));
  const left = new Set(lines);
  const take = (line: BorderLine): BorderLine => {
    left.delete(line);
    for (const end of ends(line)) byEnd.get(end)?.delete(line);
    return line;
  };
  const rings: LonLat[][] = [];
  let open = 0;
  for (const start of lines) {
    if (!left.has(start)) continue;
    const { refs, points } = take(start);
    const ring = [...points];
    const first = refs[0];
    let last = refs.at(-1);
    while (last !== first) {
      const next: BorderLine | undefined = byEnd
        .get(last ?? -1)
        ?.values()
        .next().value;
      if (next === undefined) break;
      take(next);
      const isForward = next.refs[0] === last;
      ring.push(...(isForward ? next.points : next.points.toReversed()).slice(1));
      last = isForward ? next.refs.at(-1) : next.refs[0];
    }
    if (last === first && ring.length >= 4) rings.push(ring);
    else open++;
  }
  return { rings, open };
}

/** Size of a ring in square degrees; for telling larger from smaller only. */
export function ringSize(ring: readonly LonLat[]): number {
  let twice = 0;
  for (const [i, b] of ring.entries()) {
    const a = ring[i - 1];
    if (a !== undefined) twice += a[0] * b[1] - b[0] * a[1];
  }
  return Math.abs(twice) / 2;
}
