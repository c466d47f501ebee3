import { type Board, type BoardManifest, decodeBoard } from '../../shared/roads/board.ts';

/** The board without roads that this console was given. */
export type BoardReading =
  | { readonly state: 'read'; readonly manifest: BoardManifest; readonly board: Board }
  | { readonly state: 'none' }
  | { readonly state: 'damaged'; readonly reason: string };

const FILES = ['manifest.json', 'board.json'] as const;
const BOARD_URL = '/board';

let reading: Promise<BoardReading> | undefined;

/** Reads the board once a window; a failure is tried again the next time. Never rejects. */
export function readBoard(): Promise<BoardReading> {
  reading ??= fetchBoard().then((result) => {
    if (result.state !== 'read') reading = undefined;
    return result;
  });
  return reading;
}

async function fetchBoard(): Promise<BoardReading> {
  try {
    const files: Record<string, Uint8Array> = {};
    for (const name of FILES) {
      const response = await fetch(`${BOARD_URL}/${name}`);
      if (response.status === 404) return { state: 'none' };
      if (!response.ok) return { state: 'damaged', reason: `${name}: HTTP ${response.status}` };
      files[name] = new Uint8Array(await response.arrayBuffer());
    }
    return { state: 'read', ...decodeBoard(files) };
  } catch (error) {
    return { state: 'damaged', reason: error instanceof Error ? error.message : String(error) };
  }
}
