import { openRows, renamed } from '../store/board-rows.ts';
import type { IntentStore } from '../store/intent.ts';
import type { MirrorStore } from '../store/mirror.ts';
import { keptLines } from '../store/row-places.ts';

/** Keeps the lines of the exits, the meetings or the find board while it lies open. */
export function keepLinesInPlace(mirror: MirrorStore, intent: IntentStore): void {
  const keep = (): void => {
    const { dock, lines } = intent.getState();
    const now = openRows(mirror.get(), dock);
    const kept = now === undefined ? undefined : keptLines(renamed(lines, now, mirror.get().state), now);
    if (kept !== lines) intent.setState({ lines: kept });
  };
  mirror.subscribe(keep);
  intent.subscribe(keep);
}
