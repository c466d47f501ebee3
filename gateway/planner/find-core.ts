import type { RaceEntry } from '../../shared/contract/planner.ts';
import type { FindBoard, PersonSearch } from '../../shared/domain/find-board.ts';
import { findBoard } from '../../shared/interception/find/find-board.ts';
import { type FindGround, findGroundOf } from '../../shared/interception/find/pack-places.ts';
import type { RaceContext } from '../../shared/interception/race.ts';
import { decodeGateFiles, type GateFiles } from '../../shared/roads/gate-files.ts';
import type { RunMode } from '../../shared/domain/vocabulary.ts';

/** Find boards for the planner worker: the places of the pack are read at the first question. */
export class FindCore {
  readonly #files: GateFiles | undefined;
  readonly #grounds = new Map<RunMode, FindGround>();

  /** Without files only what the room was told is searched. */
  constructor(files: GateFiles | undefined) {
    this.#files = files;
  }

  /** The board of one entry at the moment of the context. Throws RegionPackError for a damaged pack. */
  board<P>(entry: RaceEntry, search: PersonSearch, mode: RunMode, context: RaceContext<P>): FindBoard {
    return findBoard(entry, search, this.#groundOf(mode), context);
  }

  #groundOf(mode: RunMode): FindGround {
    const known = this.#grounds.get(mode);
    if (known !== undefined) return known;
    const read: FindGround =
      this.#files === undefined
        ? { places: [], soughtKinds: new Set() }
        : findGroundOf(decodeGateFiles(this.#files), mode);
    this.#grounds.set(mode, read);
    return read;
  }
}
