import type { CommandRequest } from '../../shared/contract/port.ts';
import type { ExitsBoard } from '../../shared/domain/moving-target.ts';
import type { SealPair } from '../../shared/domain/seal-plan.ts';
import type { SealActions } from '../store/actions.ts';
import { callsignOf } from '../store/callsign.ts';
import { hasFailedOrder, type IntentStore, type Subject } from '../store/intent.ts';
import type { MirrorStore } from '../store/mirror.ts';
import {
  ban,
  heard,
  openSeal,
  replan,
  type SealIntent,
  type SealLine,
  sealLines,
  sealQuery,
  sealSlots,
  swap,
  toggleExit,
  togglePin,
  toSend,
  withPlaces,
} from '../store/seal.ts';
import { gatePlaces, withoutGone } from '../store/row-places.ts';
import { aimAt, type Target } from '../store/target.ts';
import { placeText } from './command-text.ts';
import { placeOf } from './dock-actions.ts';
import { proposalKeys, steppedRow } from './dock-keys.ts';
import type { PortClient } from './port-client.ts';

/** What the actions of a sealing plan work on. */
export interface SealParts {
  readonly client: PortClient;
  readonly mirror: MirrorStore;
  readonly intent: IntentStore;
  selected(): Target | undefined;
  send(request: CommandRequest, target: Target, subject: Subject): void;
}

/**
 * Binds them. While the plan is open the planner is asked again whenever the board changes or somebody edits, one
 * question at a time; an answer to an older question than the newest edit is thrown away.
 */
export function createSealActions({ client, mirror, intent, selected, send }: SealParts): SealActions {
  let isAsking = false;
  let askedFor: ExitsBoard | undefined;

  const boardOf = (target: Target | undefined): ExitsBoard | undefined => {
    const board = mirror.get().exits?.board;
    return board !== undefined && board.targetId === target?.id ? board : undefined;
  };
  const callsign = (unitId: string): string => callsignOf(mirror.get().state?.units, unitId);
  const hasFailed = ({ unitId }: SealPair): boolean =>
    hasFailedOrder(intent.getState().sent, mirror.get().commands, callsign(unitId));

  const ask = async (): Promise<void> => {
    const board = boardOf(selected());
    const { seal, dock } = intent.getState();
    if (isAsking || dock !== 'seal' || board === undefined || seal?.targetId !== board.targetId) return;
    isAsking = true;
    askedFor = board;
    const reply = await client.request('seal/plan', sealQuery(seal, board));
    isAsking = false;
    const now = intent.getState().seal;
    const isStale = now?.held !== seal.held || now?.pins !== seal.pins || now?.bans !== seal.bans;
    if (now === undefined || isStale || now.leftOut !== seal.leftOut) return void ask();
    if (reply.ok && reply.result.plan !== undefined) intent.setState({ seal: heard(now, reply.result.plan) });
  };
  const cleared = (seal: SealIntent, board: ExitsBoard): SealIntent => ({
    ...seal,
    places: withoutGone(seal.places, gatePlaces(board.rows)),
  });
  /** Puts a plan on the screen; keys act on its first row. */
  const show = (seal: SealIntent): void => intent.setState({ seal, dockRowId: seal.places[0]?.rowId });
  mirror.subscribe(() => {
    const target = selected();
    const board = boardOf(target);
    const { seal, dock } = intent.getState();
    if (dock !== 'seal' || board === undefined) return;
    if (seal?.targetId !== board.targetId) show(openSeal(board));
    else if (withPlaces(seal, board) !== seal) intent.setState({ seal: withPlaces(seal, board) });
    if (board !== askedFor) void ask();
  });

  const lines = (target: Target): readonly SealLine[] => {
    const board = boardOf(target);
    const { seal } = intent.getState();
    return board === undefined || seal?.targetId !== target.id
      ? []
      : sealLines(seal, board, target, hasFailed);
  };
  const edit = (change: (seal: SealIntent) => SealIntent): void => {
    const { seal } = intent.getState();
    if (seal === undefined) return;
    intent.setState({ seal: change(seal) });
    void ask();
  };
  /** The pair of the row that keys act on, when it can still be edited. */
  const chosenPair = (): SealPair | undefined => {
    const target = selected();
    const { dockRowId } = intent.getState();
    // never the next best: what was read may have fallen off a moment ago
    const line =
      target === undefined ? undefined : lines(target).find(({ exit }) => exit.gateId === dockRowId);
    return line?.unitId === undefined || line.exit.status !== 'open'
      ? undefined
      : { exitId: line.exit.gateId, unitId: line.unitId };
  };
  const onPair = (change: (seal: SealIntent, pair: SealPair) => SealIntent) => (): void => {
    const pair = chosenPair();
    if (pair !== undefined) edit((seal) => change(seal, pair));
  };

  const open = (): void => {
    const isOpen = intent.getState().dock === 'seal';
    const board = boardOf(selected());
    const { seal } = intent.getState();
    intent.setState({ dock: isOpen ? undefined : 'seal', dockRowId: undefined, fallen: undefined });
    if (isOpen || board === undefined) return;
    show(seal?.targetId === board.targetId ? withPlaces(cleared(seal, board), board) : openSeal(board));
    void ask();
  };

  const sendAll = (): void => {
    const target = selected();
    const { approach, seal } = intent.getState();
    if (target === undefined || seal === undefined) return;
    const all = lines(target);
    const pairs = toSend(seal, all);
    const aim = aimAt(target);
    const others = seal.sent.filter(({ exitId }) => !pairs.some((pair) => pair.exitId === exitId));
    intent.setState({ seal: { ...seal, sent: [...others, ...pairs] } });
    for (const { exitId, unitId } of pairs) {
      const exit = all.find((line) => line.exit.gateId === exitId)?.exit;
      if (exit === undefined) continue;
      const place = placeOf(exit, mirror.get().racesAtMs);
      const payload = { target: aim, unitId, approach, place, text: placeText('exits.order', place.label) };
      // facts about other exits raise the version: two exits in a row are no conflict
      send({ kind: 'order/assign', payload }, target, callsign(unitId));
    }
  };

  const walk = (step: 1 | -1): void => {
    const { seal, dockRowId } = intent.getState();
    const ids = seal?.places.map(({ rowId }) => rowId) ?? [];
    intent.setState({ dockRowId: steppedRow(ids, dockRowId, step) });
  };
  const toggle = (nth: number): void => {
    const target = selected();
    const { seal } = intent.getState();
    if (target === undefined || seal === undefined) return;
    const exit = sealSlots(seal, lines(target))[nth]?.row?.exit;
    if (exit === undefined) return;
    intent.setState({ dockRowId: exit.gateId });
    if (exit.status === 'open') edit((now) => toggleExit(now, exit.gateId));
  };

  const startAfresh = (): void => {
    const board = boardOf(selected());
    edit((seal) => replan(board === undefined ? seal : cleared(seal, board)));
  };

  const keys: Readonly<Record<string, () => void>> = {
    KeyP: onPair(togglePin),
    KeyX: onPair(ban),
    KeyW: onPair(swap),
    KeyR: startAfresh,
    KeyS: open,
  };
  return {
    open,
    sendAll,
    toggle,
    replan: startAfresh,
    hasFailed,
    key: proposalKeys({ intent, dock: 'seal', walk, toggle, sendAll, keys }),
  };
}
