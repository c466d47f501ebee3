import type { CommandRequest } from '../../shared/contract/port.ts';
import type { StandbyMove } from '../../shared/domain/desk-advice.ts';
import type { StandbyActions } from '../store/actions.ts';
import type { IntentStore, Subject } from '../store/intent.ts';
import type { MirrorStore } from '../store/mirror.ts';
import { callsignOf } from '../store/callsign.ts';
import { postedUnits } from '../store/standby.ts';
import { proposalKeys, steppedRow } from './dock-keys.ts';

/** What the actions of waiting work on. `submit` remembers the command under an id, here the unit's. */
export interface StandbyParts {
  readonly mirror: MirrorStore;
  readonly intent: IntentStore;
  submit(request: CommandRequest, targetId: string, subject: Subject): Promise<void>;
}

/** Binds them: moves that are proposed, then units that wait where they were sent. */
export function createStandbyActions({ mirror, intent, submit }: StandbyParts): StandbyActions {
  const callsign = (unitId: string): string => callsignOf(mirror.get().state?.units, unitId);
  const moves = (): readonly StandbyMove[] => mirror.get().standby?.moves ?? [];
  const rowIds = (): readonly string[] => [
    ...moves().map(({ unitId }) => unitId),
    ...postedUnits(mirror.get().state).map(({ unitId }) => unitId),
  ];

  const open = (): void => {
    const isOpen = intent.getState().dock === 'standby';
    intent.setState({ dock: isOpen ? undefined : 'standby', dockRowId: undefined, standbyStruck: [] });
  };
  const sendAll = (): void => {
    const { standbyStruck, standbySent } = intent.getState();
    const wanted = moves().filter(
      ({ unitId }) => !standbyStruck.includes(unitId) && !standbySent.includes(unitId),
    );
    intent.setState({ standbySent: [...standbySent, ...wanted.map(({ unitId }) => unitId)].slice(-50) });
    for (const { unitId, post } of wanted) {
      const { id, lon, lat, name } = post;
      const atMs = Math.floor(mirror.get().racesAtMs);
      const place = { kind: 'pinned', lon, lat, radiusM: 40, atMs, source: id, label: name } as const;
      void submit({ kind: 'unit/post', payload: { unitId, post: place } }, unitId, callsign(unitId));
    }
  };
  const release = (unitId: string): void => {
    const { standbySent } = intent.getState();
    intent.setState({ standbySent: standbySent.filter((id) => id !== unitId) });
    const payload = { unitId, state: 'available', via: 'console' } as const;
    void submit({ kind: 'unit/set-state', payload }, unitId, callsign(unitId));
  };
  const toggle = (nth: number): void => {
    const unitId = moves()[nth]?.unitId;
    if (unitId === undefined) return;
    const { standbyStruck } = intent.getState();
    const isOut = standbyStruck.includes(unitId);
    intent.setState({
      dockRowId: unitId,
      standbyStruck: isOut ? standbyStruck.filter((id) => id !== unitId) : [...standbyStruck, unitId],
    });
  };
  const walk = (step: 1 | -1): void => {
    intent.setState({ dockRowId: steppedRow(rowIds(), intent.getState().dockRowId, step) });
  };

  const keys: Readonly<Record<string, () => void>> = {
    KeyR: () => {
      const posted = postedUnits(mirror.get().state);
      const chosen = posted.find(({ unitId }) => unitId === intent.getState().dockRowId);
      if (chosen !== undefined) release(chosen.unitId);
    },
    KeyI: open,
  };
  return {
    open,
    sendAll,
    toggle,
    release,
    key: proposalKeys({ intent, dock: 'standby', walk, toggle, sendAll, keys }),
  };
}
