import type { StoreApi } from 'zustand/vanilla';
import type { CommandRequest } from '../../shared/contract/port.ts';
import { seatMay } from '../../shared/domain/command.ts';
import type { RecommendationList } from '../../shared/domain/race.ts';
import { orderMay } from '../../shared/domain/state-machines.ts';
import { APPROACHES } from '../../shared/domain/vocabulary.ts';
import type { Actions } from '../store/actions.ts';
import { callsignOf } from '../store/callsign.ts';
import { dispatchChoice, shownSlots } from '../store/dispatch-rule.ts';
import {
  type Armed,
  type IntentStore,
  type Overlay,
  REPORT_ID,
  rememberSent,
  type Subject,
  select,
  toggleGroup,
} from '../store/intent.ts';
import type { MirrorStore } from '../store/mirror.ts';
import { orderTimer } from '../store/order-timers.ts';
import { isOverride, OVERRIDE_REASONS, type OverrideReason } from '../store/override.ts';
import type { Preferences } from '../store/preferences.ts';
import { queueSections, walk, walkOrder } from '../store/queue-view.ts';
import { ROAD_ID } from '../store/road.ts';
import { aimAt, isOf, openOrder, type Target, targetOf } from '../store/target.ts';
import type { AlarmSound } from './alarm-sound.ts';
import { bothLanguages, orderText } from './command-text.ts';
import { createDockActions } from './dock-actions.ts';
import { createJointActions } from './joint-actions.ts';
import { createStandbyActions } from './standby-actions.ts';
import { createRoadActions } from './road-actions.ts';
import { createSealActions } from './seal-actions.ts';
import { createPlayheadActions } from './playhead-actions.ts';
import type { PortClient } from './port-client.ts';
import { routeHash } from './routes.ts';
import { createWindActions } from './wind-actions.ts';

/** What the actions work on; made by the composition root. */
export interface ActionParts {
  readonly client: PortClient;
  readonly mirror: MirrorStore;
  readonly intent: IntentStore;
  readonly preferences: StoreApi<Preferences>;
  readonly sound: AlarmSound;
  /** A window-unique id for a command that never reached the outbox, so that its failure is shown too. */
  localId(): string;
  navigate(hash: string): void;
}

/** Binds every action to the stores and the port. */
export function createActions(parts: ActionParts): Actions {
  const { client, mirror, intent, preferences, sound } = parts;

  const selected = (): Target | undefined => {
    const { state } = mirror.get();
    const { selectedId } = intent.getState();
    return state === undefined || selectedId === undefined ? undefined : targetOf(state, selectedId);
  };

  const submit = async (request: CommandRequest, targetId: string, subject: Subject): Promise<void> => {
    const { hello, playhead } = mirror.get();
    const refuse = (code: 'read-only' | 'not-allowed' | 'unavailable', message: string): void => {
      const commandId = `local-${parts.localId()}`;
      rememberSent(intent, { commandId, kind: request.kind, targetId, subject });
      mirror.apply(
        { t: 'command', progress: { commandId, kind: request.kind, state: 'rejected', code, message } },
        mirror.get().heardMs,
      );
    };
    if (playhead?.mode === 'replay') return refuse('read-only', 'replay');
    if (hello !== undefined && !seatMay(hello.seat, request.kind)) return refuse('not-allowed', hello.seat);
    const reply = await client.request('command/submit', request);
    if (!reply.ok) return refuse('unavailable', reply.error.message);
    rememberSent(intent, {
      commandId: reply.result.commandId,
      kind: request.kind,
      targetId,
      subject,
    });
  };

  const send = (request: CommandRequest, target: Target, subject: Subject): void => {
    intent.setState({ armed: undefined });
    void submit(request, target.id, subject);
  };

  const recommendationFor = (target: Target): RecommendationList | undefined => {
    const { state, recommendation } = mirror.get();
    return isOf(state, recommendation?.targetId, target) ? recommendation : undefined;
  };

  /** An alert that was promoted while it lay open is open still: the next key must not be lost on opening it again. */
  const isOpen = (target: Target): boolean => isOf(mirror.get().state, intent.getState().openId, target);

  /** Opens a target: its dispatch keys go live and the rows keep their places. */
  const open = (target: Target): void => {
    const frozen = recommendationFor(target)?.rows.map((row) => row.unitId) ?? [];
    intent.setState({ openId: target.id, frozen, pickedUnitId: undefined });
  };

  /** Remembers that a first-start sheet was seen; the choice of a seat follows the tour once. */
  const afterOverlay = (overlay: Overlay): Overlay | undefined => {
    const isFirst = !preferences.getState().hasChosenSeat;
    if (overlay === 'tour') preferences.setState({ hasSeenTour: true });
    if (overlay === 'seats') preferences.setState({ hasChosenSeat: true });
    return overlay === 'tour' && isFirst ? 'seats' : undefined;
  };

  const callsign = (unitId: string): string => callsignOf(mirror.get().state?.units, unitId);

  const dispatch = (target: Target, unitId: string, why?: OverrideReason): void => {
    const { approach } = intent.getState();
    const aim = aimAt(target);
    // No place: the gateway takes the newest belief, which may be newer than the screen.
    const reason = why ?? (isOverride(recommendationFor(target), unitId) ? 'unsaid' : undefined);
    const overrideReason = reason === undefined ? undefined : bothLanguages(`override.${reason}`);
    const payload = { target: aim, unitId, approach, text: orderText(target), overrideReason };
    intent.setState({ pickedUnitId: undefined, openId: undefined, frozen: [] });
    send(
      { kind: 'order/assign', payload, expectedVersion: target.incident?.version },
      target,
      callsign(unitId),
    );
  };

  /** Whether the second key of a pair has come; the first one arms. */
  const isConfirmed = (kind: Armed['kind'], orderId: string): boolean => {
    const { armed } = intent.getState();
    if (armed?.kind === kind && armed.orderId === orderId) return true;
    intent.setState({ armed: { kind, orderId } });
    return false;
  };

  const roads = createRoadActions({
    client,
    mirror,
    intent,
    send: (request, subject) => void submit(request, ROAD_ID, subject),
  });
  const docked = createDockActions({ mirror, intent, selected, send });

  return {
    dock: docked.dock,
    roads,
    seal: createSealActions({ client, mirror, intent, selected, send }),
    joint: createJointActions({ mirror, intent, send }),
    standby: createStandbyActions({ mirror, intent, submit }),
    wind: createWindActions(client, intent),
    left: docked.left,
    itinerary: docked.itinerary,
    lead: docked.lead,
    agreed: docked.agreed,
    looked: docked.looked,
    ...createPlayheadActions(client, mirror, () => selected()?.incident?.incidentId),
    select: (id) => select(intent, id),
    walk(step) {
      const { boardRows, boardRowId } = intent.getState();
      if (boardRows !== undefined) {
        const next = boardRows.indexOf(boardRowId ?? '') + step;
        intent.setState({ boardRowId: boardRows[Math.max(0, Math.min(boardRows.length - 1, next))] });
        return;
      }
      if (docked.walk(step)) return;
      const { state, races } = mirror.get();
      if (state === undefined) return;
      const { selectedId, expandedGroups } = intent.getState();
      const at = selectedId === undefined ? undefined : (targetOf(state, selectedId)?.id ?? selectedId);
      select(intent, walk(walkOrder(queueSections(state, races, expandedGroups)), at, step));
    },
    enter() {
      if (docked.enter()) return;
      const target = selected();
      if (target === undefined) {
        this.walk(1);
        return;
      }
      const { pickedUnitId, frozen } = intent.getState();
      if (!isOpen(target)) {
        open(target);
        return;
      }
      const unitId = dispatchChoice(recommendationFor(target), frozen, pickedUnitId);
      if (unitId !== undefined) dispatch(target, unitId);
    },
    pick(row) {
      if (docked.pick(row)) return;
      const target = selected();
      if (target === undefined) return;
      if (!isOpen(target) || intent.getState().frozen.length === 0) open(target);
      const list = recommendationFor(target);
      const slot = list === undefined ? undefined : shownSlots(list, intent.getState().frozen)[row - 1];
      // a place whose unit cannot be sent takes no digit, and no other unit takes its place
      const unitId = slot?.row?.unitId;
      if (unitId !== undefined) intent.setState({ pickedUnitId: unitId });
    },
    override(nth) {
      const target = selected();
      const { pickedUnitId, frozen } = intent.getState();
      if (target === undefined || !isOpen(target) || pickedUnitId === undefined) return;
      const list = recommendationFor(target);
      const unitId = dispatchChoice(list, frozen, pickedUnitId);
      if (unitId !== undefined) dispatch(target, unitId, OVERRIDE_REASONS[nth]);
    },
    acknowledge() {
      const target = selected();
      const alert = target?.alert;
      if (target === undefined || alert === undefined || target.isAcknowledged) return;
      send({ kind: 'alert/acknowledge', payload: { alertId: alert.alertId } }, target, '');
    },
    recall() {
      const target = selected();
      const order = target === undefined ? undefined : openOrder(target);
      if (target === undefined || order === undefined || !orderMay(order.state, 'recalled')) return;
      if (!isConfirmed('recall', order.orderId)) return;
      const payload = { orderId: order.orderId, reason: bothLanguages('orders.recall.reason') };
      send(
        { kind: 'order/recall', payload, expectedVersion: target.incident?.version },
        target,
        callsign(order.unitId),
      );
    },
    radio() {
      const target = selected();
      const order = target === undefined ? undefined : openOrder(target);
      const next =
        target === undefined || order === undefined ? undefined : orderTimer(order, target.level, 0)?.next;
      if (target === undefined || order === undefined || next === undefined) return;
      if (!isConfirmed('radio', order.orderId)) return;
      const payload = { orderId: order.orderId, state: next, via: 'radio' as const };
      send(
        { kind: 'order/advance', payload, expectedVersion: target.incident?.version },
        target,
        callsign(order.unitId),
      );
    },
    close() {
      const target = selected();
      if (target?.incident === undefined || !isConfirmed('close', target.id)) return;
      send(
        {
          kind: 'incident/close',
          payload: { incidentId: target.id },
          expectedVersion: target.incident.version,
        },
        target,
        '',
      );
    },
    dispose(disposition) {
      const target = selected();
      intent.setState({ overlay: undefined });
      if (target === undefined) return;
      if (target.incident !== undefined) {
        const payload = { incidentId: target.id, disposition };
        send({ kind: 'incident/dispose', payload, expectedVersion: target.incident.version }, target, '');
      } else send({ kind: 'alert/close', payload: { alertId: target.id, disposition } }, target, '');
    },
    note(text) {
      const target = selected();
      const trimmed = text.trim();
      if (target?.incident === undefined || trimmed === '') return;
      send(
        { kind: 'incident/note', payload: { incidentId: target.id, text: { zh: trimmed } } },
        target,
        trimmed.slice(0, 12),
      );
    },
    report(report) {
      void submit({ kind: 'alert/report', payload: report }, REPORT_ID, report.title.zh.slice(0, 12));
    },
    draftReport: (reportDraft) => intent.setState({ reportDraft }),
    focusNote: () => intent.setState(({ noteFocus }) => ({ noteFocus: noteFocus + 1 })),
    cycleApproach: () =>
      intent.setState(({ approach }) => ({
        approach: APPROACHES[(APPROACHES.indexOf(approach) + 1) % APPROACHES.length] ?? approach,
      })),
    cancel() {
      const { overlay, armed, pickedUnitId, openId } = intent.getState();
      if (overlay !== undefined) intent.setState({ overlay: afterOverlay(overlay) });
      else if (armed !== undefined) intent.setState({ armed: undefined });
      else if (pickedUnitId !== undefined) intent.setState({ pickedUnitId: undefined });
      else if (docked.cancel()) return;
      else if (openId !== undefined) intent.setState({ openId: undefined, frozen: [] });
      else select(intent, undefined);
    },
    toggleGroup: (group) => toggleGroup(intent, group),
    fit: () => intent.setState(({ fitRequest }) => ({ fitRequest: fitRequest + 1 })),
    fly(place) {
      intent.setState({ place });
      roads.pick({ lon: place.lon, lat: place.lat, name: place.name ?? { zh: place.label } });
      if (intent.getState().boardRows !== undefined) this.go('dispatch');
    },
    township(code) {
      intent.setState({ boardRowId: code });
      this.go('townships');
    },
    dismissCommand: (commandId) =>
      intent.setState(({ dismissed }) => ({ dismissed: [...dismissed, commandId].slice(-100) })),
    go(workspace, incidentId) {
      // what lies open over the desk's map must not take an Enter elsewhere, where nobody sees what it would send
      if (workspace !== 'dispatch') intent.setState({ dock: undefined, road: undefined, fallen: undefined });
      intent.setState({ overlay: undefined });
      parts.navigate(routeHash(workspace, incidentId));
    },
    overlay(overlay) {
      const { overlay: before } = intent.getState();
      if (before !== undefined) afterOverlay(before);
      intent.setState({ overlay });
    },
    chooseSeat(seat) {
      preferences.setState({ hasChosenSeat: true, seat });
      intent.setState({ overlay: undefined });
      void client.request('seat/choose', { seat });
    },
    toggleLang: () => preferences.setState(({ lang }) => ({ lang: lang === 'en' ? 'zh-CN' : 'en' })),
    toggleTheme: () => preferences.setState(({ theme }) => ({ theme: theme === 'dark' ? 'light' : 'dark' })),
    toggleMute: () => preferences.setState(({ isMuted }) => ({ isMuted: !isMuted })),
    testSound() {
      sound.unblock();
      sound.play('L1');
    },
    async readEvents(incidentId) {
      const reply = await client.request('events/read', { incidentId });
      return reply.ok ? reply.result.events : undefined;
    },
    async readMargins(incidentId) {
      const reply = await client.request('margins/read', { incidentId });
      return reply.ok ? reply.result.account : undefined;
    },
  };
}
