/** One record: the line it begins on (from 1) and its cells. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Why the text stops being CSV, with the line. */
export interface CsvFault {
  readonly line: number;
  readonly kind: 'open-quote' | 'text-after-quote';
}

/**
 * RFC 4180 with either line end: quoted cells may hold commas, doubled quotes and line ends. Empty lines and lines whose
 * first cell begins with # are left out. Every record before and after a fault is still read, so that all of them are named.
 */
export function parseCsv(text: string): {
  readonly records: readonly CsvRecord[];
  readonly faults: readonly CsvFault[];
} {
  const records: CsvRecord[] = [];
  const faults: CsvFault[] = [];
  let cells: string[] = [];
  let line = 1;
  let startLine = 1;
  let at = 0;
  const endRecord = (): void => {
    const isBlank = cells.every((cell) => cell.trim() === '');
    if (!isBlank && cells[0]?.trimStart().startsWith('#') !== true) records.push({ line: startLine, cells });
    cells = [];
  };
  while (at < text.length) {
    if (text[at] === '"') {
      const openedOn = line;
      let cell = '';
      let isClosed = false;
      for (at++; at < text.length; at++) {
        if (text[at] === '\n') line++;
        if (text[at] !== '"') cell += text[at];
        else if (text[at + 1] === '"') cell += text[++at];
        else {
          isClosed = true;
          at++;
          break;
        }
      }
      if (!isClosed) faults.push({ line: openedOn, kind: 'open-quote' });
      const rest = plainCell(text, at);
      if (rest.trim() !== '') faults.push({ line, kind: 'text-after-quote' });
      at += rest.length;
      cells.push(cell);
    } else {
      const cell = plainCell(text, at);
      at += cell.length;
      cells.push(cell);
    }
    if (text[at] === ',') {
      at++;
      // A comma that ends the text still begins a last, empty cell.
      if (at >= text.length) cells.push('');
      continue;
    }
    if (text[at] === '\r') at++;
    if (text[at] === '\n') at++;
    endRecord();
    line++;
    startLine = line;
  }
  if (cells.length > 0) endRecord();
  return { records, faults };
}

/** Up to the next comma or line end. */
function plainCell(text: string, from: number): string {
  let to = from;
  while (to < text.length && text[to] !== ',' && text[to] !== '\n' && text[to] !== '\r') to++;
  return text.slice(from, to);
}
