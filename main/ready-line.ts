import type { RunMode } from '../shared/domain/vocabulary.ts';

/** The gateway behind a console; `ingest` only where this start runs it. */
export interface ReadyGateway {
  readonly mode: RunMode;
  readonly region: string;
  readonly feedUrl: string;
  readonly caFile: string;
  readonly ingest?: { readonly url: string; readonly keyFile: string } | undefined;
}

export interface ReadyLineInput {
  readonly url: string;
  readonly host: 'electron' | 'browser';
  readonly gateway: ReadyGateway;
  readonly dataDir: string;
  readonly pid: number;
}

/** The one line that programs read on stdout: `ready` and an object. Its shape is a public contract. */
export function readyLine({ url, host, gateway, dataDir, pid }: ReadyLineInput): string {
  const { mode, region, ingest, feedUrl, caFile } = gateway;
  return `ready ${JSON.stringify({ url, host, mode, region, ingest, feed: { url: feedUrl }, caFile, dataDir, pid })}`;
}
