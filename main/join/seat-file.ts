import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { enrolAnswerSchema } from '../../shared/contract/enrol.ts';
import type { Secrets } from '../host/host.ts';
import { makePrivateFolder } from '../private-folder.ts';
import { StartError } from '../start-text.ts';
import type { Enrolled } from './enrol.ts';

const seatFileSchema = z.strictObject({
  v: z.literal(1),
  ...enrolAnswerSchema.omit({ key: true, nowMs: true }).shape,
  feedUrl: z.url(),
  caPem: z.string().min(1),
  backend: z.string(),
  /** The seat's key, wrapped by that store. */
  wrapped: z.base64(),
});
/** What a console keeps of its enrolment. */
export type SeatFile = z.infer<typeof seatFileSchema>;

const fileIn = (folder: string): string => join(folder, 'seat.json');

/** The enrolment kept in a folder; undefined when there is none that can be read. */
export function readSeatFile(folder: string): SeatFile | undefined {
  if (!existsSync(fileIn(folder))) return undefined;
  try {
    return seatFileSchema.parse(JSON.parse(readFileSync(fileIn(folder), 'utf8')));
  } catch {
    return undefined;
  }
}

/**
 * Keeps an enrolment for later starts; the key only as the system's secret store wrapped it. False = there is no store, so
 * the key lives as long as this run.
 */
export async function keepSeat(folder: string, seat: Enrolled, secrets: Secrets): Promise<boolean> {
  const backend = await secrets.backend();
  if (backend === undefined) return false;
  const { key, aheadMs: _clock, ...rest } = seat;
  const wrapped = Buffer.from(await secrets.wrap(new TextEncoder().encode(key))).toString('base64');
  makePrivateFolder(folder);
  const draft = `${fileIn(folder)}.new`;
  writeFileSync(draft, JSON.stringify({ v: 1, ...rest, backend, wrapped }), { mode: 0o600 });
  renameSync(draft, fileIn(folder));
  return true;
}

/** The key of a kept enrolment. Throws StartError when the store that wrapped it does not open it. */
export async function openSeat(folder: string, seat: SeatFile, secrets: Secrets): Promise<string> {
  try {
    const backend = await secrets.backend();
    if (backend !== seat.backend) throw new Error(`${seat.backend} -> ${backend ?? 'none'}`);
    const { secret } = await secrets.unwrap(new Uint8Array(Buffer.from(seat.wrapped, 'base64')));
    return new TextDecoder().decode(secret);
  } catch (error) {
    throw new StartError({ kind: 'key-locked', folder, reason: String(error) });
  }
}
