import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IngestClient } from '../../gateway/drill/ingest-client.ts';
import type { GatewayTarget } from '../../main/data/gateway-target.ts';
import type { CommandRequest } from '../../shared/contract/port.ts';
import { isOrderOpen } from '../../shared/domain/state-machines.ts';
import type { Log } from '../../shared/kit/log.ts';
import type { Rng } from '../../shared/kit/rng.ts';
import { stateHash } from '../../shared/timeline/state-hash.ts';
import { ConsoleProgram } from './console-program.ts';
import { GatewayProgram } from './gateway-program.ts';
import { checkHistory, type IssuedCommand } from './history-checker.ts';
import { readLedgerFile } from './ledger-file.ts';
import { monoMs, pause, until } from './moments.ts';

/** Longest time a room may be blind. */
export const BLIND_LIMIT_MS = 10_000;
const UNITS = 40;

interface Issue {
  readonly marker: string;
  commandId: string | undefined;
  isWaived: boolean;
}

export interface RoomInput {
  readonly rng: Rng;
  readonly log: Log;
  /** Where the gateway keeps its ledger; a folder of its own when absent. */
  readonly gatewayDir?: string;
  /** Added to the gateway's environment. */
  readonly gatewayEnv?: Readonly<Record<string, string>>;
  /** Where the dispatcher's console keeps cache and outbox. */
  readonly deskDir?: string;
}

/** A gateway, its consoles and the people at them: issues commands, raises alerts, and knows what became of each. */
export class Room {
  readonly gateway: GatewayProgram;
  readonly consoles: ConsoleProgram[] = [];
  readonly cacheKey: Uint8Array;
  readonly folder: string;
  /** Commands that the console itself would not take. */
  refusedAtOnce = 0;
  readonly #rng: Rng;
  readonly #input: RoomInput;
  readonly #issued: Issue[] = [];
  readonly #targets = new Map<ConsoleProgram, () => GatewayTarget>();
  #upstream: IngestClient | undefined;
  #count = 0;
  #anchor = '';

  private constructor(input: RoomInput) {
    this.#input = input;
    this.#rng = input.rng;
    this.folder = mkdtempSync(join(tmpdir(), 'rampart-faults-'));
    const gatewayDir = input.gatewayDir ?? join(this.folder, 'gateway');
    this.gateway = new GatewayProgram(gatewayDir, input.log, input.gatewayEnv);
    this.cacheKey = Uint8Array.from({ length: 32 }, () => input.rng.int(256));
  }

  /** Opens a room with one dispatcher's console on it, quiet and live. */
  static async open(input: RoomInput): Promise<Room> {
    const room = new Room(input);
    try {
      await room.gateway.seedUnits(UNITS);
      await room.gateway.start();
      // As the console does: a gateway that is back is told to the data service at once.
      room.gateway.onReady = () => {
        for (const [console, target] of room.#targets) console.connect(target());
      };
      room.#upstream = room.gateway.upstream();
      return room;
    } catch (error) {
      await room.close();
      throw error;
    }
  }

  /** The dispatcher's console, the first that joined. */
  get desk(): ConsoleProgram {
    const [desk] = this.consoles;
    if (desk === undefined) throw new Error('nobody has joined');
    return desk;
  }

  /**
   * Adds a console; resolves when it is live. One that came by a line of its own (`remote`) is told nothing when the gateway
   * is started again.
   */
  async join(
    name: string,
    { remote, window = 'seat' }: { readonly remote?: GatewayTarget; readonly window?: 'seat' | 'wall' } = {},
  ): Promise<ConsoleProgram> {
    const dataDir = (name === 'desk' ? this.#input.deskDir : undefined) ?? join(this.folder, name);
    const { cacheKey } = this;
    const program = new ConsoleProgram({ name, dataDir, cacheKey, window, log: this.#input.log });
    if (remote === undefined) this.#targets.set(program, () => this.gateway.target());
    program.connect(remote ?? this.gateway.target());
    this.consoles.push(program);
    await until(() => program.saysLive && program.state.seq >= 1, `${name} is live`);
    return program;
  }

  /** A console is closed for good, in order. */
  async leave(program: ConsoleProgram): Promise<void> {
    this.consoles.splice(this.consoles.indexOf(program), 1);
    this.#targets.delete(program);
    await program.stop();
  }

  /** An incident to write notes on. */
  async anchor(): Promise<void> {
    const alertId = await this.raise();
    await until(() => this.desk.state.alerts[alertId] !== undefined, 'the alert is shown');
    await this.issue({ kind: 'alert/promote', payload: { alertId } });
    await until(() => this.desk.state.alerts[alertId]?.incidentId !== undefined, 'the incident is open');
    this.#anchor = this.desk.state.alerts[alertId]?.incidentId ?? '';
  }

  /** Raises an alert as a bank would, trying until the gateway takes it; resolves with its id. */
  async raise(limitMs = 60_000): Promise<string> {
    const sourceId = `alarm-${++this.#count}`;
    const startMs = monoMs();
    for (;;) {
      try {
        const result = await this.#must().alert({
          source: 'bank-alarm',
          sourceId,
          level: 'L1',
          scamType: 'investment',
          title: { zh: `大额取现 ${sourceId}` },
          reason: { zh: '柜员识别' },
        });
        if (result.id !== undefined) return result.id;
        throw new Error(`refused: ${JSON.stringify(result)}`);
      } catch (error) {
        if (monoMs() - startMs > limitMs) throw error;
        await pause(20);
        this.#upstream?.close();
        this.#upstream = this.gateway.upstream();
      }
    }
  }

  /** Milliseconds from `sinceMs` until an alert raised now is on every named screen: how long the room was blind. */
  async blindSince(sinceMs: number, screens: readonly ConsoleProgram[] = this.consoles): Promise<number> {
    const alertId = await this.raise();
    await until(
      () => screens.every((one) => one.state.alerts[alertId] !== undefined && one.saysLive),
      'a fresh alert is on every screen',
      60_000,
    );
    return monoMs() - sinceMs;
  }

  /** One thing a dispatcher does, with a marker in its effect; resolves when the console has stored it or has died. */
  async act(): Promise<void> {
    const marker = `fault-${++this.#count}`;
    const text = { zh: `${marker} 处置` };
    const { state } = this.desk;
    const free = Object.values(state.units).filter(
      (unit) => unit.state === 'available' && unit.orderId === undefined,
    );
    const alert = Object.values(state.alerts).findLast((one) => one.incidentId === undefined);
    const orders = Object.values(state.orders).filter((order) => isOrderOpen(order.state));
    const roll = this.#rng.next();
    if (roll < 0.4 && alert !== undefined && free.length > 0) {
      const place = {
        kind: 'branch',
        lon: 117.02,
        lat: 36.665,
        radiusM: 30,
        atMs: alert.raisedAtMs,
        source: 'bank-alarm',
      } as const;
      const { unitId } = this.#rng.pick(free);
      const payload = { target: { alertId: alert.alertId }, unitId, approach: 'plain', place, text } as const;
      await this.issue({ kind: 'order/assign', payload }, marker);
    } else if (roll < 0.55 && orders.length > 0) {
      // Makes room; two recalls of one order are one recall and one refusal.
      const { orderId } = this.#rng.pick(orders);
      await this.issue({ kind: 'order/recall', payload: { orderId, reason: { zh: '撤回' } } });
    } else {
      await this.issue({ kind: 'incident/note', payload: { incidentId: this.#anchor, text } }, marker);
    }
  }

  /** Issues one command at the desk. A console that dies before it answers owes nothing. */
  async issue(command: CommandRequest, marker?: string): Promise<string | undefined> {
    const issue: Issue = {
      marker: marker ?? `plain-${++this.#count}`,
      commandId: undefined,
      isWaived: false,
    };
    this.#issued.push(issue);
    try {
      issue.commandId = (await this.desk.request('command/submit', command)).commandId;
    } catch (error) {
      // Not stored, or stored and not told: either is judged by the effect.
      if (!String(error).includes('no reply')) this.refusedAtOnce++;
    }
    return issue.commandId;
  }

  /**
   * What a fault destroyed by its nature is owed by nobody: commands that waited in the console's damaged file. Call when
   * the console has sent all it could read; returns how many there are.
   */
  waiveUnstored(): number {
    const answered = new Set(readLedgerFile(this.gateway.ledgerFile).answers.map((row) => row.commandId));
    let waived = 0;
    for (const issue of this.#issued) {
      if (issue.commandId === undefined || answered.has(issue.commandId) || issue.isWaived) continue;
      if (this.#toldOf(issue) !== undefined) continue;
      issue.isWaived = true;
      waived++;
    }
    return waived;
  }

  /** Waits until every screen shows the end of the log and nothing is under way. */
  async settle(): Promise<void> {
    await until(
      () => {
        const { events, answers } = readLedgerFile(this.gateway.ledgerFile);
        const known = new Set(answers.map((row) => row.commandId));
        const isAnswered = this.#issued.every(
          (issue) =>
            issue.commandId === undefined ||
            issue.isWaived ||
            known.has(issue.commandId) ||
            this.#toldOf(issue) === 'expired',
        );
        return isAnswered && this.consoles.every((one) => one.saysLive && one.state.seq === events.length);
      },
      'the room is quiet',
      90_000,
      250,
    );
  }

  /** Judges the whole run by its ledger and its screens. */
  async check(): Promise<string[]> {
    await this.settle();
    const { events, answers } = readLedgerFile(this.gateway.ledgerFile);
    const issued: IssuedCommand[] = this.#issued.map((issue) => ({
      marker: issue.marker,
      commandId: issue.commandId,
      told: this.#toldOf(issue),
      isWaived: issue.isWaived,
    }));
    const consoles = this.consoles.map((one) => ({
      name: one.input.name,
      view: one.view,
      seq: one.state.seq,
      hash: stateHash(one.state),
    }));
    const marked = issued.filter((one) => one.marker.startsWith('fault-'));
    return checkHistory({ stream: this.gateway.target().stream, events, answers, issued: marked, consoles });
  }

  async close(): Promise<void> {
    this.#upstream?.close();
    for (const console of this.consoles) await console.stop();
    await this.gateway.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #toldOf({ commandId }: Issue): IssuedCommand['told'] {
    if (commandId === undefined) return undefined;
    const state = this.desk.progress.get(commandId);
    return state === 'queued' || state === 'sent' ? undefined : state;
  }

  #must(): IngestClient {
    if (this.#upstream === undefined) throw new Error('the gateway is not open');
    return this.#upstream;
  }
}
