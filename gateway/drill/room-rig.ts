import { readFileSync } from 'node:fs';
import type { Command } from '../../shared/domain/command.ts';
import { invariant } from '../../shared/kit/invariant.ts';
import { PlannerCore } from '../planner/planner-core.ts';
import type { MemoryRig } from './memory-rig.ts';

/** For tests: the planner over the built-in region, in this thread. Takes a second to read the roads. */
export function regionPlanner(): PlannerCore {
  const read = (name: string): Uint8Array =>
    new Uint8Array(readFileSync(new URL(`../../regions/jinan/${name}`, import.meta.url)));
  return new PlannerCore(read('roads.bin'), {
    'exits.json': read('exits.json'),
    'stoppable.json': read('stoppable.json'),
    'drill.json': read('drill.json'),
  });
}

let commands = 0;

/** For tests: a command of the dispatcher's, now. Throws when it is not accepted. */
export async function submitFromRoom(
  rig: MemoryRig,
  content: Pick<Command, 'kind' | 'payload'>,
): Promise<void> {
  const answer = await rig.port.submit({
    ...content,
    commandId: `room-${commands++}`,
    actor: { type: 'seat', id: 'dispatcher' },
    issuedAtMs: rig.drill.clock.nowMs(),
    ttlMs: 60_000,
  });
  invariant(answer.state === 'accepted', `${content.kind}: ${JSON.stringify(answer)}`);
}
