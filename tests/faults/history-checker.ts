import { eventHash, projectEvent, type View } from '../../shared/contract/views.ts';
import type { CommandAnswer } from '../../shared/domain/command.ts';
import type { LedgerEvent } from '../../shared/domain/event.ts';
import { isOrderOpen } from '../../shared/domain/state-machines.ts';
import { emptyState, type State } from '../../shared/domain/state.ts';
import { foldEvents } from '../../shared/timeline/fold.ts';
import { stateHash } from '../../shared/timeline/state-hash.ts';

/** A command as the person behind it knows it. `marker` stands in its effect's text and nowhere else. */
export interface IssuedCommand {
  readonly marker: string;
  /** Told when the console had stored it; undefined = the console died first, so it owes nothing. */
  readonly commandId?: string | undefined;
  /** The last word on the screen; undefined = no final word (the console died before it could say it). */
  readonly told?: 'accepted' | 'rejected' | 'expired' | undefined;
  /** The store of waiting commands was destroyed by the fault itself, and the console said so. */
  readonly isWaived?: boolean | undefined;
}

/** What one console shows once everything is quiet. */
export interface ShownConsole {
  readonly name: string;
  readonly view: View;
  readonly seq: number;
  readonly hash: string;
}

/** Everything that can be known about a run from outside. */
export interface RunHistory {
  readonly stream: string;
  readonly events: readonly LedgerEvent[];
  /** One row a stored answer. */
  readonly answers: readonly { readonly commandId: string; readonly answer: CommandAnswer }[];
  readonly issued: readonly IssuedCommand[];
  readonly consoles: readonly ShownConsole[];
}

/** What is wrong with a run, one line a violation; empty = every promise was kept. Pure. */
export function checkHistory(run: RunHistory): string[] {
  const inLog = checkLog(run);
  const found = [...inLog, ...checkCommands(run)];
  // A log with holes has no fold to compare with.
  return inLog.length > 0 ? found : [...found, ...checkConsoles(run), ...checkOrders(run)];
}

/** No gap, no event twice, no rewritten content, no receipt before its predecessor's. */
function checkLog({ events, stream }: RunHistory): string[] {
  const found: string[] = [];
  const ids = new Set<string>();
  let receivedAtMs = 0;
  events.forEach((event, index) => {
    if (event.stream !== stream) found.push(`event ${event.seq} is of stream ${event.stream}`);
    if (event.seq !== index + 1) found.push(`gap: event ${index + 1} of the log has seq ${event.seq}`);
    if (ids.has(event.id)) found.push(`event id ${event.id} twice`);
    ids.add(event.id);
    if (event.hash !== eventHash(event)) found.push(`event ${event.seq} is not what its hash says`);
    if (event.receivedAtMs < receivedAtMs)
      found.push(`event ${event.seq} was received before its predecessor`);
    receivedAtMs = event.receivedAtMs;
  });
  return found;
}

/** Every accepted command has one effect, every other none, and what the person was told is what was stored. */
function checkCommands({ events, answers, issued }: RunHistory): string[] {
  const found: string[] = [];
  const effects = new Map<string, number>();
  for (const event of events) {
    const marker = markerOf(event);
    if (marker !== undefined) effects.set(marker, (effects.get(marker) ?? 0) + 1);
  }
  const stored = new Map<string, CommandAnswer>();
  for (const { commandId, answer } of answers) {
    if (stored.has(commandId)) found.push(`command ${commandId} has two answers`);
    stored.set(commandId, answer);
  }
  for (const command of issued) {
    const answer = command.commandId === undefined ? undefined : stored.get(command.commandId);
    found.push(...checkCommand(command, effects.get(command.marker) ?? 0, answer));
  }
  for (const [marker, count] of effects)
    if (!issued.some((command) => command.marker === marker))
      found.push(`${count} effects of ${marker}, never issued`);
  return found;
}

function checkCommand(
  { marker, commandId, told, isWaived }: RunHistory['issued'][number],
  effects: number,
  answer: CommandAnswer | undefined,
): string[] {
  const found: string[] = [];
  const state = answer?.state;
  if (commandId !== undefined && effects !== (state === 'accepted' ? 1 : 0))
    found.push(`command ${marker}: ${effects} effects, answer ${state ?? 'none'}`);
  if (effects > 1) found.push(`command ${marker} has ${effects} effects`);
  if (told !== undefined && told !== 'expired' && told !== state)
    found.push(`command ${marker}: told ${told}, stored ${state ?? 'nothing'}`);
  if (told === 'expired' && state === 'accepted') found.push(`command ${marker}: told expired, but it fired`);
  if (commandId !== undefined && told === undefined && answer === undefined && isWaived !== true)
    found.push(`command ${marker} is lost: stored by the console, never answered, never expired`);
  return found;
}

/** Each console shows the fold of its own view of the log, all of it. */
function checkConsoles({ events, stream, consoles }: RunHistory): string[] {
  return consoles.flatMap(({ name, view, seq, hash }) => {
    const head = events.length;
    if (seq !== head) return [`console ${name} shows event ${seq} of ${head}`];
    const fold = foldEvents(
      emptyState(stream),
      events.map((event) => projectEvent(event, view)),
    );
    return stateHash(fold) === hash ? [] : [`console ${name} shows another state than the fold of its log`];
  });
}

/** No order without its unit, none twice, and no unit on two at once. */
function checkOrders({ events, stream }: RunHistory): string[] {
  const found: string[] = [];
  const issued = new Set<string>();
  for (const event of events) {
    if (event.kind !== 'order/issued') continue;
    if (issued.has(event.data.orderId)) found.push(`order ${event.data.orderId} was issued twice`);
    issued.add(event.data.orderId);
  }
  const state: State = foldEvents(emptyState(stream), events);
  for (const orderId of issued)
    if (state.orders[orderId] === undefined) found.push(`order ${orderId} is lost`);
  const busy = new Map<string, string>();
  for (const order of Object.values(state.orders)) {
    if (!isOrderOpen(order.state)) continue;
    const other = busy.get(order.unitId);
    if (other !== undefined) found.push(`unit ${order.unitId} is on orders ${other} and ${order.orderId}`);
    busy.set(order.unitId, order.orderId);
  }
  return found;
}

const MARKER = /\bfault-[\w-]+/;

/** The marker in a text that a command put into the log. */
function markerOf(event: LedgerEvent): string | undefined {
  if (event.kind !== 'incident/noted' && event.kind !== 'order/issued') return undefined;
  return MARKER.exec(event.data.text.zh)?.[0];
}
