import type { CommandRequest } from '../../shared/contract/port.ts';
import type { StandbyMove } from '../../shared/domain/desk-advice.ts';
import type { StandbyActions } from '../store/actions.ts';
import type { IntentStore, Subject } from '../store/intent.ts';
import type { MirrorStore } from '../store/mirror.ts';
import { callsignOf } from '../store/callsign.ts';
import {
  failedPost,
  hasNewerMoves,
  isToSend,
  type MoveState,
  moveState,
  postedUnits,
  type StandbyTable,
  standbyTable,
} from '../store/standby.ts';
import { proposalKeys, steppedRow } from './dock-keys.ts';

/** What the actions of waiting work on. `submit` remembers the command under an id, here the unit's. */
export interface StandbyParts {
  readonly mirror: MirrorStore;
  readonly intent: IntentStore;
  submit(request: CommandRequest, targetId: string, subject: Subject): Promise<void>;
}

/**
 * Binds them: moves on the table, then units that wait where they were sent. A proposal is put on the table when the panel
 * opens and changed only by a person, or when nothing on it can be sent any more.
 */
export function createStandbyActions({ mirror, intent, submit }: StandbyParts): StandbyActions {
  const callsign = (unitId: string): string => callsignOf(mirror.get().state?.units, unitId);
  const moves = (): readonly StandbyMove[] => intent.getState().standbyMoves ?? [];
  const table = (): StandbyTable => standbyTable(intent.getState(), mirror.get().commands);
  const stateOf = (move: StandbyMove): MoveState => moveState(move, table(), mirror.get().state);
  const rowIds = (): readonly string[] => [
    ...moves().map(({ unitId }) => unitId),
    ...postedUnits(mirror.get().state).map(({ unitId }) => unitId),
  ];
  // a proposal may be a few seconds older than an order: its car is not offered
  const newest = (): readonly StandbyMove[] | undefined =>
    mirror.get().standby?.moves.filter((move) => stateOf(move) !== 'gone');

  const open = (): void => {
    const isOpen = intent.getState().dock === 'standby';
    intent.setState({ dock: isOpen ? undefined : 'standby', dockRowId: undefined, standbyStruck: [] });
    if (!isOpen) renew();
  };
  const put = (): void => {
    intent.setState({ standbyMoves: newest(), standbyStruck: [], dockRowId: undefined });
  };
  const renew = (): void => {
    const { standbySent } = intent.getState();
    const units = mirror.get().state?.units;
    // who has left the post since may be sent again
    intent.setState({ standbySent: standbySent.filter((id) => units?.[id]?.post !== undefined) });
    put();
  };
  const refresh = (): void => {
    // whoever asks for newer ones has read what was refused
    const { sent, dismissed } = intent.getState();
    const { commands } = mirror.get();
    const read = table().refused.flatMap((id) => failedPost(id, sent, commands)?.commandId ?? []);
    intent.setState({ dismissed: [...dismissed, ...read].slice(-100) });
    renew();
  };
  mirror.subscribe(() => {
    const now = intent.getState();
    if (now.dock !== 'standby' || mirror.get().standby === undefined) return;
    const isDone = moves().every((move) => stateOf(move) === 'sent' || stateOf(move) === 'gone');
    if (now.standbyMoves === undefined || (isDone && hasNewerMoves(newest() ?? [], table()))) put();
  });
  const sendAll = (): void => {
    const { standbySent, sent } = intent.getState();
    const { commands } = mirror.get();
    const wanted = moves().filter((move) => isToSend(stateOf(move)));
    const ids = wanted.map(({ unitId }) => unitId);
    // a refusal is overtaken by the order that follows it: until that has an answer, a second Enter finds it sent
    const overtaken = new Set(ids.map((id) => failedPost(id, sent, commands)));
    intent.setState({
      standbySent: [...standbySent.filter((id) => !ids.includes(id)), ...ids].slice(-50),
      sent: sent.filter((command) => !overtaken.has(command)),
    });
    for (const { unitId, post } of wanted) {
      const { id, lon, lat, name } = post;
      const atMs = Math.floor(mirror.get().racesAtMs);
      const place = { kind: 'pinned', lon, lat, radiusM: 40, atMs, source: id, label: name } as const;
      void submit({ kind: 'unit/post', payload: { unitId, post: place } }, unitId, callsign(unitId));
    }
  };
  const release = (unitId: string): void => {
    const { standbySent, standbyStruck } = intent.getState();
    intent.setState({
      standbySent: standbySent.filter((id) => id !== unitId),
      // whoever lets it go does not want the next Enter to send it again
      standbyStruck: [...standbyStruck.filter((id) => id !== unitId), unitId],
    });
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
      if (chosen === undefined) refresh();
      else release(chosen.unitId);
    },
    KeyI: open,
  };
  return {
    open,
    refresh,
    sendAll,
    toggle,
    release,
    key: proposalKeys({ intent, dock: 'standby', walk, toggle, sendAll, keys }),
  };
}
