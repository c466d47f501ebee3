import { compactPlate } from './plates.ts';

/** How two plates compare. `alike` differs only in O/0 and I/1; `weak` also in pairs a camera confuses. */
export type PlateLikeness = 'same' | 'alike' | 'weak' | 'different';

/** A place where two plates differ, to be shown to the person who judges. `at` counts characters of the compact form. */
export interface PlateDifference {
  readonly at: number;
  readonly left: string;
  readonly right: string;
  readonly likeness: Exclude<PlateLikeness, 'same'>;
}

/** The comparison and every place that differs; plates of different lengths have no places to compare. */
export interface PlateComparison {
  readonly likeness: PlateLikeness;
  readonly differences: readonly PlateDifference[];
}

const ALIKE = ['O0', 'I1'];
const WEAK = ['B8', 'Z2', 'S5', 'G6', 'D0', 'Q0', 'OQ', 'OD', 'DQ', 'T7', 'VU'];
const ORDER = ['same', 'alike', 'weak', 'different'] as const;

/** The key under which plates that are `same` or `alike` meet: O is 0 and I is 1. */
export function plateKey(raw: string): string {
  return compactPlate(raw).replaceAll('O', '0').replaceAll('I', '1');
}

/**
 * Compares two plates as written. Likeness is a lead for a person, never an identity: a drill's plate is alike to a
 * plate that may exist, so callers compare within one mode.
 */
export function comparePlates(left: string, right: string): PlateComparison {
  const a = Array.from(compactPlate(left));
  const b = Array.from(compactPlate(right));
  if (a.length !== b.length || a.length === 0) return { likeness: 'different', differences: [] };
  const differences = a.flatMap((character, at): readonly PlateDifference[] => {
    const other = b[at] ?? '';
    return character === other
      ? []
      : [{ at, left: character, right: other, likeness: likenessOf(character, other) }];
  });
  const worst = differences.reduce(
    (rank, difference) => Math.max(rank, ORDER.indexOf(difference.likeness)),
    0,
  );
  return { likeness: ORDER[worst] ?? 'different', differences };
}

function likenessOf(a: string, b: string): Exclude<PlateLikeness, 'same'> {
  const has = (pairs: readonly string[]): boolean => pairs.includes(a + b) || pairs.includes(b + a);
  if (has(ALIKE)) return 'alike';
  return has(WEAK) ? 'weak' : 'different';
}
