import { createColumns, type PositionColumns } from '../../shared/contract/position-frame.ts';
import type { Tracks } from './tracks.ts';

/** What changed since a reader's revision, and the revision it then has. */
type Changes = (since: number) => { readonly frame: PositionColumns; readonly revision: number };

/**
 * The picture at a past moment: a new revision when the moment or the known fixes changed, so that a pause is quiet.
 * Negative, so that a replay that runs into the present continues with everything of the live table.
 */
export class PastPicture {
  readonly #tracks: Tracks;
  #moment = '';
  #revision = 0;

  constructor(tracks: Tracks) {
    this.#tracks = tracks;
  }

  /** The picture of an epoch at `atMs`, feed time. */
  at(epoch: number, atMs: number): Changes {
    const moment = `${epoch} ${atMs} ${this.#tracks.past.revision}`;
    if (moment !== this.#moment) {
      this.#moment = moment;
      this.#revision--;
    }
    const revision = this.#revision;
    return (since) => ({
      frame: since === revision ? createColumns(0) : this.#tracks.latestAt(atMs),
      revision,
    });
  }
}
