import type { CommandRequest } from '../../shared/contract/port.ts';
import type { LocalText } from '../../shared/domain/belief.ts';
import { localText } from '../i18n/format.ts';
import type { JointActions } from '../store/actions.ts';
import { callsignOf } from '../store/callsign.ts';
import { hasFailedOrder, type IntentStore, type Subject } from '../store/intent.ts';
import {
  type JointIntent,
  type JointRow,
  jointRows,
  nextChoice,
  openJoint,
  toggleLine,
} from '../store/joint.ts';
import type { MirrorStore } from '../store/mirror.ts';
import { aimAt, type Target, targetOf } from '../store/target.ts';
import { bothLanguages, orderText } from './command-text.ts';
import { proposalKeys, steppedRow } from './dock-keys.ts';

/** What the actions of a joint proposal work on. */
export interface JointParts {
  readonly mirror: MirrorStore;
  readonly intent: IntentStore;
  send(request: CommandRequest, target: Target, subject: Subject): void;
}

/** Binds them. A proposal is put on the table when the panel opens, and changed only by a person. */
export function createJointActions({ mirror, intent, send }: JointParts): JointActions {
  const callsign = (unitId: string): string => callsignOf(mirror.get().state?.units, unitId);
  const hasFailed = (unitId: string): boolean =>
    hasFailedOrder(intent.getState().sent, mirror.get().commands, callsign(unitId));

  const rows = (): readonly JointRow[] => {
    const { state } = mirror.get();
    const { joint } = intent.getState();
    return state === undefined || joint === undefined ? [] : jointRows(joint, state, hasFailed);
  };
  const edit = (change: (joint: JointIntent) => JointIntent): void => {
    const { joint } = intent.getState();
    if (joint !== undefined) intent.setState({ joint: change(joint) });
  };
  const refresh = (): void => {
    const { joint } = mirror.get();
    intent.setState({ joint: joint === undefined ? undefined : openJoint(joint), dockRowId: undefined });
  };
  // the first proposal that comes while the panel stands open and empty
  mirror.subscribe(() => {
    const { dock, joint } = intent.getState();
    if (dock === 'joint' && joint === undefined && mirror.get().joint !== undefined) refresh();
  });

  const open = (): void => {
    if (intent.getState().dock === 'joint') {
      intent.setState({ dock: undefined, dockRowId: undefined });
      return;
    }
    intent.setState({ dock: 'joint' });
    refresh();
  };

  const order = ({ line, target, unitId }: JointRow): void => {
    if (target === undefined || unitId === undefined) return;
    const { takes, first } = line;
    const { state } = mirror.get();
    const left = takes === undefined || state === undefined ? undefined : targetOf(state, takes.incidentId);
    const reason = reasonFor(left, target);
    // the gateway takes a unit from a lower level in one append; from an equal one it is recalled first
    if (takes !== undefined && left !== undefined && left.level <= target.level)
      send({ kind: 'order/recall', payload: { orderId: takes.orderId, reason } }, left, callsign(unitId));
    const isOther = takes !== undefined || first !== undefined;
    const payload = {
      target: aimAt(target),
      unitId,
      approach: intent.getState().approach,
      text: orderText(target),
      overrideReason: isOther ? reason : undefined,
    };
    // several orders at once raise versions of each other's races: they are no conflict
    send({ kind: 'order/assign', payload }, target, callsign(unitId));
  };

  const sendAll = (): void => {
    const ready = rows().filter(({ state }) => state === 'ready');
    // who is taken from a race goes first, or its new unit would find it still covered
    for (const row of ready.toSorted(
      (a, b) => Number(b.line.takes !== undefined) - Number(a.line.takes !== undefined),
    ))
      order(row);
    edit((joint) => ({ ...joint, sent: [...joint.sent, ...ready.map(({ line }) => line.targetId)] }));
  };

  const chosen = (): JointRow | undefined => {
    const all = rows();
    return all.find(({ line }) => line.targetId === intent.getState().dockRowId) ?? all[0];
  };
  const walk = (step: 1 | -1): void => {
    const ids = rows().map(({ line }) => line.targetId);
    intent.setState({ dockRowId: steppedRow(ids, chosen()?.line.targetId, step) });
  };
  const toggle = (nth: number): void => {
    const row = rows()[nth];
    if (row === undefined) return;
    intent.setState({ dockRowId: row.line.targetId });
    edit((joint) => toggleLine(joint, row.line.targetId));
  };
  const choose = (nth: number, unitId: string): void => {
    const row = rows()[nth];
    if (row !== undefined)
      edit((joint) => ({ ...joint, chosen: { ...joint.chosen, [row.line.targetId]: unitId } }));
  };

  const keys: Readonly<Record<string, () => void>> = {
    KeyC: () => {
      const row = chosen();
      if (row !== undefined) edit((joint) => nextChoice(joint, row));
    },
    KeyR: refresh,
    KeyH: open,
  };
  return {
    open,
    sendAll,
    toggle,
    choose,
    refresh,
    hasFailed,
    key: proposalKeys({ intent, dock: 'joint', walk, toggle, sendAll, keys }),
  };
}

/** Why another unit than the first goes, as the log has it: from which race, or decided together. */
function reasonFor(left: Target | undefined, target: Target): LocalText {
  const words = bothLanguages(left === undefined ? 'joint.reason' : 'joint.reason.take');
  const titles = { zh: localText(target.title, 'zh-CN'), en: localText(target.title, 'en') };
  return { zh: `${words.zh}：${titles.zh}`, en: `${words.en ?? words.zh}: ${titles.en}` };
}
