import { createServer } from 'node:net';
import { portOwner } from './port-owner.ts';
import { StartError } from './start-text.ts';

const DEFAULT_PAGE_PORT = 4870;

/** Page N, ingest N+1, feed N+2; all 0 = each any free one. */
export interface Ports {
  readonly page: number;
  readonly ingest: number;
  readonly feed: number;
}

/** The three ports of `--port`; undefined = the usual ones. */
export function portsFor(flag: number | undefined): Ports {
  const page = flag ?? DEFAULT_PAGE_PORT;
  return page === 0 ? { page: 0, ingest: 0, feed: 0 } : { page, ingest: page + 1, feed: page + 2 };
}

/** Throws StartError naming the first port that cannot be opened on loopback. */
export async function assertPortsFree(ports: Ports): Promise<void> {
  for (const use of ['page', 'ingest', 'feed'] as const) {
    if (ports[use] !== 0) await assertPortFree(ports[use], use);
  }
}

function assertPortFree(port: number, use: keyof Ports): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        new StartError(
          error.code === 'EACCES'
            ? { kind: 'port-forbidden', port, use }
            : { kind: 'port-taken', port, use, owner: portOwner(port) },
        ),
      );
    });
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve()));
  });
}
