import type { Actor, Order } from '../../shared/domain/entities.ts';
import type { FindPlaceKind } from '../../shared/domain/find-board.ts';
import type { BeliefKind } from '../../shared/domain/vocabulary.ts';
import { submit, type World } from './world.ts';

const KIND_OF: Readonly<Partial<Record<BeliefKind, FindPlaceKind>>> = {
  'registered-address': 'home',
  branch: 'bank',
  'last-cell': 'last-cell',
};

/** A crew tells what its look came to. It knows where it was sent, not what the console calls the place. */
export async function reportLook(world: World, actor: Actor, order: Order, found: boolean): Promise<void> {
  const { orderId, incidentId, unitId, place } = order;
  const key = `${orderId}:${place.lon},${place.lat}`;
  await submit(world, actor, `drill:${key}:look:${found}`, {
    kind: 'incident/look',
    payload: {
      target: { incidentId },
      placeId: `at-${orderId}`,
      kind: KIND_OF[place.kind] ?? 'named',
      place,
      found,
      care: 'usual',
      unitId,
    },
  });
}
