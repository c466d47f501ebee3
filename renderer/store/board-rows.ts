import type { FindBoard, FindRow } from '../../shared/domain/find-board.ts';
import type { ExitsBoard, ExitsView } from '../../shared/domain/moving-target.ts';
import { wordsEn } from '../i18n/words-en.ts';
import { wordsZh } from '../i18n/words-zh.ts';
import type { Dock } from './dock.ts';
import type { Intent } from './intent.ts';
import type { Mirror } from './mirror.ts';
import { type BoardRows, gatePlaces, type KeptLines, type RowPlace } from './row-places.ts';
import { targetOf } from './target.ts';

/** The exits, likeliest first; a sighting is what they are ordered by. */
export function exitRows({ targetId, seenAtMs, rows }: ExitsBoard): BoardRows {
  return { board: 'exits', targetId, facts: seenAtMs, rows: gatePlaces(rows) };
}

/** Places to meet, the earliest first. */
export function meetingRows({ board, meetings }: ExitsView): BoardRows {
  const { targetId, seenAtMs } = board;
  return { board: 'meeting', targetId, facts: seenAtMs, rows: gatePlaces(meetings) };
}

/** Places to search, likeliest first. */
export function findRows({ targetId, facts, rows }: FindBoard): BoardRows {
  return { board: 'find', targetId, facts, rows: rows.map(findPlace) };
}

/** What has no name of its own is called by its kind. */
function findPlace({ placeId, kind, place }: FindRow): RowPlace {
  const word = `find-place.${kind}` as const;
  return { rowId: placeId, name: place.label ?? { zh: wordsZh[word], en: wordsEn[word] } };
}

/** The newest rows of the board that lies open; undefined when its lines are not kept here, or nothing has come yet. */
export function openRows({ exits, find }: Mirror, dock: Dock | undefined): BoardRows | undefined {
  if (dock === 'find') return find === undefined ? undefined : findRows(find);
  if (exits === undefined) return undefined;
  if (dock === 'exits') return exitRows(exits.board);
  return dock === 'meeting' ? meetingRows(exits) : undefined;
}

/** The lines the map's numbers are of. */
export interface ShownPlaces {
  readonly gates?: readonly RowPlace[] | undefined;
  readonly finds?: readonly RowPlace[] | undefined;
}

/** The lines of the list that lies open; none while it is another target's. */
export function placesShown(
  { exits, find }: Mirror,
  { dock, seal, lines }: Pick<Intent, 'dock' | 'seal' | 'lines'>,
): ShownPlaces {
  const of = (list: Pick<KeptLines, 'targetId' | 'places'> | undefined, id: string | undefined) =>
    list?.targetId === id ? list?.places : undefined;
  if (dock === 'find') return { finds: of(lines, find?.targetId) };
  return { gates: of(dock === 'seal' ? seal : lines, exits?.board.targetId) };
}

/** Kept lines under the name their board has now: an alert that became an incident is the same board. */
export function renamed(
  kept: KeptLines | undefined,
  { targetId }: BoardRows,
  state: Mirror['state'],
): KeptLines | undefined {
  if (kept === undefined || state === undefined || kept.targetId === targetId) return kept;
  const [before, now] = [targetOf(state, kept.targetId)?.id, targetOf(state, targetId)?.id];
  return before !== undefined && before === now ? { ...kept, targetId } : kept;
}
