import type { CommandRequest } from '../../shared/contract/port.ts';
import { CLOSURE_REASONS } from '../../shared/domain/road-closure.ts';
import type { RoadActions } from '../store/actions.ts';
import type { IntentStore, Subject } from '../store/intent.ts';
import type { MirrorStore } from '../store/mirror.ts';
import {
  CLOSED_FOR_MIN,
  CLOSED_LENGTHS_M,
  chosenClosure,
  closedRoads,
  NEW_ROAD,
  nextOf,
  type RoadIntent,
} from '../store/road.ts';
import { dockKeys, steppedRow } from './dock-keys.ts';
import type { PortClient } from './port-client.ts';

/** What the actions of closed roads work on. */
export interface RoadParts {
  readonly client: Pick<PortClient, 'request'>;
  readonly mirror: MirrorStore;
  readonly intent: IntentStore;
  send(request: CommandRequest, subject: Subject): void;
}

/** Binds them. The road that would be closed is asked for whenever point, length or directions change. */
export function createRoadActions({ client, mirror, intent, send }: RoadParts): RoadActions {
  const now = (): RoadIntent | undefined => intent.getState().road;
  const roads = (): ReturnType<typeof closedRoads> => closedRoads(mirror.get().state, mirror.get().racesAtMs);

  const ask = async (): Promise<void> => {
    const asked = now();
    if (asked?.pick === undefined) return;
    const { pick, lengthM, bothWays } = asked;
    intent.setState({ road: { ...asked, isAsking: true, ways: undefined } });
    const reply = await client.request('roads/stretch', { lon: pick.lon, lat: pick.lat, lengthM, bothWays });
    const held = now();
    // an answer about another point, or another length, is thrown away: its own is on the way
    if (held?.pick !== pick || held.lengthM !== lengthM || held.bothWays !== bothWays) return;
    const ways = reply.ok ? reply.result.ways : undefined;
    intent.setState({ road: { ...held, isAsking: false, ways } });
  };
  const edit = (change: Partial<RoadIntent>): void => {
    const road = now();
    if (road === undefined) return;
    intent.setState({ road: { ...road, ...change } });
    if ('pick' in change || 'lengthM' in change || 'bothWays' in change) void ask();
  };

  // one thing lies open over the map at a time
  intent.subscribe(({ dock, road }, before) => {
    if (dock !== undefined && before.dock === undefined && road !== undefined)
      intent.setState({ road: undefined });
  });

  const open = (): void =>
    intent.setState(({ road }) => ({
      road: road === undefined ? NEW_ROAD : undefined,
      dock: undefined,
      dockRowId: undefined,
    }));
  const close = (): void => {
    const road = now();
    if (road?.ways === undefined || road.pick === undefined) return;
    const { ways, reason, forMin, pick } = road;
    const untilMs = forMin === undefined ? undefined : Math.floor(mirror.get().racesAtMs) + forMin * 60_000;
    send({ kind: 'road/close', payload: { ways, reason, name: pick.name, untilMs } }, pick.name ?? '');
    intent.setState({ road: { ...road, pick: undefined, ways: undefined } });
  };
  const reopen = (closureId?: string): void => {
    const closure = chosenClosure(roads(), closureId ?? now()?.chosenId);
    if (closure === undefined) return;
    const { closureId: id, name } = closure;
    send({ kind: 'road/open', payload: { closureId: id } }, name ?? '');
  };
  const walk = (step: 1 | -1): void => {
    const ids = roads().map(({ closureId }) => closureId);
    edit({ chosenId: steppedRow(ids, now()?.chosenId, step) });
  };
  const longer = (): void =>
    edit({ lengthM: nextOf(CLOSED_LENGTHS_M, now()?.lengthM ?? 0) ?? NEW_ROAD.lengthM });
  const turn = (): void => edit({ bothWays: now()?.bothWays !== true });
  const later = (): void => edit({ forMin: nextOf(CLOSED_FOR_MIN, now()?.forMin) });

  const keys: Readonly<Record<string, () => void>> = {
    KeyL: longer,
    KeyD: turn,
    KeyT: later,
    KeyR: () => reopen(),
    KeyO: open,
    Escape: open,
    Enter: close,
    NumpadEnter: close,
  };
  return {
    open,
    close,
    reopen,
    longer,
    turn,
    later,
    choose: (closureId) => edit({ chosenId: closureId }),
    because: (reason) => edit({ reason }),
    pick(place) {
      if (now() === undefined) return false;
      edit({ pick: place });
      return true;
    },
    key: dockKeys({
      isOpen: () => now() !== undefined,
      walk,
      digit(nth) {
        const reason = CLOSURE_REASONS[nth];
        if (reason !== undefined) edit({ reason });
        return reason !== undefined;
      },
      keys,
    }),
  };
}
