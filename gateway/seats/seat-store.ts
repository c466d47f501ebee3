import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type SeatRecord, type SeatRole, seatRecordSchema } from '../../shared/contract/enrol.ts';
import { writePrivateFile } from '../serve/private-file.ts';
import type { RunMode } from '../../shared/domain/vocabulary.ts';

const fileSchema = z.strictObject({ v: z.literal(1), seats: z.array(seatRecordSchema) });

/** The key of the console that runs on the gateway's own machine opens every seat, and has no record. */
export const LOCAL_SEAT = 'local';

/** Who may connect to the feed: one key a seat, of which only the hash is kept. */
export class SeatStore {
  readonly #file: string;
  readonly #mode: RunMode;
  #seats: readonly SeatRecord[];

  /** Throws Error when the file holds something else. */
  constructor(dataDir: string, mode: RunMode) {
    this.#file = join(dataDir, 'seats.json');
    this.#mode = mode;
    this.#seats = existsSync(this.#file) ? readSeats(this.#file) : [];
  }

  list(): readonly SeatRecord[] {
    return this.#seats;
  }

  /** The seat a key belongs to, revoked or not; undefined = nobody's. */
  find(key: string): SeatRecord | undefined {
    const keyHash = hashKey(key);
    return this.#seats.find((seat) => seat.keyHash === keyHash);
  }

  isTaken(seatId: string): boolean {
    return this.#seats.some((seat) => seat.seatId === seatId && seat.revokedAtMs === undefined);
  }

  /** Enrols a seat, stored before it is answered; a seat of that name loses its old key. Returns the new one, which is kept nowhere. */
  add(seatId: string, roles: readonly SeatRole[], nowMs: number): string {
    const key = `rampart-${this.#mode}-console-${randomBytes(32).toString('base64url')}`;
    const others = this.#seats.map((seat) => (seat.seatId === seatId ? revoked(seat, nowMs) : seat));
    this.#save([...others, { seatId, roles: [...roles], enrolledAtMs: nowMs, keyHash: hashKey(key) }]);
    return key;
  }

  /** Takes a seat's key away for good; false = nobody of that name had one. */
  revoke(seatId: string, nowMs: number): boolean {
    if (!this.isTaken(seatId)) return false;
    this.#save(this.#seats.map((seat) => (seat.seatId === seatId ? revoked(seat, nowMs) : seat)));
    return true;
  }

  #save(seats: readonly SeatRecord[]): void {
    writePrivateFile(this.#file, `${JSON.stringify({ v: 1, seats }, undefined, 1)}\n`);
    this.#seats = seats;
  }
}

function revoked(seat: SeatRecord, nowMs: number): SeatRecord {
  return { ...seat, revokedAtMs: seat.revokedAtMs ?? nowMs };
}

function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

function readSeats(file: string): readonly SeatRecord[] {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).seats;
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error);
    throw new Error(`${file} is damaged (${reason}): restore it, or delete it and enrol every seat again`, {
      cause: error,
    });
  }
}
