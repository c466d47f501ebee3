import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename, join } from 'node:path';

/** A program on this machine. */
export interface PortOwner {
  readonly pid: number;
  readonly name: string;
}

const LISTEN = '0A';

/** Who listens on a TCP port; Linux only, and only among the processes this user may look at. Undefined: nobody to name. */
export function portOwner(port: number, proc = '/proc'): PortOwner | undefined {
  const sockets = new Set(
    ['tcp', 'tcp6'].flatMap((table) => listeners(read(join(proc, 'net', table)) ?? '', port)),
  );
  if (sockets.size === 0) return undefined;
  for (const pid of list(proc).filter((name) => /^\d+$/.test(name))) {
    const descriptors = join(proc, pid, 'fd');
    if (!list(descriptors).some((fd) => sockets.has(target(join(descriptors, fd)) ?? ''))) continue;
    return { pid: Number(pid), name: programName(read(join(proc, pid, 'cmdline')) ?? '') };
  }
  return undefined;
}

/** Sockets (as /proc names them) of a table of connections that listen on the port. */
function listeners(table: string, port: number): readonly string[] {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  return table.split('\n').flatMap((line) => {
    const columns = line.trim().split(/\s+/);
    const [, local = '', , state] = columns;
    const inode = columns[9];
    return local.endsWith(`:${hex}`) && state === LISTEN && inode !== undefined ? [`socket:[${inode}]`] : [];
  });
}

/** `node console.js` of a command line: its first two words without their folders; an option is no name. */
function programName(commandLine: string): string {
  const words = commandLine.split('\0').filter((word) => word !== '');
  const named = words.slice(0, 2).filter((word, at) => at === 0 || !word.startsWith('-'));
  return named.map((word) => basename(word)).join(' ') || '?';
}

function read(file: string): string | undefined {
  return attempt(() => readFileSync(file, 'utf8'));
}

function list(folder: string): readonly string[] {
  return attempt(() => readdirSync(folder)) ?? [];
}

function target(link: string): string | undefined {
  return attempt(() => readlinkSync(link));
}

/** Processes come and go while they are looked at, and those of others may not be looked at. */
function attempt<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
