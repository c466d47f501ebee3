import type { Unit } from '../../shared/domain/entities.ts';
import type { State } from '../../shared/domain/state.ts';

/** A unit that was sent somewhere to wait. */
export type PostedUnit = Unit & { readonly post: NonNullable<Unit['post']> };

/** Who waits where it was sent, the newest first. */
export function postedUnits(state: State | undefined): PostedUnit[] {
  return Object.values(state?.units ?? {})
    .filter((unit): unit is PostedUnit => unit.post !== undefined)
    .toSorted((a, b) => b.post.atMs - a.post.atMs);
}
