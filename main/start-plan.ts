import { join } from 'node:path';
import { type DataFolderInput, type DataFolders, dataFolders } from './data-folder.ts';
import { findRegion } from './find-region.ts';
import { enrol, type Enrolled } from './join/enrol.ts';
import { gatewayAddress } from './join/gateway-address.ts';
import { readSeatFile, type SeatFile } from './join/seat-file.ts';
import type { LaunchFlags } from './launcher/flags.ts';
import { readLiveConfig } from './live-config.ts';
import { type Ports, portsFor } from './ports.ts';
import { StartError } from './start-text.ts';

/** Which gateway the console of a start talks to: its own, on a drill or a live configuration, or one elsewhere. */
export type GatewayPlan =
  | { readonly kind: 'drill' }
  | { readonly kind: 'live'; readonly config: string }
  | { readonly kind: 'remote'; readonly feedUrl: string };

/** Where a start keeps its data and what it talks to; decided from the command line alone. */
export interface StartPlan {
  readonly folders: DataFolders;
  readonly gateway: GatewayPlan;
  readonly ports: Ports;
  /** Name or folder of the region, as far as it is known before a gateway was asked. */
  readonly region: string | undefined;
}

export type StartPlanInput = Omit<DataFolderInput, 'dataDir' | 'drill'> & { readonly flags: LaunchFlags };

/** Throws StartError when the live configuration or the address is none. */
export function planStart({ flags, ...place }: StartPlanInput): StartPlan {
  const { drill, region } = flags;
  if (flags.gateway !== undefined) {
    const feedUrl = gatewayAddress(flags.gateway);
    const gatewayName = new URL(feedUrl).host.replaceAll(/[^\w.-]/g, '-');
    const folders = dataFolders({ ...place, dataDir: flags.dataDir, drill: undefined, gatewayName });
    const ports = { page: portsFor(flags.port).page, ingest: 0, feed: 0 };
    return { folders, gateway: { kind: 'remote', feedUrl }, ports, region };
  }
  if (flags.live === undefined) {
    const folders = dataFolders({ ...place, dataDir: flags.dataDir, drill });
    return { folders, gateway: { kind: 'drill' }, ports: portsFor(flags.port), region };
  }
  const folders = dataFolders({ ...place, dataDir: flags.live, drill: undefined });
  const config = readLiveConfig(folders.home);
  const ports = flags.port === undefined ? config.ports : portsFor(flags.port);
  const named = /^\.{1,2}([\\/]|$)/.test(config.region) ? join(folders.home, config.region) : config.region;
  return { folders, gateway: { kind: 'live', config: folders.home }, ports, region: region ?? named };
}

/** A seat at a gateway elsewhere: enrolled just now, or kept from an earlier start. */
export type Seat = { readonly fresh: Enrolled } | { readonly kept: SeatFile };

/** What a start has once its gateway is known. */
export interface PreparedStart extends StartPlan {
  readonly regionDir: string;
  /** Only for a gateway elsewhere. */
  readonly seat?: Seat | undefined;
}

export interface PrepareInput {
  readonly plan: StartPlan;
  readonly code: string | undefined;
  readonly callerDir: string;
  /** Folder of the region packs that the product brings. */
  readonly shippedRegions: string;
  readonly nowMs: () => number;
  readonly say: (ahead: { readonly aheadMs: number }) => void;
}

const SKEW_WORTH_SAYING_MS = 30_000;

/** Enrols where a code was given, and finds the region's pack. To be called by the process that then runs: a code is good once. Throws StartError. */
export async function prepareStart(input: PrepareInput): Promise<PreparedStart> {
  const { plan, callerDir } = input;
  const seat = plan.gateway.kind === 'remote' ? await takeSeat(input, plan.gateway.feedUrl) : undefined;
  const joined = seat === undefined ? undefined : 'fresh' in seat ? seat.fresh.region : seat.kept.region;
  const regionDir = findRegion({
    wanted: plan.region ?? joined,
    callerDir,
    folders: [...plan.folders.regions, input.shippedRegions],
  });
  return { ...plan, regionDir, seat };
}

async function takeSeat({ plan, code, nowMs, say }: PrepareInput, feedUrl: string): Promise<Seat> {
  if (code !== undefined) {
    const fresh = await enrol(feedUrl, code, nowMs);
    if (Math.abs(fresh.aheadMs) > SKEW_WORTH_SAYING_MS) say(fresh);
    return { fresh };
  }
  const kept = readSeatFile(plan.folders.home);
  if (kept?.feedUrl !== feedUrl) throw new StartError({ kind: 'not-enrolled', url: feedUrl });
  return { kept };
}
