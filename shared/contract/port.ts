import { z } from 'zod';
import type { CommandKind, CommandPayload, CommandProgress } from '../domain/command.ts';
import type { JointProposal, StandbyPlan } from '../domain/desk-advice.ts';
import type { LedgerEvent } from '../domain/event.ts';
import type { FindBoard } from '../domain/find-board.ts';
import type { MarginAccount } from '../domain/margin-account.ts';
import type { ExitsView } from '../domain/moving-target.ts';
import { MOST_ROWS, type Race, type RecommendationList } from '../domain/race.ts';
import type { ClosedWay } from '../domain/road-closure.ts';
import type { SealPlan, SealQuery } from '../domain/seal-plan.ts';
import type { State } from '../domain/state.ts';
import type { WindReport, WindTown } from '../domain/wind-tunnel.ts';
import { SEATS } from '../domain/vocabulary.ts';
import { COMMAND_PAYLOAD } from './command-schemas.ts';
import type { DatumAlarm, DistrictAlarm } from './ctl.ts';
import type { Directory } from './directory.ts';
import { idText, lat, localText, lon, timeMs } from './domain-schemas.ts';
import { windQuery } from './wind-schemas.ts';

/**
 * Data service <-> window, over a MessagePort (Electron) or one WebSocket (browser host). The same table in both hosts.
 * Service -> window: PortEvent. Window -> service: a request {t:'request', id, channel, args}, answered by {t:'reply', id, ...}.
 * Position frames are binary: the message {t:'positions'} carries its frame as Uint8Array; on a WebSocket it is a binary
 * message, see positions-message.ts.
 */

/** Where the playhead is. `atMs` runs at `rate` feed-milliseconds a real millisecond from the moment of receipt. */
export interface PlayheadInfo {
  readonly epoch: number;
  readonly mode: 'live' | 'replay';
  readonly atMs: number;
  /** 0 = paused. In live mode the feed's own rate. */
  readonly rate: number;
  /** First moment that can be replayed, and the live edge. */
  readonly startMs: number;
  readonly edgeMs: number;
}

/** The link to the gateway. `lost` = nothing for 10 s, `late` = nothing for 3 s; silence is measured on a monotonic clock. */
export interface FeedInfo {
  readonly link: 'connecting' | 'live' | 'late' | 'lost' | 'refused' | 'quarantined';
  /** Real milliseconds since the last heartbeat; undefined before the first. */
  readonly silenceMs?: number | undefined;
  readonly headSeq: number;
  readonly appliedSeq: number;
  readonly sources: readonly {
    readonly name: string;
    readonly ageMs?: number | undefined;
    readonly accepted: number;
    readonly rejected: number;
    /** Its positions are not in the datum it declares. */
    readonly datumAlarm?: DatumAlarm | undefined;
  }[];
  /** Newest fix, in feed time. */
  readonly lastFixMs?: number | undefined;
  readonly droppedFrames: number;
  readonly cache: 'encrypted' | 'memory-only';
  /** What a person should know of this machine's stores, worst first. */
  readonly storage: readonly StorageNotice[];
  readonly detail?: string | undefined;
  /** Units of the state that have sent no position yet. */
  readonly withoutFix?: readonly string[] | undefined;
  /** Where the gateway of this console takes rows in; only where it runs beside the console, on live data. */
  readonly ingest?: IngestPlace | undefined;
}

/** What somebody needs to send a row: address, and the files of key and authority on the gateway's machine. */
export interface IngestPlace {
  readonly url: string;
  readonly keyFile: string;
  readonly caFile: string;
}

/**
 * `orders-in-memory`: `kept` orders would be lost with this program. `disk-full`: only orders are written. `disk-low`: positions
 * are not. `outbox-salvaged`: the orders' file was damaged, `kept` were copied out and `lost` (undefined = unknown) could not be.
 * `cache-rebuilt`: the cache was damaged and is fetched again. `drill-restarted`: the gateway of a drill ended, and with it the
 * drill; another run began (`kept`: how often so far), and `lost` orders without an answer came to nothing. `district-kept`: the
 * gateway was started again on files it cannot use and works with an older copy; `district` says which file.
 */
export interface StorageNotice {
  readonly kind:
    | 'orders-in-memory'
    | 'disk-full'
    | 'disk-low'
    | 'outbox-salvaged'
    | 'cache-rebuilt'
    | 'drill-restarted'
    | 'district-kept';
  readonly kept?: number | undefined;
  readonly lost?: number | undefined;
  readonly district?: DistrictAlarm | undefined;
}

/** Changed entities since the previous revision; undefined value = removed. */
export interface StatePatch {
  readonly seq: number;
  readonly atMs: number;
  readonly header: Pick<State, 'stream' | 'mode' | 'region' | 'drill' | 'tally'>;
  readonly alerts: Readonly<Record<string, State['alerts'][string] | null>>;
  readonly incidents: Readonly<Record<string, State['incidents'][string] | null>>;
  readonly orders: Readonly<Record<string, State['orders'][string] | null>>;
  readonly units: Readonly<Record<string, State['units'][string] | null>>;
  readonly closures: Readonly<Record<string, State['closures'][string] | null>>;
}

/** A dot on the timeline; details are read on demand. */
export interface EventMark {
  readonly seq: number;
  readonly atMs: number;
  readonly kind: LedgerEvent['kind'];
  readonly actorType: LedgerEvent['actor']['type'];
  readonly incidentId?: string | undefined;
}

export type PortEvent =
  | {
      readonly t: 'hello';
      readonly protocol: number;
      readonly seat: (typeof SEATS)[number];
      readonly view: 'seat' | 'wall';
      readonly lang: 'zh-CN' | 'en';
      readonly regionUrl: string;
    }
  | { readonly t: 'snapshot'; readonly epoch: number; readonly revision: number; readonly state: State }
  | { readonly t: 'patch'; readonly epoch: number; readonly revision: number; readonly patch: StatePatch }
  | { readonly t: 'playhead'; readonly playhead: PlayheadInfo }
  | { readonly t: 'feed'; readonly feed: FeedInfo }
  /** Queue order: `races` is sorted, tightest first. `origin` says who computed it. */
  | {
      readonly t: 'races';
      readonly epoch: number;
      readonly atMs: number;
      readonly origin: 'local' | 'gateway';
      readonly races: readonly Race[];
    }
  /** For this window's focus; undefined list = focus cleared. */
  | { readonly t: 'recommendation'; readonly epoch: number; readonly list?: RecommendationList | undefined }
  /** For this window's focus; undefined view = nobody on the move is in focus. */
  | { readonly t: 'exits'; readonly epoch: number; readonly view?: ExitsView | undefined }
  /** For this window's focus while it asks for it; undefined board = nobody has to be found. */
  | { readonly t: 'find'; readonly epoch: number; readonly board?: FindBoard | undefined }
  /** Everything that waits, decided at once; undefined = nothing to say. Seats only. */
  | { readonly t: 'joint'; readonly epoch: number; readonly proposal?: JointProposal | undefined }
  /** Where free cars had better wait. Seats only. */
  | { readonly t: 'standby'; readonly epoch: number; readonly plan: StandbyPlan }
  | { readonly t: 'command'; readonly progress: CommandProgress }
  /** Who can be rung, whenever it changed; of no epoch, for a phone list is never replayed. */
  | { readonly t: 'directory'; readonly directory: Directory }
  /** How this window's run of the wind tunnel stands; of no epoch, for its nights are made up. */
  | { readonly t: 'wind'; readonly runId: number; readonly report: WindReport }
  /** All marks of the session so far (reset) or newly arrived ones. */
  | { readonly t: 'marks'; readonly reset: boolean; readonly marks: readonly EventMark[] }
  | {
      readonly t: 'positions';
      readonly epoch: number;
      readonly atMs: number;
      readonly reset: boolean;
      readonly frame: Uint8Array;
    }
  | { readonly t: 'reply'; readonly id: number; readonly ok: true; readonly result: unknown }
  | {
      readonly t: 'reply';
      readonly id: number;
      readonly ok: false;
      readonly error: { readonly code: string; readonly message: string };
    };

function request<K extends CommandKind>(kind: K) {
  return z.strictObject({
    kind: z.literal(kind),
    payload: COMMAND_PAYLOAD[kind],
    expectedVersion: z.number().int().min(0).optional(),
  });
}

const commandRequest: z.ZodType<CommandRequest> = z.discriminatedUnion('kind', [
  request('alert/report'),
  request('alert/acknowledge'),
  request('alert/promote'),
  request('alert/close'),
  request('order/assign'),
  request('order/redirect'),
  request('order/advance'),
  request('order/recall'),
  request('unit/set-state'),
  request('unit/post'),
  request('incident/note'),
  request('incident/left'),
  request('incident/set-itinerary'),
  request('incident/add-lead'),
  request('incident/propose-meeting'),
  request('incident/answer-meeting'),
  request('incident/look'),
  request('incident/dispose'),
  request('incident/close'),
  request('road/close'),
  request('road/open'),
]);

const band = z.strictObject({ low: z.number(), mid: z.number(), high: z.number() });
const pairs = z.array(z.strictObject({ exitId: idText, unitId: idText })).max(200);

const sealQuery: z.ZodType<SealQuery> = z.strictObject({
  targetId: idText,
  exits: z
    .array(
      z.strictObject({
        exitId: idText,
        name: localText,
        lon,
        lat,
        chance: z.number().min(0).max(1).optional(),
        targetMs: band.optional(),
      }),
    )
    .max(64),
  pins: pairs,
  bans: pairs,
  held: pairs,
});

/** What a window asks to have done; the data service adds id, actor, time and ttl and writes it to the outbox first. */
export type CommandRequest = {
  [K in CommandKind]: {
    readonly kind: K;
    readonly payload: CommandPayload[K];
    readonly expectedVersion?: number | undefined;
  };
}[CommandKind];

/** Window -> service requests: argument schemas. Results are typed in PortResults. */
export const PORT_REQUESTS = {
  'seat/choose': z.strictObject({ seat: z.enum(SEATS) }),
  'command/submit': commandRequest,
  'playhead/seek': z.strictObject({ atMs: timeMs }),
  'playhead/play': z.strictObject({ rate: z.number().min(0.1).max(64) }),
  'playhead/pause': z.strictObject({}),
  'playhead/live': z.strictObject({}),
  'playhead/step': z.strictObject({ direction: z.enum(['next', 'previous']), incidentId: idText.optional() }),
  /** `find`: where the person may be is wanted too. `keep`: units somebody is reading, which stay in the list. */
  'focus/set': z.strictObject({
    targetId: idText.optional(),
    find: z.boolean().optional(),
    keep: z.array(idText).max(MOST_ROWS).optional(),
  }),
  'events/read': z.strictObject({ incidentId: idText }),
  'seal/plan': sealQuery,
  'margins/read': z.strictObject({ incidentId: idText }),
  'wind/open': z.strictObject({}),
  'wind/run': windQuery,
  'wind/stop': z.strictObject({}),
  'wind/close': z.strictObject({}),
  'roads/stretch': z.strictObject({
    lon,
    lat,
    lengthM: z.number().min(1).max(5000),
    bothWays: z.boolean(),
  }),
  'state/hash': z.strictObject({}),
} as const;

export type PortChannel = keyof typeof PORT_REQUESTS;

const PORT_CHANNELS = [
  'seat/choose',
  'command/submit',
  'playhead/seek',
  'playhead/play',
  'playhead/pause',
  'playhead/live',
  'playhead/step',
  'focus/set',
  'events/read',
  'seal/plan',
  'margins/read',
  'wind/open',
  'wind/run',
  'wind/stop',
  'wind/close',
  'roads/stretch',
  'state/hash',
] as const satisfies readonly PortChannel[];

export type PortArgs<C extends PortChannel> = z.infer<(typeof PORT_REQUESTS)[C]>;

export interface PortResults {
  'seat/choose': { readonly seat: (typeof SEATS)[number] };
  'command/submit': { readonly commandId: string };
  'playhead/seek': PlayheadInfo;
  'playhead/play': PlayheadInfo;
  'playhead/pause': PlayheadInfo;
  'playhead/live': PlayheadInfo;
  'playhead/step': PlayheadInfo;
  'focus/set': Record<string, never>;
  /** Undefined = no planner, or a newer question took its place: ask again. */
  'seal/plan': { readonly plan?: SealPlan | undefined };
  /** Of the whole log, wherever the playhead stands. Undefined = no planner, or it did not answer: ask again. */
  'margins/read': { readonly account?: MarginAccount | undefined };
  /** Starts the wind tunnel for this window. Undefined = it is not there, or fell over: ask again. */
  'wind/open': { readonly town?: WindTown | undefined };
  /** Reports follow as events. Undefined = another window's run is under way. */
  'wind/run': { readonly runId?: number | undefined };
  'wind/stop': Record<string, never>;
  /** This window has left; with the last one the wind tunnel ends. */
  'wind/close': Record<string, never>;
  /** The road around a point, as lines to be closed. Undefined = no road there, or no planner. */
  'roads/stretch': { readonly ways?: readonly ClosedWay[] | undefined };
  'events/read': { readonly events: readonly LedgerEvent[] };
  'state/hash': { readonly hash: string; readonly seq: number; readonly atMs: number };
}

/** A request as it travels. */
export const portRequestSchema = z.strictObject({
  t: z.literal('request'),
  id: z.number().int().min(0),
  channel: z.enum(PORT_CHANNELS),
  args: z.unknown(),
});
export type PortRequest = z.infer<typeof portRequestSchema>;
