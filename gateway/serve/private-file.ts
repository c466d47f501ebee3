import { chmodSync, renameSync, writeFileSync } from 'node:fs';

/** Writes a file only its owner can read, all or nothing. On Windows the folder's own rights protect it. */
export function writePrivateFile(file: string, text: string): void {
  const temporary = `${file}.new`;
  writeFileSync(temporary, text, { mode: 0o600 });
  // An older file of that name would have kept its mode.
  chmodSync(temporary, 0o600);
  renameSync(temporary, file);
}
