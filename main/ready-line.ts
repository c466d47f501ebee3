import type { GatewayReady } from './gateway-process.ts';

export interface ReadyLineInput {
  readonly url: string;
  readonly host: 'electron' | 'browser';
  readonly gateway: GatewayReady;
  readonly dataDir: string;
  readonly pid: number;
}

/** The one line that programs read on stdout: `ready` and an object. Its shape is a public contract. */
export function readyLine({ url, host, gateway, dataDir, pid }: ReadyLineInput): string {
  const { mode, region, ingestUrl, ingestKeyFile, feedUrl, caFile } = gateway;
  const ingest = { url: ingestUrl, keyFile: ingestKeyFile };
  return `ready ${JSON.stringify({ url, host, mode, region, ingest, feed: { url: feedUrl }, caFile, dataDir, pid })}`;
}
