import type { PortResults } from '../../shared/contract/port.ts';
import type { Command } from '../../shared/domain/command.ts';
import { seatMay } from '../../shared/domain/command.ts';
import { stateHash } from '../../shared/timeline/state-hash.ts';
import type { ConsoleService } from './console-service.ts';
import { readMargins } from './read-margins.ts';
import { RequestRefused, type WindowRequest } from './requests.ts';
import { incidentOf } from './view-session.ts';
import { answerWind } from './wind/answer-wind.ts';
import type { WindowPort } from './window-port.ts';

/** A dispatch that could not leave within a minute must be asked for again. */
const COMMAND_TTL_MS = 60_000;

type Result = PortResults[keyof PortResults];

/** Carries out one request of a window. Throws RequestRefused for an expected refusal. */
export function answerRequest(
  service: ConsoleService,
  port: WindowPort,
  request: WindowRequest,
): Result | Promise<Result> {
  const { playhead } = service;
  const monoMs = service.input.timers.monoMs();
  switch (request.channel) {
    case 'seat/choose':
      if (port.view === 'wall') throw new RequestRefused('not-allowed', 'a wall has no seat');
      service.chooseSeat(port, request.args.seat);
      return { seat: request.args.seat };
    case 'command/submit':
      return submit(service, port, request.args);
    case 'playhead/seek':
      playhead.seek(request.args.atMs, monoMs);
      break;
    case 'playhead/play':
      playhead.play(request.args.rate, monoMs);
      break;
    case 'playhead/pause':
      playhead.pause(monoMs);
      break;
    case 'playhead/live':
      playhead.live();
      break;
    case 'playhead/step':
      step(service, port, request.args);
      break;
    case 'focus/set':
      if (port.view === 'wall' && request.args.find === true)
        throw new RequestRefused('not-allowed', 'where a person may be is no matter of a wall');
      port.focus = request.args.targetId;
      port.keep = request.args.keep ?? [];
      port.wantsFind = request.args.find === true;
      return {};
    case 'events/read':
      return readEvents(service, port, request.args.incidentId);
    case 'seal/plan':
      return planSeal(service, port, request.args);
    case 'margins/read':
      return marginsOf(service, port, request.args.incidentId);
    case 'wind/open':
    case 'wind/run':
    case 'wind/stop':
    case 'wind/close':
      return answerWind(service.input.wind, port, request);
    case 'roads/stretch':
      return stretchOf(service, port, request.args);
    case 'state/hash': {
      const atMs = playhead.at(monoMs);
      const state = port.session.stateAt(atMs);
      return { hash: stateHash(state), seq: state.seq, atMs };
    }
  }
  service.moved();
  return playhead.info(monoMs);
}

async function planSeal(
  service: ConsoleService,
  port: WindowPort,
  query: Extract<WindowRequest, { channel: 'seal/plan' }>['args'],
): Promise<PortResults['seal/plan']> {
  if (port.view === 'wall') throw new RequestRefused('not-allowed', 'a wall shows, it does not plan');
  const moment = service.momentOf(port.session);
  return { plan: await service.input.planner?.seal(moment, query) };
}

async function stretchOf(
  service: ConsoleService,
  port: WindowPort,
  query: Extract<WindowRequest, { channel: 'roads/stretch' }>['args'],
): Promise<PortResults['roads/stretch']> {
  if (port.view === 'wall') throw new RequestRefused('not-allowed', 'a wall shows, it closes nothing');
  return (await service.input.planner?.stretch(query)) ?? {};
}

async function marginsOf(
  service: ConsoleService,
  port: WindowPort,
  incidentId: string,
): Promise<PortResults['margins/read']> {
  const { planner } = service.input;
  if (planner === undefined) return {};
  return readMargins(
    {
      planner,
      log: port.session.log,
      tracks: service.tracks,
      nowMs: Math.floor(service.nowMs()),
      positionsSince: (atMs) => service.positionsSince(atMs),
    },
    incidentId,
  );
}

function submit(
  service: ConsoleService,
  port: WindowPort,
  args: Extract<WindowRequest, { channel: 'command/submit' }>['args'],
): PortResults['command/submit'] {
  if (port.view === 'wall') throw new RequestRefused('not-allowed', 'a wall shows, it does not order');
  service.playhead.at(service.input.timers.monoMs()); // a replay that has reached the edge is live again
  if (service.playhead.mode === 'replay')
    throw new RequestRefused('read-only', 'this is a replay: go back to live first');
  if (!seatMay(port.seat, args.kind))
    throw new RequestRefused('not-allowed', `the seat ${port.seat} may not ${args.kind}`);
  const command: Command = {
    ...args,
    commandId: service.input.newId(),
    actor: { type: 'seat', id: port.seat },
    issuedAtMs: Math.floor(service.nowMs()),
    ttlMs: COMMAND_TTL_MS,
  };
  service.outbox.submit(port.session.partition, command);
  return { commandId: command.commandId };
}

function step(
  service: ConsoleService,
  port: WindowPort,
  args: Extract<WindowRequest, { channel: 'playhead/step' }>['args'],
): void {
  const monoMs = service.input.timers.monoMs();
  const { log } = port.session;
  const atMs = service.playhead.at(monoMs);
  const wanted = log.events.filter(
    (event) => args.incidentId === undefined || incidentOf(event, log.head) === args.incidentId,
  );
  const target =
    args.direction === 'next'
      ? wanted.find((event) => event.receivedAtMs > atMs)
      : wanted.findLast((event) => event.receivedAtMs < atMs);
  if (target === undefined) throw new RequestRefused('not-found', `no ${args.direction} event`);
  service.playhead.pause(monoMs);
  service.playhead.seek(target.receivedAtMs, monoMs);
}

function readEvents(
  service: ConsoleService,
  port: WindowPort,
  incidentId: string,
): PortResults['events/read'] {
  const { log } = port.session;
  const count = log.countAt(service.playhead.at(service.input.timers.monoMs()));
  const events = log.events.slice(0, count).filter((event) => incidentOf(event, log.head) === incidentId);
  return { events };
}
